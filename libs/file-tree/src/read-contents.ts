import { InputError, tooLarge } from '@aero-guest-tools/diagnostics';
import type { ReadableFile } from './readable-file';
import type { SmallFile } from './read-small-file';

/**
 * Reads a file into memory.
 *
 * @param kind What the file is, how large it may be, and what to do if it is larger.
 * @param place What a diagnostic calls the file. Default: its path.
 * @throws InputError if it is larger, and as {@link ReadableFile.open}.
 */
export async function readContents(
  file: ReadableFile,
  {
    description: what,
    maximumSize: limit,
    remedy = 'check whether it is the right file',
  }: SmallFile,
  place: string = file.path,
): Promise<Uint8Array> {
  const { size } = file;
  if (size > limit) throw new InputError(tooLarge(place, { what, size, limit, remedy }));
  let contents: Uint8Array | undefined;
  let filled = 0;
  for await (const piece of file.open()) {
    if (piece.length === size) {
      contents = piece;
    } else {
      contents ??= Buffer.allocUnsafe(size);
      contents.set(piece, filled);
    }
    filled += piece.length;
  }
  return contents ?? Buffer.alloc(0);
}
