import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import { withPlace } from '@aero-guest-tools/atomic-output';
import type Vinyl from 'vinyl';
import { mediaPathOf } from '../files/media-file';
import { streamChunks } from '../files/stream-chunks';
import { pathBelow } from './path-below';

/** Sees the contents of a file while they are written. */
export interface ContentsObserver {
  /** @param chunk Is not changed afterwards. */
  update(chunk: Uint8Array): void;
  end(): void;
}

/**
 * Writes each file that arrives into a directory, under its relative path, in place: for a directory
 * that nobody sees before it is complete. Directories are implied by the paths of files. Fails with an
 * InputError if the relative path of a file leads out of the directory.
 *
 * @param directory Absolute.
 * @param observe Is asked for each file, by its path below the directory, who else looks at its contents: nothing has to
 *   be read back for that.
 */
export function writeFiles(
  directory: string,
  observe: (path: string) => ContentsObserver | undefined = () => undefined,
): Writable {
  const made = new Set<string>();
  const write = async (file: Vinyl): Promise<void> => {
    const { contents } = file;
    if (contents === null) return;
    const path = pathBelow(directory, file);
    const parent = dirname(path);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    const observer = observe(mediaPathOf(file));
    const descriptor = openSync(path, 'wx');
    try {
      const chunks = Buffer.isBuffer(contents) ? [contents] : streamChunks(contents);
      for await (const chunk of chunks) {
        writeFully(descriptor, chunk, path);
        observer?.update(chunk);
      }
      observer?.end();
    } finally {
      closeSync(descriptor);
    }
  };
  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(file: Vinyl, _encoding, done) {
      write(file).then(() => {
        done();
      }, done);
    },
  });
}

/** One system call may write less than it was asked for. */
function writeFully(descriptor: number, bytes: Uint8Array, path: string): void {
  try {
    for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
  } catch (error) {
    throw withPlace(error, path);
  }
}
