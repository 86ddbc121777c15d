import { basename } from 'node:path';
import { signingNotes } from '@aero-guest-tools/media';
import type { PackagedMedia } from '@aero-guest-tools/media/packaged-media';
import { OUTPUT_NAMES } from './build-media';

/**
 * The output of `aero-packager --json`.
 *
 * @param published Returns the final path of an output, by its name.
 */
export function packagedMediaJson(
  { manifest, outputs, drivers, warnings }: PackagedMedia,
  published: (name: string) => string,
): Readonly<Record<string, unknown>> {
  const digests = new Map(outputs.map((output) => [basename(output.path), output]));
  // The manifest is an output under two names, and described under one of them.
  const manifestDigest = outputs.at(-1);
  return {
    package: manifest.package,
    ...(manifest.target === undefined ? {} : { target: manifest.target }),
    signing_policy: manifest.signing_policy,
    outputs: OUTPUT_NAMES.map((name) => {
      const { size, sha256 } = digests.get(name) ?? manifestDigest ?? {};
      return { path: published(name), size, sha256 };
    }),
    drivers: drivers.map(({ name, architecture, version, date }) => ({
      name,
      architecture,
      version: version ?? null,
      date: date ?? null,
    })),
    notes: signingNotes(drivers, manifest.signing_policy),
    warnings,
  };
}
