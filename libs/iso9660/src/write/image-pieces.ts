import { SECTOR_SIZE } from '../sector';
import { changedWhileRead } from './changed-file';
import { type ImageFile } from './image-file';
import { type ImageLayout } from './layout';

const ZEROS: Uint8Array = new Uint8Array(16 * SECTOR_SIZE);

/**
 * The bytes of an image, or of its beginning, in pieces of any size.
 *
 * @throws InputError when a file yields more or fewer bytes than its size says.
 */
export async function* imagePieces(
  layout: Pick<ImageLayout, 'extents' | 'sizeInBytes'>,
): AsyncGenerator<Uint8Array> {
  let written = 0;
  for (const { location, dataLength, contents } of layout.extents) {
    yield* zeros(location * SECTOR_SIZE - written);
    if (typeof contents === 'function') yield contents();
    else yield* fileContents(contents);
    written = location * SECTOR_SIZE + dataLength;
  }
  yield* zeros(layout.sizeInBytes - written);
}

function* zeros(length: number): Generator<Uint8Array> {
  for (let left = length; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, left);
}

async function* fileContents(file: ImageFile): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of file.open()) {
    length += piece.length;
    if (length > file.size) throw changedWhileRead(file, `more than ${String(file.size)} bytes`);
    yield piece;
  }
  if (length < file.size) throw changedWhileRead(file, `${String(length)} bytes`);
}
