import { describe, expect, test } from '@jest/globals';
import { dosDateTime } from './dos-date-time';

const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** Decodes the two numbers by the bit positions of the MS-DOS format. */
function read({ date, time }: { date: number; time: number }): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return (
    `${String((date >> 9) + 1980)}-${two((date >> 5) & 15)}-${two(date & 31)} ` +
    `${two(time >> 11)}:${two((time >> 5) & 63)}:${two((time & 31) * 2)}`
  );
}

describe('APPNOTE 4.4.6: date and time in MS-DOS format', () => {
  test('bit fields', () => {
    // 2024-02-29: year 44, month 2, day 29. 13:37:42: hour 13, minute 37, second 21 * 2.
    expect(dosDateTime(seconds('2024-02-29T13:37:42Z'))).toEqual({
      date: 0b0101100_0010_11101,
      time: 0b01101_100101_10101,
    });
  });

  test('an odd second is rounded down', () => {
    expect(read(dosDateTime(seconds('2001-09-09T01:46:41Z')))).toBe('2001-09-09 01:46:40');
  });
});

describe('rules 9: times are clamped to 1980-2107 in the zip', () => {
  test.each([
    ['epoch 0', 0, '1980-01-01 00:00:00'],
    ['before 1970', -1, '1980-01-01 00:00:00'],
    ['the last second before 1980', seconds('1979-12-31T23:59:59Z'), '1980-01-01 00:00:00'],
    ['the first of 1980', seconds('1980-01-01T00:00:02Z'), '1980-01-01 00:00:02'],
    ['the last of 2107', seconds('2107-12-31T23:59:59Z'), '2107-12-31 23:59:58'],
    ['the first of 2108', seconds('2108-01-01T00:00:00Z'), '2107-12-31 23:59:58'],
    ['beyond what Date can hold', Number.MAX_SAFE_INTEGER, '2107-12-31 23:59:58'],
  ])('%s', (_name, epoch, expected) => {
    expect(read(dosDateTime(epoch))).toBe(expected);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY])('%p is not a time', (epoch) => {
    expect(() => dosDateTime(epoch)).toThrow(RangeError);
  });
});
