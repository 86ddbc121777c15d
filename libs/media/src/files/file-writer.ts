import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { withPlace } from '@aero-guest-tools/atomic-output';
import { pathBelow } from './path-below';

/** Observes the contents of a file while they are written. */
export interface ContentsObserver {
  /** @param chunk Is not changed afterwards. */
  update(chunk: Uint8Array): void;
  end(): void;
}

/**
 * Writes a file.
 *
 * @param path Relative to the directory of the writer.
 * @param contents Chunk by chunk; each is written before the next one is asked for.
 * @param observer Also sees the contents, so that nothing has to be read back.
 * @throws InputError if the path leads out of the directory; what `contents` throws, or the error
 *   of the file system.
 */
export type WriteFile = (
  path: string,
  contents: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  observer: ContentsObserver | undefined,
) => Promise<void>;

/**
 * Writes files into a directory, in place, so the directory should not be visible before it is
 * complete. Creates the directories that the paths of files imply. System calls are synchronous, as
 * in `listFileTree`.
 *
 * @param directory Absolute.
 */
export function fileWriter(directory: string): WriteFile {
  const made = new Set<string>();
  return async (relative, contents, observer) => {
    const path = pathBelow(directory, relative);
    const parent = dirname(path);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    const descriptor = openSync(path, 'wx');
    try {
      for await (const chunk of contents) {
        writeFully(descriptor, chunk, path);
        observer?.update(chunk);
      }
      observer?.end();
    } finally {
      closeSync(descriptor);
    }
  };
}

/**
 * How much one system call writes, in bytes. Linux caches a file in memory blocks as large as each
 * write; a virtual machine may first have to get large blocks back from its host.
 */
const WRITTEN_AT_ONCE = 64 * 1024;

/** Repeats the write, since one system call may write less than it was asked for. */
function writeFully(descriptor: number, bytes: Uint8Array, path: string): void {
  try {
    for (let offset = 0; offset < bytes.length;) {
      const length = Math.min(bytes.length - offset, WRITTEN_AT_ONCE);
      offset += writeSync(descriptor, bytes, offset, length);
    }
  } catch (error) {
    throw withPlace(error, path);
  }
}
