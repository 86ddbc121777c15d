import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfErrors } from '@aero-guest-tools/diagnostics';
import { listFileTree, type LocatedFile } from '@aero-guest-tools/file-tree';
import type { DriverReport, HashedTree } from '@aero-guest-tools/packaging-spec';
import type { BuildDirectory } from '../build-directory/build-directory';
import { driverMediaPath } from '@aero-guest-tools/driver-layout/driver-media-path';
import { sourceOnDisk, type MediaSource } from '../files/media-source';
import type { SigningPolicy } from '../options/signing-policy';
import { selectPayload } from './guest-tools-directory';

export interface MediaInputsOptions {
  /** Where validate-spec read the drivers, if not in the output of extract-drivers. */
  readonly driversDirectory?: string;
  /** The drivers as they were checked, in a build of one process. */
  readonly drivers?: HashedTree;
  /** Scripts, texts, configuration and certificates for the guest. */
  readonly guestToolsDirectory: string;
  readonly signingPolicy: SigningPolicy;
}

/**
 * The inputs of `stageFiles`: the output of the earlier tasks for the media, and the payload.
 *
 * @param drivers As validate-spec has found them.
 * @throws InputError with every payload file that cannot be on the media.
 */
export async function mediaInputs(
  options: MediaInputsOptions,
  directory: BuildDirectory,
  drivers: readonly DriverReport[],
): Promise<readonly MediaSource[]> {
  const payload = await selectPayload(
    options.guestToolsDirectory,
    options.signingPolicy,
    await filesBelow(directory.certificates, 'certs'),
  );
  throwIfErrors(payload.problems);
  const devicesCmd = {
    path: 'config/devices.cmd',
    absolutePath: directory.devicesCmd,
    size: (await stat(directory.devicesCmd)).size,
  };
  const licenses = await filesBelow(directory.licenses, 'licenses');
  const checkedFile = checkedFiles(options);
  const driversDirectory = options.driversDirectory ?? directory.drivers;
  return [
    ...[...payload.files, devicesCmd, ...licenses].map(sourceOnDisk),
    ...drivers.flatMap((driver) =>
      packagedFiles(driver).map(({ path, size, sha256 }) => {
        const inTree = `${driver.directory}/${path}`;
        const absolutePath = join(driversDirectory, inTree);
        const file = { path: driverMediaPath(driver, path), absolutePath, size, sha256 };
        return { ...sourceOnDisk(file), driver, ...checkedFile(inTree) };
      }),
    ),
  ];
}

/** The files of a driver that go on the media. */
function packagedFiles({ files }: DriverReport): DriverReport['files'] {
  return files.filter(({ decision }) => decision === 'include');
}

/** Looks up a file that was checked in this process by its path in the tree of drivers. */
function checkedFiles({
  drivers: tree,
  driversDirectory,
}: MediaInputsOptions): (path: string) => Partial<MediaSource> {
  if (tree === undefined) return () => ({});
  const files = new Map(tree.files.map((file) => [file.path, file]));
  return (path) => {
    const file = files.get(path);
    // A file on a disk that is too large to keep is recorded from there, piece by piece.
    if (file === undefined || (driversDirectory !== undefined && !tree.isKept(path))) return {};
    const { open } = file;
    return { open, onDisk: undefined, privateKey: () => tree.privateKeyIn(path) };
  };
}

/** The files of a directory by their paths on the media; none if the directory is missing. */
async function filesBelow(directory: string, mediaDirectory: string): Promise<LocatedFile[]> {
  if (!existsSync(directory)) return [];
  const { files } = await listFileTree(directory);
  return files.map((file) => ({ ...file, path: `${mediaDirectory}/${file.path}` }));
}
