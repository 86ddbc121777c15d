import type { Transform } from 'node:stream';
import {
  changedWhileRead,
  InputError,
  privateKeyProblem,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import type { CheckedContents } from '../checks/checked-contents';
import { privateKeySearch } from '../checks/private-key';
import { digest } from '../files/digest';
import { mediaPathOf, setContents, type MediaFile } from '../files/media-file';
import { allFiles } from './file-transform';

/**
 * Reads each file once, notes its SHA-256, and searches it for a private key. Files are held back until
 * all are read; their contents can be read again after that.
 *
 * @returns A transform that fails with an InputError if a file is not what was checked under its path, or with
 *   every file that holds a private key.
 */
export function hashContents(checked: CheckedContents): Transform {
  return allFiles(async (files) => {
    const keys: Problem[] = [];
    for (const file of files) {
      await hash(file, checked, (kind) => keys.push(privateKeyProblem(mediaPathOf(file), kind)));
    }
    if (keys.length > 0) throw new InputError(keys);
    return files;
  });
}

async function hash(
  file: MediaFile,
  checked: CheckedContents,
  foundKey: (kind: string) => void,
): Promise<void> {
  const search = privateKeySearch(file.size);
  const { size, sha256 } = await digest(file.contents, search);
  if (size !== file.size) {
    throw new InputError(
      changedWhileRead(mediaPathOf(file), {
        found: `${String(size)} bytes`,
        expected: `${String(file.size)} bytes`,
      }),
    );
  }
  checked.compare(mediaPathOf(file), sha256);
  const key = search.end();
  if (key !== undefined) foundKey(key);
  setContents(file, file.openContents);
  Object.assign(file, { sha256 });
}
