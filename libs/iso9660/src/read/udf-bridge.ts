import { Iso9660Error } from './iso9660-error';
import type { RandomAccessSource } from './random-access-source';
import { readBudget } from './read-budget';
import { udfFileSizes } from './udf-files';

/** The remedy for a UDF file system. */
export const UDF_REMEDY =
  'extract the image (7z x image.iso -odrivers) or mount it, and name the directory, or make an image without UDF';

/**
 * Checks that the ISO 9660 side of a bridge image, which also has a UDF file system, is complete.
 * Programs that write for Windows often leave only a README.TXT there, or cut files that are too
 * large for it.
 *
 * @param files The files on the ISO 9660 side; sizes in bytes.
 * @throws Iso9660Error if the UDF file system has a file without a counterpart of its size, or
 *   cannot be read.
 */
export async function requireWholeBridge(
  source: RandomAccessSource,
  files: ReadonlyMap<number, number>,
): Promise<void> {
  const udfFiles = await udfFileSizes(source, readBudget(source));
  const isWhole =
    udfFiles !== undefined &&
    [...udfFiles].every(([size, count]) => (files.get(size) ?? 0) >= count);
  if (isWhole) return;
  throw new Iso9660Error({
    file: source.name,
    id: 'iso.udf-has-more',
    message:
      'this image has a UDF file system, which is not supported, and its ISO 9660 file system does not have all of the files',
    found:
      udfFiles === undefined
        ? `${describe(files)} in ISO 9660, and a UDF file system of a kind that cannot be compared`
        : `${describe(files)} in ISO 9660, ${describe(udfFiles)} in UDF`,
    expected: 'an image whose ISO 9660 file system has every file',
    remedy: UDF_REMEDY,
  });
}

function describe(sizes: ReadonlyMap<number, number>): string {
  let files = 0;
  let bytes = 0;
  for (const [size, count] of sizes) {
    files += count;
    bytes += size * count;
  }
  return `${String(files)} ${files === 1 ? 'file' : 'files'} of ${String(bytes)} bytes`;
}
