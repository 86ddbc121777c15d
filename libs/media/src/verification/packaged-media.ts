import { buildDirectory } from '../build-directory/build-directory';
import { parseMediaPlan, type MediaPlan } from '../build-directory/media-plan';
import { readStateFile } from '../build-directory/state-file';
import { readValidationReport } from '../build-directory/validation-report-file';
import { readDriversProvenance } from '../drivers/drivers-provenance';
import type { DigestedFile } from '../files/digest';
import { digestOfFile } from '../files/digest-of-file';
import { parseManifest } from '../manifest/manifest';
import { driversAt } from '../signing/drivers-at';
import type { PackagedMedia } from '../steps/package';

/** What a build has left in its build directory. */
export interface BuiltMedia extends PackagedMedia {
  readonly volumeId: MediaPlan['volumeId'];
}

/**
 * Reads what a build has left in its build directory, from the files that carry its state, once `package` has
 * verified the media.
 *
 * @param packaged What `package` said of them, if it has run in this process.
 * @throws InputError if a file is missing, or not one that its task wrote.
 */
export async function readBuiltMedia(
  directoryPath: string,
  packaged?: PackagedMedia,
): Promise<BuiltMedia> {
  const directory = buildDirectory(directoryPath);
  const { stagedManifest, plan: planFile, iso, zip, manifests } = directory;
  const plan = parseMediaPlan(await readStateFile(planFile, 'stage-media'), planFile);
  if (packaged) return { ...packaged, volumeId: plan.volumeId };
  const manifest = parseManifest(
    await readStateFile(stagedManifest, 'stage-media'),
    stagedManifest,
  );
  const report = await readValidationReport(directory);
  const outputs: DigestedFile[] = [];
  for (const path of [iso, zip, manifests[0]]) {
    outputs.push({ path, ...(await digestOfFile(path)) });
  }
  return {
    manifest,
    outputs,
    drivers: driversAt(report.drivers, manifest.package.source_date_epoch),
    driversProvenance: await readDriversProvenance(directory, plan),
    warnings: [...report.warnings, ...plan.warnings],
    volumeId: plan.volumeId,
  };
}
