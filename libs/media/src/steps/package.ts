import { createReadStream } from 'node:fs';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { ValidationReport } from '@aero-guest-tools/packaging-spec';
import { buildDirectory } from '../build-directory';
import { digest, type Digest } from '../digest';
import { parseManifest, type Manifest } from '../manifest';
import { readDriversProvenance, type DriversProvenance } from '../drivers-provenance';
import { parseMediaPlan } from '../media-plan';
import { publishManifest } from '../publish-manifest';
import { readValidationReport } from '../read-validation-report';
import { readStateFile } from '../state-file';

/** One of the three outputs. */
export interface PackageOutput extends Digest {
  readonly path: string;
}

/** What was built, for the summary. */
export interface PackagedMedia {
  readonly manifest: Manifest;
  /** ISO, zip and manifest. */
  readonly outputs: readonly PackageOutput[];
  readonly drivers: ValidationReport['drivers'];
  /** Undefined where the drivers were read from a directory that the user named. */
  readonly driversProvenance: DriversProvenance | undefined;
  /** Those of every task before. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * The task `package`: reads ISO and zip back, checks that both hold exactly what the manifest says,
 * and only then puts the manifest beside them under its two names.
 *
 * @throws InputError with every file that differs; the older manifest stays then.
 */
export async function packageMedia(directoryPath: string): Promise<PackagedMedia> {
  const directory = buildDirectory(directoryPath);
  const manifestBytes = await readStateFile(directory.stagedManifest, 'stage-media');
  const manifest = parseManifest(manifestBytes, directory.stagedManifest);
  await publishManifest(directory, manifest, manifestBytes);

  const report = await readValidationReport(directory);
  const plan = parseMediaPlan(await readStateFile(directory.plan, 'stage-media'), directory.plan);
  return {
    manifest,
    outputs: await Promise.all(
      [directory.iso, directory.zip, directory.manifests[0]].map((path) => describe(path)),
    ),
    drivers: report.drivers,
    driversProvenance: await readDriversProvenance(directory, plan),
    warnings: [...report.warnings, ...plan.warnings],
  };
}

async function describe(path: string): Promise<PackageOutput> {
  return { path, ...(await digest(createReadStream(path))) };
}
