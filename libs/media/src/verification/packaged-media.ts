import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { ValidationReport } from '@aero-guest-tools/packaging-spec';
import { type DigestedFile, digestOfFile } from '@aero-guest-tools/file-tree';
import { buildDirectory, type BuildDirectory } from '../build-directory/build-directory';
import { readDriverPackWarnings } from '../build-directory/driver-pack-warnings';
import { parseMediaPlan, type MediaPlan } from '../build-directory/media-plan';
import { readStateFile } from '../build-directory/state-file';
import { readValidationReport } from '../build-directory/validation-report-file';
import { readDriversProvenance, type DriversProvenance } from '../drivers/drivers-provenance';
import { parseManifest, type Manifest } from '../manifest/manifest';
import { driversAt } from '../signing/drivers-at';

/** The media that were built, for the summary. */
export interface PackagedMedia {
  readonly manifest: Manifest;
  /** ISO, zip and manifest. */
  readonly outputs: readonly DigestedFile[];
  readonly drivers: ValidationReport['drivers'];
  /** Undefined if the drivers were read from a directory that the user named. */
  readonly driversProvenance: DriversProvenance | undefined;
  /** Warnings of all earlier tasks. */
  readonly warnings: readonly Diagnostic[];
}

/** The output of a build in its build directory. */
export interface BuiltMedia extends PackagedMedia {
  readonly volumeId: MediaPlan['volumeId'];
}

/** The output of `stage-media`: what the media are to hold. */
export interface StagedMedia {
  readonly manifest: Manifest;
  /** The text of the manifest. */
  readonly manifestBytes: Uint8Array;
  readonly plan: MediaPlan;
  readonly driversProvenance: DriversProvenance | undefined;
}

/**
 * Reads the output of `stage-media`.
 *
 * @throws InputError if a file is missing, or not one that its task wrote.
 */
export async function readStagedMedia(directory: BuildDirectory): Promise<StagedMedia> {
  const { stagedManifest, plan: planFile } = directory;
  const manifestBytes = await readStateFile(stagedManifest, 'stage-media');
  const plan = parseMediaPlan(await readStateFile(planFile, 'stage-media'), planFile);
  return {
    manifest: parseManifest(manifestBytes, stagedManifest),
    manifestBytes,
    plan,
    driversProvenance: await readDriversProvenance(directory, plan),
  };
}

/**
 * Collects the facts about media whose outputs were digested.
 *
 * @param report What was found out about the drivers, and the warnings about them.
 */
export function packagedMedia(
  { manifest, plan, driversProvenance }: StagedMedia,
  outputs: readonly DigestedFile[],
  report: Pick<ValidationReport, 'drivers'> & { readonly warnings: readonly Diagnostic[] },
): PackagedMedia {
  return {
    manifest,
    outputs,
    drivers: driversAt(report.drivers, manifest.package.source_date_epoch),
    driversProvenance,
    warnings: [...report.warnings, ...plan.warnings],
  };
}

/**
 * Reads the output of a build from the state files in its build directory, once `package` has
 * verified the media.
 *
 * @param packaged The result of `package`, if it has run in this process.
 * @throws InputError if a file is missing, or not one that its task wrote.
 */
export async function readBuiltMedia(
  directoryPath: string,
  packaged?: PackagedMedia,
): Promise<BuiltMedia> {
  const directory = buildDirectory(directoryPath);
  const staged = await readStagedMedia(directory);
  const { volumeId } = staged.plan;
  if (packaged) return { ...packaged, volumeId };
  const report = await readValidationReport(directory);
  const outputs: DigestedFile[] = [];
  for (const path of [directory.iso, directory.zip, directory.manifests[0]]) {
    outputs.push({ path, ...(await digestOfFile(path)) });
  }
  const warnings = [...(await readDriverPackWarnings(directory)), ...report.warnings];
  return { ...packagedMedia(staged, outputs, { drivers: report.drivers, warnings }), volumeId };
}
