import { closeSync, fstatSync, readSync } from 'node:fs';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { TreeFile } from './list-file-tree';
import { describeOpenError, openRegularFile } from './open-regular-file';

/** A file of a tree that is open for reading, from its beginning to its end. */
export interface OpenTreeFile {
  /** Fills the target with what comes next. @returns The bytes that were read; fewer only at the end. */
  read(target: Uint8Array): number;
  /** Ends the reading. @throws InputError if the file is not what it was when the tree was listed. */
  close(): void;
}

/**
 * Opens a file that {@link listFileTree} has listed. All calls are synchronous, see there.
 *
 * Whether a file has changed is told by its size and the time of its last modification, so that
 * what was read is one state of the file and not half of each of two.
 *
 * @throws InputError if it cannot be opened, or is no regular file by now.
 */
export function openTreeFile(file: TreeFile): OpenTreeFile {
  const descriptor = openForReading(file);
  return {
    read: (target) => {
      let filled = 0;
      while (filled < target.length) {
        const bytesRead = readSync(descriptor, target, filled, target.length - filled, null);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
    close: () => {
      const { size, mtimeMs } = fstatSync(descriptor);
      closeSync(descriptor);
      if (size !== file.size || mtimeMs !== file.modified) throw changed(file, size);
    },
  };
}

function openForReading({ absolutePath }: TreeFile): number {
  try {
    return openRegularFile(absolutePath).descriptor;
  } catch (error) {
    throw new InputError(
      {
        file: absolutePath,
        message: 'the file cannot be opened',
        found: describeOpenError(error),
        expected: 'a readable file',
        remedy: 'make it readable, or remove it from the directory',
      },
      { cause: error },
    );
  }
}

function changed({ absolutePath, size: expected }: TreeFile, size: number): InputError {
  return new InputError({
    file: absolutePath,
    message: 'the file changed while it was read',
    found: size === expected ? 'a later modification' : `${String(size)} bytes`,
    expected:
      size === expected
        ? 'the file as it was listed'
        : `${String(expected)} bytes, as it was listed`,
    remedy: 'run again when nothing writes to it',
  });
}
