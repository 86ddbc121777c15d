import { Transform } from 'node:stream';
import type Vinyl from 'vinyl';
import type { MediaFile } from '../files/media-file';

// Node's own streams: loading others takes as long as a small task.

/**
 * A transform that holds files back until the last one has arrived, and passes on what `make` makes
 * of all.
 */
export function allFiles(
  make: (files: readonly MediaFile[]) => Iterable<Vinyl> | Promise<Iterable<Vinyl>>,
): Transform {
  const held: MediaFile[] = [];
  return new Transform({
    objectMode: true,
    transform(file: MediaFile, _encoding, done) {
      held.push(file);
      done();
    },
    flush(done) {
      promised(() => make(held)).then((files) => {
        for (const file of files) this.push(file);
        done();
      }, done);
    },
  });
}

/** Turns a synchronous throw into a rejection. */
async function promised<T>(compute: () => T | Promise<T>): Promise<T> {
  return compute();
}
