import { createReadStream } from 'node:fs';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { InputError, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { compareBytes } from '@aero-guest-tools/file-tree';
import type { ValidationReport } from '@aero-guest-tools/packaging-spec';
import { buildDirectory } from '../build-directory';
import { listIsoContents } from '../contents/iso-contents';
import type { MediaContents } from '../contents/media-contents';
import { listZipContents } from '../contents/zip-contents';
import { digest, sha256Of, type Digest } from '../digest';
import { MANIFEST_NAME, parseManifest, type Manifest } from '../manifest';
import { readDriversProvenance, type DriversProvenance } from '../drivers-provenance';
import { parseMediaPlan } from '../media-plan';
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
  const expected = contentsOf(manifest, manifestBytes);
  const problems = [
    ...differences(directory.iso, expected, await listIsoContents(directory.iso)),
    ...differences(directory.zip, expected, await listZipContents(directory.zip)),
  ];
  if (problems.length > 0) throw new InputError(problems);
  for (const path of directory.manifests) await writeFileAtomically(path, manifestBytes);

  const report = parseJson(
    await readStateFile(directory.validationReport, 'validate-spec'),
    directory.validationReport,
  ).value as unknown as ValidationReport;
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

function contentsOf(manifest: Manifest, manifestBytes: Uint8Array): MediaContents {
  return new Map([
    ...manifest.files.map(({ path, size, sha256 }) => [path, { size, sha256 }] as const),
    [MANIFEST_NAME, { size: manifestBytes.length, sha256: sha256Of(manifestBytes) }] as const,
  ]);
}

function differences(
  file: string,
  expected: MediaContents,
  actual: MediaContents,
): readonly Omit<Diagnostic, 'severity'>[] {
  const paths = new Set([...expected.keys(), ...actual.keys()]);
  return [...paths]
    .toSorted(compareBytes)
    .filter((path) => expected.get(path)?.sha256 !== actual.get(path)?.sha256)
    .map((path) => ({
      file,
      message: `${path} is not what the manifest says`,
      found: describeContent(actual.get(path)),
      expected: describeContent(expected.get(path)),
      remedy: 'delete the build directory and build again',
    }));
}

function describeContent(content: Digest | undefined): string {
  return content === undefined
    ? 'no such file'
    : `${String(content.size)} bytes, sha256 ${content.sha256}`;
}

async function describe(path: string): Promise<PackageOutput> {
  return { path, ...(await digest(createReadStream(path))) };
}
