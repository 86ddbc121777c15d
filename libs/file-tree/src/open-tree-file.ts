import { unreadableFile } from './unreadable-file';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { changedWhileRead, InputError } from '@aero-guest-tools/diagnostics';
import type { TreeFile } from './list-file-tree';
import { kindOf, NotARegularFileError, WITHOUT_WAITING } from './open-regular-file';

/** A file of a tree that is open for sequential reading. */
export interface OpenTreeFile {
  /**
   * Fills the target with the next bytes. @returns The number of bytes read; fewer only at the end.
   */
  read(target: Uint8Array): number;
  /** Ends reading. @throws InputError if the file has changed since the tree was listed. */
  close(): void;
}

/** A file of a tree. Properties that were not listed count as they are when it is opened. */
export type FileToOpen = Pick<TreeFile, 'absolutePath'> & {
  readonly [Fact in 'size' | 'modified']?: TreeFile[Fact] | undefined;
};

/**
 * Opens a file that {@link listFileTree} has listed. All calls are synchronous, for the reason
 * given there.
 *
 * Size and modification time show whether the file has changed, so that the bytes read are one
 * state of the file and not parts of two. They are checked once, after reading: with ten thousand
 * small files, each system call takes noticeable time. If the file is no longer a regular file,
 * opening it does not block, and it is refused then.
 *
 * @param remedy What the user can do if it cannot be opened, as an imperative sentence without a
 *   full stop.
 * @throws InputError if it cannot be opened.
 */
export function openTreeFile(file: FileToOpen, remedy = REMEDY): OpenTreeFile {
  const descriptor = openForReading(file, remedy);
  const isListed = file.size !== undefined && file.modified !== undefined;
  const opened = isListed ? undefined : fstatSync(descriptor);
  const { size = opened?.size, modified = opened?.mtimeMs } = file;
  return {
    read: (target) => {
      let filled = 0;
      while (filled < target.length) {
        const bytesRead = readOrRefuse(descriptor, target, filled, (error) =>
          unreadable(file, error, remedy),
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
    close: () => {
      const status = fstatSync(descriptor);
      closeSync(descriptor);
      if (!status.isFile())
        throw unreadable(file, new NotARegularFileError(kindOf(status)), remedy);
      if (status.size !== size || status.mtimeMs !== modified) {
        throw changed(file.absolutePath, status.size, size);
      }
    },
  };
}

const REMEDY = 'make it readable, or remove it from the directory';

function openForReading(file: FileToOpen, remedy: string): number {
  try {
    return openSync(file.absolutePath, WITHOUT_WAITING);
  } catch (error) {
    throw unreadable(file, error, remedy);
  }
}

/** Reading fails for a directory, and for a named pipe that may still get a writer. */
function readOrRefuse(
  descriptor: number,
  target: Uint8Array,
  filled: number,
  refusal: (error: Error) => InputError,
): number {
  try {
    return readSync(descriptor, target, filled, target.length - filled, null);
  } catch (error) {
    const status = fstatSync(descriptor);
    throw status.isFile() ? error : refusal(new NotARegularFileError(kindOf(status)));
  }
}

function unreadable({ absolutePath }: FileToOpen, error: unknown, remedy: string): InputError {
  return unreadableFile(absolutePath, { error, remedy });
}

function changed(file: string, size: number, expected: number | undefined): InputError {
  return new InputError(
    changedWhileRead(file, {
      found: size === expected ? 'a later modification' : `${String(size)} bytes`,
      expected:
        size === expected
          ? 'the file as it was listed'
          : `${String(expected)} bytes, as it was listed`,
    }),
  );
}
