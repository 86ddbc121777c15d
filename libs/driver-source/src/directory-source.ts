import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { DriverSource } from './driver-source';
import type { ListedFile } from './directory-listing';

/**
 * The files of a directory. Each is checked against the listing while it is read, so that
 * what comes out is what its identity says.
 *
 * @param root Absolute path.
 * @param files The listing that the identity is of.
 */
export function directorySource(
  root: string,
  named: Pick<DriverSource, 'identity' | 'label'>,
  files: readonly ListedFile[],
): DriverSource {
  const filesByPath = new Map(files.map((file) => [file.path, file]));
  return {
    ...named,
    entries: files.map(({ path, size }) => ({ path, kind: 'file', size })),
    open: (path) => {
      const file = filesByPath.get(path);
      if (!file) throw new RangeError(`${path} is not an entry of ${root}`);
      return Readable.from(verifiedContents(join(root, path), file), { objectMode: false });
    },
    close: () => Promise.resolve(),
  };
}

async function* verifiedContents(path: string, file: ListedFile): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw changed(path, code === 'ENOENT' ? 'nothing of that name' : code, file, error);
  }
  const found = hash.digest('hex');
  if (found !== file.sha256) throw changed(path, `SHA-256 ${found}`, file);
}

function changed(path: string, found: string, { sha256 }: ListedFile, cause?: unknown): InputError {
  return new InputError(
    {
      file: path,
      message: 'the file is not what it was when the directory was listed',
      found,
      expected: `SHA-256 ${sha256}`,
      remedy: 'run again, which lists the directory again',
    },
    { cause },
  );
}
