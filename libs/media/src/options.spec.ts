import { describe, expect, test } from '@jest/globals';
import { parseSigningPolicy } from './signing-policy';
import { parseSourceDateEpoch } from './source-date-epoch';

describe('rules 4: signing policies and their aliases', () => {
  test.each([
    ['test', 'test'],
    ['testsigning', 'test'],
    ['Test-Signing', 'test'],
    ['production', 'production'],
    ['prod', 'production'],
    ['WHQL', 'production'],
    ['none', 'none'],
    ['nointegritychecks', 'none'],
    ['no-integrity-checks', 'none'],
  ])('%s means %s', (text, policy) => {
    expect(parseSigningPolicy(text, 'the option')).toBe(policy);
  });

  test.each(['', 'tests', 'off', 'constructor'])('%j is refused', (text) => {
    expect(() => parseSigningPolicy(text, 'the option')).toThrow(
      /the option names no signing policy/,
    );
  });
});

describe('rules 9: times', () => {
  test('a non-negative integer is a time', () => {
    expect(parseSourceDateEpoch('0', 'it')).toBe(0);
    expect(parseSourceDateEpoch('1700000000', 'it')).toBe(1_700_000_000);
  });

  test.each(['', '-1', '1.5', '1e9', '0x10', ' 1', 'now', '99999999999999999999'])(
    '%j is refused',
    (text) => {
      expect(() => parseSourceDateEpoch(text, 'SOURCE_DATE_EPOCH')).toThrow(
        /SOURCE_DATE_EPOCH is not a time/,
      );
    },
  );
});
