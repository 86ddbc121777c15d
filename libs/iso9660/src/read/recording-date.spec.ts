import { describe, expect, test } from '@jest/globals';
import { parseLongDate, parseRecordingDate } from './recording-date';

const seconds = (text: string) => Date.parse(text) / 1000;

describe('recording date (ECMA-119, 9.1.5)', () => {
  test.each([
    ['a date', [101, 9, 9, 1, 46, 40, 0], seconds('2001-09-09T01:46:40Z')],
    ['east of Greenwich', [120, 2, 29, 12, 0, 0, 23], seconds('2020-02-29T12:00:00+05:45')],
    ['west of Greenwich', [120, 2, 29, 12, 0, 0, -14], seconds('2020-02-29T12:00:00-03:30')],
    ['the first year', [0, 1, 1, 0, 0, 0, 0], seconds('1900-01-01T00:00:00Z')],
    ['the last year', [255, 12, 31, 23, 59, 59, 0], seconds('2155-12-31T23:59:59Z')],
    ['no date', [0, 0, 0, 0, 0, 0, 0], undefined],
    ['a month too many', [101, 13, 9, 1, 46, 40, 0], undefined],
    ['a day too many', [101, 2, 29, 1, 46, 40, 0], undefined],
    ['an hour too many', [101, 9, 9, 24, 0, 0, 0], undefined],
    ['an offset from nowhere', [101, 9, 9, 1, 46, 40, 53], undefined],
  ])('%s', (_, bytes, expected) => {
    expect(parseRecordingDate(Buffer.from(bytes))).toBe(expected);
  });
});

describe('date in digits (ECMA-119, 8.4.26.1)', () => {
  test.each([
    ['a date', '2001090901464099', 0, seconds('2001-09-09T01:46:40Z')],
    ['in a time zone', '2020022912000000', 23, seconds('2020-02-29T12:00:00+05:45')],
    ['an early year', '0099010100000000', 0, seconds('0099-01-01T00:00:00Z')],
    ['no date', '0000000000000000', 0, undefined],
    ['not digits', '2001-09-09T01:46', 0, undefined],
  ])('%s', (_, digits, offset, expected) => {
    expect(parseLongDate(Buffer.concat([Buffer.from(digits), Buffer.from([offset])]))).toBe(
      expected,
    );
  });
});
