import { describe, expect, test } from '@jest/globals';
import { chosenRecordedText } from './recorded-text';
import { chosenSigningPolicy, parseSigningPolicy } from './signing-policy';
import { chosenSourceDateEpoch, parseSourceDateEpoch } from './source-date-epoch';

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
      /the option is not a signing policy/,
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

describe('rules 4 and 9: an option wins over the environment variable of the same meaning', () => {
  const option = (value?: string) => ({ name: '--it', value });

  test('signing policy', () => {
    expect(chosenSigningPolicy(option('none'), 'prod')).toBe('none');
    expect(chosenSigningPolicy(option(), 'prod')).toBe('production');
    expect(chosenSigningPolicy(option(), '')).toBe('test');
    expect(chosenSigningPolicy(option(), undefined)).toBe('test');
    expect(chosenSigningPolicy(option(), undefined, 'none')).toBe('none');
    expect(chosenSigningPolicy(option(), 'prod', 'none')).toBe('production');
  });

  test('source date epoch', () => {
    expect(chosenSourceDateEpoch(option('1'), '2')).toBe(1);
    expect(chosenSourceDateEpoch(option(), '2')).toBe(2);
    expect(chosenSourceDateEpoch(option(), '')).toBeUndefined();
    expect(chosenSourceDateEpoch(option(), undefined)).toBeUndefined();
  });

  test('an empty option is refused, and errors name where the value came from', () => {
    expect(() => chosenSigningPolicy(option(''), 'prod')).toThrow(
      /^the option --it is not a signing policy/,
    );
    expect(() => chosenSigningPolicy(option(), 'x')).toThrow(
      /^the environment variable AERO_GUEST_TOOLS_SIGNING_POLICY is not a signing policy/,
    );
    expect(() => chosenSourceDateEpoch(option(), 'x')).toThrow(
      /^the environment variable SOURCE_DATE_EPOCH is not/,
    );
  });
});

describe('rules 9: texts that the manifest records', () => {
  const option = (value?: string) => ({ name: '--version', value });
  const variable = (value?: string) => ({ name: 'VERSION', value });

  test('the option wins over the variable; neither is needed', () => {
    expect(chosenRecordedText(option('1.10'), variable('2'))).toBe('1.10');
    expect(chosenRecordedText(option(), variable('1.10'))).toBe('1.10');
    expect(chosenRecordedText(option(), variable())).toBeUndefined();
  });

  test.each(['', ' ', 'a\nb', 'a\u001b[31m', '\u202e1.0'])('%j is refused', (text) => {
    expect(() => chosenRecordedText(option(text), variable())).toThrow(
      /the option --version is not a text for the manifest/,
    );
  });
});
