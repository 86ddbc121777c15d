import { describe, expect, test } from '@jest/globals';
import { recordingDateAndTime, UNSPECIFIED_DATE_AND_TIME, volumeDateAndTime } from './date-time';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('rules 9: times are UTC, clamped to 1900-2155 in the ISO', () => {
  test.each([
    { what: 'the epoch', seconds: 0, bytes: [70, 1, 1, 0, 0, 0, 0], digits: '1970010100000000' },
    {
      what: 'a leap day',
      seconds: Date.UTC(2024, 1, 29, 23, 59, 58) / 1000,
      bytes: [124, 2, 29, 23, 59, 58, 0],
      digits: '2024022923595800',
    },
    {
      what: 'the last second there is room for',
      seconds: Date.UTC(2155, 11, 31, 23, 59, 59) / 1000,
      bytes: [255, 12, 31, 23, 59, 59, 0],
      digits: '2155123123595900',
    },
    {
      what: 'a second more',
      seconds: Date.UTC(2156, 0, 1) / 1000,
      bytes: [255, 12, 31, 23, 59, 59, 0],
      digits: '2155123123595900',
    },
    {
      what: 'more than a Date has room for',
      seconds: Number.MAX_SAFE_INTEGER,
      bytes: [255, 12, 31, 23, 59, 59, 0],
      digits: '2155123123595900',
    },
    {
      what: 'before 1900',
      seconds: Date.UTC(1899, 11, 31) / 1000,
      bytes: [0, 1, 1, 0, 0, 0, 0],
      digits: '1900010100000000',
    },
  ])('$what', ({ seconds, bytes, digits }) => {
    expect([...recordingDateAndTime(seconds)]).toEqual(bytes);
    expect(text(volumeDateAndTime(seconds))).toBe(`${digits}\0`);
  });

  test('an unspecified date is 16 digits zero and a zero byte (ECMA-119, 8.4.26.1)', () => {
    expect(text(UNSPECIFIED_DATE_AND_TIME)).toBe('0000000000000000\0');
  });
});
