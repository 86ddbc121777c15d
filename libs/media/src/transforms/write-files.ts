import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import { withPlace } from '@aero-guest-tools/atomic-output';
import type Vinyl from 'vinyl';
import { streamChunks } from '../files/stream-chunks';
import { pathBelow } from './path-below';

/**
 * Writes each file that arrives into a directory, under its relative path, in place: for a directory
 * that nobody sees before it is complete. Directories are implied by the paths of files. Fails with an
 * InputError if the relative path of a file leads out of the directory.
 *
 * @param directory Absolute.
 */
export function writeFiles(directory: string): Writable {
  const made = new Set<string>();
  const write = async (file: Vinyl): Promise<void> => {
    const { contents } = file;
    if (contents === null) return;
    const path = pathBelow(directory, file);
    const parent = dirname(path);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    const descriptor = openSync(path, 'wx');
    try {
      const chunks = Buffer.isBuffer(contents) ? [contents] : streamChunks(contents);
      for await (const chunk of chunks) writeFully(descriptor, chunk, path);
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
