import { Readable, type Transform } from 'node:stream';
import Vinyl from 'vinyl';
import type { MediaFile } from '../files/media-file';
import { allFiles } from './file-transform';

/**
 * Collects all incoming files. After the last one, emits one file whose contents are made of them.
 * It collects sizes and paths, not contents: those are opened as the emitted file is consumed.
 *
 * @param name The name of the emitted file.
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
