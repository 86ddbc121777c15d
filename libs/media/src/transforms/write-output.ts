import { Writable } from 'node:stream';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import type Vinyl from 'vinyl';
import type { DigestedFile } from '@aero-guest-tools/file-tree';
import { streamChunks } from '../files/stream-chunks';
import { pathBelow } from '../files/path-below';

/**
 * Writes each file that arrives into a directory, under its relative path: complete or not at all.
 * vinyl-fs's own `dest` writes in place, which would leave half an image behind when a source
 * fails. Creates the directories that the paths of files imply. Fails with an InputError if the
 * relative path of a file leads out of the directory.
 *
 * @param directory Absolute.
 * @param written Called after the file has been renamed into place.
 */
export function writeOutput(directory: string, written?: (output: DigestedFile) => void): Writable {
  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(file: Vinyl, _encoding, done) {
      writeFile(directory, file).then(
        (output) => {
          if (output) written?.(output);
          done();
        },
        (error: unknown) => {
          done(error as Error);
        },
      );
    },
  });
}

async function writeFile(directory: string, file: Vinyl): Promise<DigestedFile | undefined> {
  const { contents } = file;
  if (contents === null) return undefined;
  const path = pathBelow(directory, file.relative);
  const chunks = Buffer.isBuffer(contents) ? [contents] : streamChunks(contents);
  return { path, ...(await writeStreamAtomically(path, chunks)) };
}
