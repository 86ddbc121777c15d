import { buildDirectory, type BuildDirectory } from '../build-directory/build-directory';
import { readDriverPackWarnings } from '../build-directory/driver-pack-warnings';
import { readDigestFile } from '../build-directory/digest-file';
import { readValidationReport } from '../build-directory/validation-report-file';
import { checkDriversSource } from '../drivers/check-drivers-source';
import { packagedMedia, readStagedMedia, type PackagedMedia } from '../verification/packaged-media';
import { publishManifest, type WrittenImages } from '../verification/publish-manifest';
import { verifiedOrWithdrawn } from '../verification/verified-or-withdrawn';
import type { BuildInputs } from './build-inputs';
import type * as comparison from './compare-with-inputs';

export interface PackageOptions {
  /**
   * Whether make-iso and make-zip have left digest files, which tell what they have written from what
   * a cache has brought back. Default: yes.
   */
  readonly digestFiles?: boolean;
  /**
   * What the media were asked to be made of: everything that the tasks before have left is compared with
   * it. Default: that is as they have left it, since no cache came between.
   */
  readonly inputs?: BuildInputs;
}

/**
 * The task `package`: checks that ISO and zip are what make-iso and make-zip have written, byte for
 * byte, reads both back, checks that they hold exactly what the manifest says, that their drivers
 * are from the source that fetch-virtio-win found, and that all of it was made of what the inputs are, and
 * only then puts the manifest beside them under its two names. It is the last task and always runs: the others
 * may all come from a cache, which may hold anything.
 *
 * @throws InputError with everything that differs, RefusedInputsError if an input is refused; ISO, zip and
 *   any older manifest are removed then.
 */
export async function packageMedia(
  directoryPath: string,
  { digestFiles = true, inputs }: PackageOptions = {},
): Promise<PackagedMedia> {
  const directory = buildDirectory(directoryPath);
  return verifiedOrWithdrawn(directory, async () => {
    const staged = await readStagedMedia(directory);
    const { manifest, manifestBytes, driversProvenance } = staged;
    if (driversProvenance) await checkDriversSource(directory, driversProvenance);
    const expected = inputs && (await compareWithInputs(directoryPath, manifest, inputs));
    const written = digestFiles ? await writtenImages(directory) : undefined;
    const outputs = await publishManifest(directory, manifest, manifestBytes, written);
    const report = expected?.report ?? (await readValidationReport(directory));
    const { warnings } = expected ?? report;
    return packagedMedia(staged, outputs, {
      drivers: report.drivers,
      warnings: [...(await readDriverPackWarnings(directory)), ...warnings],
    });
  });
}

/** What the tasks have left of the images: a cache may have brought back others. */
async function writtenImages({ iso, zip }: BuildDirectory): Promise<WrittenImages> {
  return {
    iso: { task: 'make-iso', sha256: await readDigestFile(iso, 'make-iso') },
    zip: { task: 'make-zip', sha256: await readDigestFile(zip, 'make-zip') },
  };
}

/** It loads nearly everything, which a build without a cache does not wait for. */
const compareWithInputs: typeof comparison.compareWithInputs = (directory, manifest, inputs) =>
  (require('./compare-with-inputs') as typeof comparison).compareWithInputs(
    directory,
    manifest,
    inputs,
  );
