import { describe, expect, test } from '@jest/globals';
import { median } from './statistics';

describe('median', () => {
  test.each([
    { values: [3], expected: 3 },
    { values: [10, 9, 1], expected: 9 },
    { values: [1, 100, 2, 4], expected: 3 },
  ])('of $values is $expected', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  test('of nothing there is none', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
