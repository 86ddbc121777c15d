import { buildDirectory } from '../build-directory/build-directory';
import { readDriverPackWarnings } from '../build-directory/driver-pack-warnings';
import { readValidationReport } from '../build-directory/validation-report-file';
import { checkDriversSource } from '../drivers/check-drivers-source';
import { packagedMedia, readStagedMedia, type PackagedMedia } from '../verification/packaged-media';
import { publishManifest } from '../verification/publish-manifest';
import { publishMedia } from '../verification/publish-media';
import { verifiedOrWithdrawn } from '../verification/verified-or-withdrawn';
import type { BuildInputs } from './build-inputs';
import type * as comparison from './compare-with-inputs';

export interface PackageOptions {
  /**
   * Whether ISO and zip are already under their public names, since one process has made them. By
   * default, they are where make-iso and make-zip leave them, each with its SHA-256, which
   * distinguishes what the task wrote from what a cache restored.
   */
  readonly inPlace?: boolean;
  /**
   * The inputs and options of the build: everything that the earlier tasks left is compared with
   * them. By default there is no comparison, since no cache came between.
   */
  readonly inputs?: BuildInputs;
}

/**
 * The task `package`. It checks that ISO and zip are byte for byte what make-iso and make-zip have
 * written, reads both back, and checks that they hold exactly what the manifest says, that their
 * drivers are from the source that fetch-virtio-win found, and that all of it was made of the
 * current inputs. Only then does it give ISO, zip and manifest their public names. It is the last
 * task and always runs: the others may all come from a cache, which may hold anything.
 *
 * @throws InputError with everything that differs, RefusedInputsError if an input is refused; ISO,
 *   zip and any older manifest are removed then.
 */
export async function packageMedia(
  directoryPath: string,
  { inPlace = false, inputs }: PackageOptions = {},
): Promise<PackagedMedia> {
  const directory = buildDirectory(directoryPath);
  return verifiedOrWithdrawn(directory, async () => {
    const staged = await readStagedMedia(directory);
    const { manifest, manifestBytes, driversProvenance } = staged;
    if (driversProvenance) await checkDriversSource(directory, driversProvenance);
    const expected = inputs && (await compareWithInputs(directoryPath, manifest, inputs));
    const publish = inPlace ? publishManifest : publishMedia;
    const outputs = await publish(directory, manifest, manifestBytes);
    const report = expected?.report ?? (await readValidationReport(directory));
    const { warnings } = expected ?? report;
    return packagedMedia(staged, outputs, {
      drivers: report.drivers,
      warnings: [...(await readDriverPackWarnings(directory)), ...warnings],
    });
  });
}

/** Loaded lazily: it loads nearly everything else, which a build without a cache does not need. */
const compareWithInputs: typeof comparison.compareWithInputs = (directory, manifest, inputs) =>
  (require('./compare-with-inputs') as typeof comparison).compareWithInputs(
    directory,
    manifest,
    inputs,
  );
