import { InputError } from '@aero-guest-tools/diagnostics';
import { SECTOR_SIZE } from '../sector';
import { type ImageFile } from './image-file';
import { type ImageLayout } from './layout';

/** Bytes that are handed out together, so that what is written to a disk is written in few calls. */
const CHUNK_SIZE = 1024 * 1024;

const ZEROS: Uint8Array = new Uint8Array(16 * SECTOR_SIZE);

/**
 * Writes an image: yields its bytes from first to last, in chunks of 1 MiB, the last one less.
 * A file is opened when the image has been written up to it, and at most one chunk and one piece of
 * a file are held at a time.
 *
 * Chunks are the caller's to keep. One that calls `next` itself may hand a whole chunk back with it,
 * to be filled again: then no more memory is taken than for the chunks that are under way, where
 * otherwise some tens of MiB wait for the garbage collector.
 *
 * @throws InputError when a file yields more or fewer bytes than its size says.
 */
export async function* writeImage(
  layout: ImageLayout,
): AsyncGenerator<Uint8Array, void, Uint8Array | undefined> {
  let chunk: Uint8Array = Buffer.allocUnsafeSlow(CHUNK_SIZE);
  let filled = 0;
  for await (const piece of imagePieces(layout)) {
    for (let taken = 0; taken < piece.length;) {
      const part = piece.subarray(taken, taken + CHUNK_SIZE - filled);
      chunk.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled === CHUNK_SIZE) {
        const returned = yield chunk;
        chunk = returned?.length === CHUNK_SIZE ? returned : Buffer.allocUnsafeSlow(CHUNK_SIZE);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** The bytes of the image in pieces of whatever size. */
async function* imagePieces(layout: ImageLayout): AsyncGenerator<Uint8Array> {
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

function changedWhileRead(file: ImageFile, found: string): InputError {
  return new InputError({
    file: file.path,
    message: 'the file changed while it was read',
    found,
    expected: `${String(file.size)} bytes`,
    remedy: 'run again when nothing writes to the file any more',
  });
}
