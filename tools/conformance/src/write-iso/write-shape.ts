import { open, type FileHandle } from 'node:fs/promises';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { imageOptionsOf, type Shape } from './shape';

/** Writes the image of a shape. Zeros become holes where the file system has them. */
export async function writeShape(shape: Shape, path: string): Promise<void> {
  const layout = layoutImage(shape.files, imageOptionsOf(shape));
  const output = await open(path, 'wx');
  try {
    let written = 0;
    const chunks = writeImage(layout);
    for (let next = await chunks.next(); !next.done; next = await chunks.next(next.value)) {
      const chunk = next.value;
      if (!isZero(chunk)) await writeAt(output, chunk, written);
      written += chunk.length;
    }
    await output.truncate(layout.sizeInBytes);
  } finally {
    await output.close();
  }
}

async function writeAt(output: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  const { bytesWritten } = await output.write(chunk, 0, chunk.length, position);
  if (bytesWritten < chunk.length) throw new Error('the disk took only a part of the image');
}

const ZEROS = Buffer.alloc(1024 * 1024);

function isZero(chunk: Uint8Array): boolean {
  return Buffer.compare(chunk, ZEROS.subarray(0, chunk.length)) === 0;
}
