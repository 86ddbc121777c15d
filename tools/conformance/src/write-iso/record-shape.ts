import { open } from 'node:fs/promises';
import { recordImage, type FileReader } from '@aero-guest-tools/iso9660';
import { hashFile } from '../tree-on-disk';
import { imageOptionsOf, type Shape, type ShapeFile } from './shape';
import { writeUnlessZero } from './sparse-output';

/**
 * Writes the image of a shape once more, in one pass over its files as `aero-iso` does, and compares.
 *
 * @param image The image as {@link writeShape} wrote it.
 * @param path Of the other one.
 * @returns What is wrong; empty if the bytes are the same.
 */
export async function recordingProblems(
  shape: Shape,
  image: string,
  path: string,
): Promise<string[]> {
  const output = await open(path, 'wx');
  try {
    await recordImage(shape.files, readerOf, imageOptionsOf(shape), {
      write: (bytes, offset) => writeUnlessZero(output, bytes, offset),
      truncate: (length) => output.truncate(length),
    });
  } finally {
    await output.close();
  }
  const [written, recorded] = await Promise.all([hashFile(image), hashFile(path)]);
  return written === recorded ? [] : [`it is ${recorded}, where writeImage writes ${written}`];
}

function readerOf(file: ShapeFile): FileReader {
  const pieces = file.open()[Symbol.iterator]();
  let piece: Uint8Array = new Uint8Array(0);
  return {
    read: (target) => {
      let filled = 0;
      while (filled < target.length) {
        if (piece.length === 0) {
          const next = pieces.next();
          if (next.done === true) break;
          piece = next.value;
        }
        const part = piece.subarray(0, target.length - filled);
        target.set(part, filled);
        filled += part.length;
        piece = piece.subarray(part.length);
      }
      return filled;
    },
    close: () => undefined,
  };
}
