import { describe, expect, test } from '@jest/globals';
import { selectionLimitProblems } from './selection-limits';

const files = (count: number, size: number) =>
  Array.from({ length: count }, (_, index) => ({
    path: `drivers/x86/a/${String(index)}`,
    source: String(index),
    size,
  }));

describe('a source cannot fill the disk', () => {
  test('what any genuine source holds is taken', () => {
    expect(selectionLimitProblems(files(20_000, 100_000))).toEqual([]);
  });

  test('more than 20,000 files are refused', () => {
    expect(selectionLimitProblems(files(20_001, 1))).toMatchObject([
      { message: 'there are too many files in the driver folders', found: '20001 files' },
    ]);
  });

  test('more than 2 GiB are refused, however small the image that lists them', () => {
    expect(selectionLimitProblems(files(205, 10 * 1024 ** 2))).toMatchObject([
      { message: 'all that is in the driver folders is too large', found: '2149580800 bytes' },
    ]);
  });
});
