import { join } from 'node:path';
import { Writable } from 'node:stream';
import { writeStreamAtomically, type WrittenFile } from '@aero-guest-tools/atomic-output';
import type Vinyl from 'vinyl';

/** An output and what was written to it. */
export interface Output extends WrittenFile {
  readonly path: string;
}

/**
 * Writes each file that arrives into a directory, under its name: complete or not at all. vinyl-fs's
 * own `dest` writes in place, which would leave half an image behind when a source fails.
 *
 * @param written Receives what was written, after the file has taken its name.
 */
export function writeOutput(directory: string, written: (output: Output) => void): Writable {
  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(file: Vinyl.StreamFile, _encoding, done) {
      const path = join(directory, file.basename);
      writeStreamAtomically(path, file.contents as AsyncIterable<Uint8Array>).then(
        (result) => {
          written({ path, ...result });
          done();
        },
        (error: unknown) => {
          done(error as Error);
        },
      );
    },
  });
}
