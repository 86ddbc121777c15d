import { open } from 'node:fs/promises';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { imageOptionsOf, type Shape } from './shape';
import { writeUnlessZero } from './sparse-output';

/** Writes the image of a shape. Zeros become holes where the file system has them. */
export async function writeShape(shape: Shape, path: string): Promise<void> {
  const layout = layoutImage(shape.files, imageOptionsOf(shape));
  const output = await open(path, 'wx');
  try {
    let written = 0;
    const chunks = writeImage(layout);
    for (let next = await chunks.next(); !next.done; next = await chunks.next(next.value)) {
      await writeUnlessZero(output, next.value, written);
      written += next.value.length;
    }
    await output.truncate(written);
  } finally {
    await output.close();
  }
}
