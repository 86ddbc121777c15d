import type { PackagedMedia } from '@aero-guest-tools/media/steps/package';
import { OUTPUT_NAMES } from './build-media';

/**
 * What `aero-packager --json` writes.
 *
 * @param published Where an output of the build directory stands in the end.
 */
export function packagedMediaJson(
  { manifest, outputs, drivers, warnings }: PackagedMedia,
  published: (path: string) => string,
): Readonly<Record<string, unknown>> {
  return {
    package: manifest.package,
    signing_policy: manifest.signing_policy,
    outputs: outputs.map(({ path, size, sha256 }) => ({ path: published(path), size, sha256 })),
    drivers: drivers.map(({ name, architecture, version, date }) => ({
      name,
      architecture,
      version: version ?? null,
      date: date ?? null,
    })),
    warnings,
  };
}
