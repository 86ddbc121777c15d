import { stat } from 'node:fs/promises';
import { InputError } from '@aero-guest-tools/diagnostics';
import { digestOfFile, fileOnDisk, listFileTree } from '@aero-guest-tools/file-tree';
import type { DriverSource } from './driver-source';
import { isoSource, readVolumeId } from './iso-source';
import type { SourceIdentity } from './source-identity';
import { isZipArchive, zipSource } from './zip-source';

/** A source that is examined where it is. */
export interface SourceInPlace extends Omit<DriverSource, 'identity'> {
  /** Undefined for a directory, and for an image on a server, which are not read whole. */
  readonly identity: SourceIdentity | undefined;
  /** Volume id of an image that is not read whole. */
  readonly volumeId?: string | undefined;
}

/**
 * Opens an image, an archive or a directory to examine it, without a copy in the store. It must not
 * change meanwhile: nothing that goes on media is taken from it.
 *
 * @param path Absolute.
 * @param label What messages call it.
 * @throws InputError if there is nothing, or if it is none of these, or damaged.
 */
export async function openInPlace(path: string, label: string): Promise<SourceInPlace> {
  const stats = await stat(path).catch((error: unknown) => {
    throw notThere(label, error);
  });
  if (stats.isDirectory()) return directoryInPlace(path, label);
  if (!stats.isFile()) throw notThere(label);
  const kind = (await isZipArchive(path)) ? 'zip' : 'iso';
  const volumeId = kind === 'iso' ? await readVolumeId(path, label) : null;
  const { sha256 } = await digestOfFile(path, CORRECT_PATH);
  const identity: SourceIdentity = { kind, sha256, size: stats.size, volume_id: volumeId };
  return kind === 'zip'
    ? zipSource(path, { identity, label })
    : isoSource(path, { identity, label });
}

async function directoryInPlace(path: string, label: string): Promise<SourceInPlace> {
  const { files } = await listFileTree(path);
  const filesByPath = new Map(files.map((file) => [file.path, file]));
  return {
    label,
    identity: undefined,
    entries: files.map((file) => ({ path: file.path, kind: 'file', size: file.size })),
    prepare: () => Promise.resolve(),
    open: (name) => {
      const file = filesByPath.get(name);
      if (file === undefined) throw new RangeError(`${name} is not an entry of ${path}`);
      return fileOnDisk(file).open();
    },
    close: () => Promise.resolve(),
  };
}

const CORRECT_PATH = 'correct the path';

function notThere(file: string, cause?: unknown): InputError {
  return new InputError(
    {
      file,
      id: 'source.not-found',
      message: 'there is nothing at this path',
      found:
        (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT' || cause === undefined
          ? 'no file and no directory of that name'
          : (cause as NodeJS.ErrnoException).code,
      expected: 'an image, an archive, a directory or a file of a driver',
      remedy: CORRECT_PATH,
    },
    { cause },
  );
}
