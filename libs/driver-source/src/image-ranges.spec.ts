import { describe, expect, test } from '@jest/globals';
import { imageRanges } from './image-ranges';
import type { LockedFile } from './source-lock';

/** A file with its name, `extent`, and size in bytes. Equal names mean equal contents. */
function file(path: string, extent: number, size: number, sha256 = path): LockedFile {
  return { path, extent, size, sha256 };
}

/** `offset+length: paths`, in sectors. */
function ranges(files: readonly LockedFile[]): readonly string[] {
  return imageRanges(files).map(
    ({ offset, length, files: inRange }) =>
      `${String(offset / 2048)}+${String(length / 2048)}: ${inRange.map(({ path }) => path).join(' ')}`,
  );
}

describe('the ranges of an image that hold certain files', () => {
  test('neighbours are one range, in the order of their contents', () => {
    expect(ranges([file('b', 12, 4096), file('a', 10, 4096)])).toEqual(['10+4: a b']);
  });

  test('up to 256 KiB between them are fetched along, and no more', () => {
    const gap = (256 * 1024) / 2048;
    expect(ranges([file('a', 10, 2048), file('b', 11 + gap, 2048)])).toEqual([
      `10+${String(gap + 2)}: a b`,
    ]);
    expect(ranges([file('a', 10, 2048), file('b', 12 + gap, 2048)])).toEqual([
      '10+1: a',
      `${String(12 + gap)}+1: b`,
    ]);
  });

  test('a range ends with the last byte of the last file', () => {
    expect(imageRanges([file('a', 10, 5000)])).toMatchObject([{ offset: 20_480, length: 5000 }]);
  });

  test('what has the same contents is fetched once', () => {
    expect(ranges([file('a', 10, 2048, 'x'), file('b', 10, 2048, 'x')])).toEqual(['10+1: b']);
    expect(ranges([file('a', 10, 2048, 'x'), file('b', 5000, 2048, 'x')])).toHaveLength(1);
  });

  test('what overlaps is fetched by requests of its own', () => {
    expect(ranges([file('a', 10, 8192), file('b', 12, 2048)])).toEqual(['10+4: a', '12+1: b']);
  });

  test('nothing of nothing', () => {
    expect(ranges([])).toEqual([]);
  });
});
