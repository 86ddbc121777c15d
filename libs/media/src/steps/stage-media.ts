import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeFileAtomically, writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { throwIfErrors, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { listFileTree } from '@aero-guest-tools/file-tree';
import { volumeIdentifier } from '@aero-guest-tools/iso9660/volume-identifier';
import { buildDirectory, type BuildDirectory } from '../build-directory';
import { selectPayload, type PayloadFile } from '../guest-tools-directory';
import { MANIFEST_NAME, type ManifestFacts } from '../manifest';
import { mediaFileFromDisk, mediaPathOf, type DiskMediaFile, type MediaFile } from '../media-file';
import { formatMediaPlan, type MediaPlan, type PlannedFile } from '../media-plan';
import { readRecordedInput } from '../recorded-input';
import type { SigningPolicy } from '../signing-policy';
import { readValidationReport } from '../read-validation-report';
import { addManifest } from '../transforms/add-manifest';
import { checkPaths } from '../transforms/check-paths';
import { hashContents } from '../transforms/hash-contents';

export interface StageMediaOptions {
  /** What the sources in the plan are relative to. */
  readonly workspaceRoot: string;
  /** Holds what the earlier tasks made, and receives the plan and the manifest. */
  readonly buildDirectory: string;
  /**
   * Where validate-spec read the drivers, if that is not what extract-drivers left.
   */
  readonly driversDirectory?: string;
  /** Scripts, texts, configuration and certificates for the guest. */
  readonly guestToolsDirectory: string;
  readonly version: string;
  readonly buildId: string;
  readonly volumeId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
  readonly signingPolicy: SigningPolicy;
  /** Of this packager, as the manifest records it. */
  readonly packagerVersion: string;
}

/**
 * The task `stage-media`: decides what is on the media. Writes the manifest and the plan that
 * make-iso and make-zip follow; copies nothing.
 *
 * @throws InputError with every path, payload file and certificate that cannot be on the media.
 */
export async function stageMedia(options: StageMediaOptions): Promise<MediaPlan> {
  const directory = buildDirectory(options.buildDirectory);
  const warnings: Diagnostic[] = [];
  const files: (MediaFile | DiskMediaFile)[] = [];

  await pipeline(
    Readable.from(await filesOfMedia(options, directory)),
    checkPaths((warning) => warnings.push(warning)),
    hashContents(),
    addManifest(await manifestFacts(options, directory)),
    collect(files),
  );

  const plan: MediaPlan = {
    volumeId: volumeIdentifier(options.volumeId),
    sourceDateEpoch: options.sourceDateEpoch,
    files: files.map((file) =>
      planned(
        file,
        relative(
          options.workspaceRoot,
          'sourcePath' in file ? file.sourcePath : directory.stagedManifest,
        ),
      ),
    ),
    warnings,
  };
  for (const manifest of files.filter((file) => mediaPathOf(file) === MANIFEST_NAME)) {
    await writeStreamAtomically(directory.stagedManifest, manifest.openContents());
  }
  await writeFileAtomically(directory.plan, formatMediaPlan(plan));
  return plan;
}

/** Payload, generated configuration, drivers and licences: all but the manifest. */
async function filesOfMedia(
  options: StageMediaOptions,
  directory: BuildDirectory,
): Promise<MediaFile[]> {
  const payload = await selectPayload(
    options.guestToolsDirectory,
    options.signingPolicy,
    await filesBelow(directory.certificates, 'certs'),
  );
  throwIfErrors(payload.problems);
  const report = await readValidationReport(directory);
  const driversDirectory = options.driversDirectory ?? directory.drivers;
  const drivers = report.drivers.flatMap((driver) =>
    driver.files
      .filter(({ decision }) => decision === 'include')
      .map(({ path, size }) => ({
        path: `drivers/${driver.architecture}/${driver.name}/${path}`,
        absolutePath: join(driversDirectory, driver.directory, path),
        size,
      })),
  );
  const licenses = await filesBelow(directory.licenses, 'licenses');
  const devicesCmd = {
    path: 'config/devices.cmd',
    absolutePath: directory.devicesCmd,
    size: (await stat(directory.devicesCmd)).size,
  };
  return [...payload.files, devicesCmd, ...drivers, ...licenses].map(
    ({ path, absolutePath, size }) => mediaFileFromDisk(path, absolutePath, size),
  );
}

/** The files of a directory as they stand on the media; none if it is not there. */
async function filesBelow(directory: string, mediaDirectory: string): Promise<PayloadFile[]> {
  if (!existsSync(directory)) return [];
  const { files } = await listFileTree(directory);
  return files.map((file) => ({ ...file, path: `${mediaDirectory}/${file.path}` }));
}

function collect(files: MediaFile[]): Writable {
  return new Writable({
    objectMode: true,
    write(file: MediaFile, _encoding, done) {
      files.push(file);
      done();
    },
  });
}

function planned(file: MediaFile, source: string): PlannedFile {
  const { size, sha256 = '' } = file;
  return { path: mediaPathOf(file), source: portable(source), sha256, size };
}

async function manifestFacts(
  options: StageMediaOptions,
  directory: BuildDirectory,
): Promise<ManifestFacts> {
  const contract = await readRecordedInput(directory.windowsDeviceContract, 'generate-devices-cmd');
  const spec = await readRecordedInput(directory.packagingSpec, 'validate-spec');
  const { contract_name, contract_version, schema_version } = contract.value as Readonly<
    Record<string, unknown>
  >;
  return {
    version: options.version,
    buildId: options.buildId,
    sourceDateEpoch: options.sourceDateEpoch,
    signingPolicy: options.signingPolicy,
    packagerVersion: options.packagerVersion,
    packagingSpec: { path: spec.path, sha256: spec.sha256 },
    windowsDeviceContract: {
      path: contract.path,
      sha256: contract.sha256,
      contractName: String(contract_name),
      contractVersion: String(contract_version),
      schemaVersion: Number(schema_version),
    },
  };
}

function portable(path: string): string {
  return path.replaceAll(sep, '/');
}
