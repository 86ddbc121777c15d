import { Readable, type Transform } from 'node:stream';
import Vinyl from 'vinyl';
import type { MediaFile } from '../files/media-file';
import { allFiles } from './file-transform';

/**
 * Gathers all files that come in, and when the last one has come sends one file out whose contents
 * are made of them. Sizes and paths are gathered, contents are not: those are opened as the file
 * that goes out is consumed.
 *
 * @param name The name of the file that goes out.
 * @param contentsOf Makes its bytes, in order.
 */
export function gather(
  name: string,
  contentsOf: (files: readonly MediaFile[]) => AsyncIterable<Uint8Array>,
): Transform {
  return allFiles((files) => {
    const contents = Readable.from(contentsOf(files), { objectMode: false });
    return [new Vinyl({ cwd: '/', base: '/', path: `/${name}`, contents })];
  });
}
