import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceDirectoryAtomically } from '@aero-guest-tools/atomic-output';
import { throwIfErrors } from '@aero-guest-tools/diagnostics';
import { listFileTree } from '@aero-guest-tools/file-tree';
import type { DriverReport, HashedTree } from '@aero-guest-tools/packaging-spec';
import type { BuildDirectory } from '../build-directory/build-directory';
import { readValidationReport } from '../build-directory/validation-report-file';
import { isStagedCertificate } from '../certificates/certificate-file';
import type * as staged from '../certificates/stage-certificates';
import { driverMediaPath, setupMediaPath } from '../checks/driver-media-path';
import type { ManifestFacts } from '../manifest/manifest';
import type { SigningPolicy } from '../options/signing-policy';
import { refuseOwnFragment } from './autounattend-fragment';
import { generatedFiles } from './generated-files';
import { selectPayload } from './guest-tools-directory';
import { setupDrivers } from './setup-drivers';

/** A file that goes on the media. */
export interface MediaSource {
  /** On the media, components joined by `/`. */
  readonly path: string;
  readonly absolutePath: string;
  /** In bytes. */
  readonly size: number;
  /** Of what is generated; {@link writeGeneratedSources} puts them where the path says. */
  readonly contents?: Uint8Array;
  /** Gives what is in memory, or nowhere on a disk, and was checked. */
  readonly checked?: CheckedFile;
}

/** A file that was read to be checked. */
export interface CheckedFile {
  /** All of its contents. */
  readonly read: () => Promise<Uint8Array>;
  /** Lower-case hexadecimal; undefined if nobody has read it. */
  readonly sha256: string | undefined;
  /** Which private key it holds, if any: see `privateKeyIn`. */
  readonly privateKey: () => Promise<string | undefined>;
}

export interface MediaSourcesOptions {
  /**
   * Where validate-spec read the drivers, if that is not what extract-drivers left.
   */
  readonly driversDirectory?: string;
  /** The drivers as they were checked, in a build of one process. */
  readonly drivers?: HashedTree;
  /** Scripts, texts, configuration and certificates for the guest. */
  readonly guestToolsDirectory: string;
  readonly signingPolicy: SigningPolicy;
  /**
   * Whether Windows Setup is given the storage and network drivers, and an answer file what it has to say. By default it
   * is not.
   */
  readonly setupDrivers?: boolean;
}

/**
 * Decides what is on the media: payload, generated files, drivers and licences, which is all but the
 * manifest. Certificates are written anew, see {@link stageCertificates}; what is generated is not written yet.
 *
 * @throws InputError with every payload file and certificate that cannot be on the media, or as
 *   {@link generatedFiles} and {@link refuseOwnFragment}.
 */
export async function selectMediaSources(
  options: MediaSourcesOptions,
  directory: BuildDirectory,
  facts: ManifestFacts,
): Promise<readonly MediaSource[]> {
  const payload = await selectPayload(
    options.guestToolsDirectory,
    options.signingPolicy,
    await filesBelow(directory.certificates, 'certs'),
  );
  throwIfErrors(payload.problems);
  if (options.setupDrivers === true) refuseOwnFragment(payload.files);
  const report = await readValidationReport(directory);
  const checkedFiles = new Map(options.drivers?.files.map((file) => [file.path, file]));
  const checkedFile = (path: string): Pick<MediaSource, 'checked'> => {
    const { drivers: tree, driversDirectory: onDisk } = options;
    const file = checkedFiles.get(path);
    if (tree === undefined || file === undefined) return {};
    // What is on a disk, and too large to keep, is recorded from there, piece by piece.
    if (onDisk !== undefined && !tree.isKept(path)) return {};
    const privateKey = () => tree.privateKeyIn(path);
    return { checked: { read: file.read, sha256: tree.sha256Of(path), privateKey } };
  };
  const driversDirectory = options.driversDirectory ?? directory.drivers;
  const filesOf = (driver: DriverReport): readonly MediaSource[] =>
    driver.files
      .filter(({ decision }) => decision === 'include')
      .map(({ path, size }) => ({
        path: driverMediaPath(driver, path),
        absolutePath: join(driversDirectory, driver.directory, path),
        size,
        ...checkedFile(`${driver.directory}/${path}`),
      }));
  const drivers = report.drivers.flatMap(filesOf);
  // Of the same contents, so that the ISO holds them once.
  const forSetup = (options.setupDrivers === true ? setupDrivers(report.drivers) : [])
    .flatMap(filesOf)
    .map((file) => ({ ...file, path: setupMediaPath(file.path) }));
  const licenses = await filesBelow(directory.licenses, 'licenses');
  const devicesCmd = {
    path: 'config/devices.cmd',
    absolutePath: directory.devicesCmd,
    size: (await stat(directory.devicesCmd)).size,
  };
  const certificates = payload.files.filter(isStagedCertificate);
  const generated = generatedFiles(facts, options).map(({ path, contents }) => ({
    path,
    absolutePath: join(directory.generated, path),
    size: contents.length,
    contents,
  }));
  return [
    ...payload.files.filter((file) => !isStagedCertificate(file)),
    ...(await stageCertificates(certificates, directory.stagedCertificates)),
    devicesCmd,
    ...generated,
    ...drivers,
    ...forSetup,
    ...licenses,
  ];
}

/** Writes those of the sources that are generated, and removes those of an earlier run. */
export async function writeGeneratedSources(
  sources: readonly MediaSource[],
  { generated }: BuildDirectory,
): Promise<void> {
  await replaceDirectoryAtomically(generated, async (directory) => {
    for (const { path, contents } of sources) {
      if (contents === undefined) continue;
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), contents);
    }
  });
}

/** Loaded where there are certificates: it takes a while to load what reads them. */
const stageCertificates: typeof staged.stageCertificates = async (certificates, directory) =>
  certificates.length === 0
    ? rm(directory, { recursive: true, force: true }).then(() => [])
    : (require('../certificates/stage-certificates') as typeof staged).stageCertificates(
        certificates,
        directory,
      );

/** The files of a directory as they stand on the media; none if it is not there. */
async function filesBelow(directory: string, mediaDirectory: string): Promise<MediaSource[]> {
  if (!existsSync(directory)) return [];
  const { files } = await listFileTree(directory);
  return files.map((file) => ({ ...file, path: `${mediaDirectory}/${file.path}` }));
}
