import { Readable, type Transform } from 'node:stream';
import { objectTransform } from 'through2';
import Vinyl from 'vinyl';
import type { MediaFile } from '../media-file';

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
  return objectTransform(async function* (files: AsyncIterable<MediaFile>) {
    const gathered: MediaFile[] = [];
    for await (const file of files) gathered.push(file);
    const contents = Readable.from(contentsOf(gathered), { objectMode: false });
    yield new Vinyl({ cwd: '/', base: '/', path: `/${name}`, contents });
  });
}
