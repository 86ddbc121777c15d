import { describe, expect, test } from '@jest/globals';
import { checkMediaPaths } from './media-path';

const problemsOf = (...paths: string[]) =>
  checkMediaPaths(paths.map((path) => ({ path, size: 1 })));

describe('rules 5: components', () => {
  test.each([
    ['a//b', 'it is empty'],
    ['a/./b', 'it means a directory'],
    ['a/../b', 'it means a directory'],
    ['dot.', 'it ends in a'],
    ['space ', 'it ends in a'],
    ['a\u0007b', 'control character'],
    ['a\u0000b', 'control character'],
    ['a<b', 'one of'],
    ['a>b', 'one of'],
    ['a:b', 'one of'],
    ['a"b', 'one of'],
    ['a\\b', 'one of'],
    ['a|b', 'one of'],
    ['a?b', 'one of'],
    ['a*b', 'one of'],
    ['drivers/CON', 'reserves it for a device'],
    ['nul.txt', 'reserves it for a device'],
    ['com1/x', 'reserves it for a device'],
    ['Lpt9.tar.gz', 'reserves it for a device'],
    ['a\u202efni.sys', 'changes the direction of text'],
    ['\u2066a\u2069', 'changes the direction of text'],
    ['a\nb', 'a control character'],
    ['a\u{1f600}', 'outside the Basic Multilingual Plane'],
  ])('%j is refused: %s', (path, reason) => {
    expect(problemsOf(path)).toContainEqual(
      expect.objectContaining({ severity: 'error', message: expect.stringContaining(reason) }),
    );
  });

  const numbered = Array.from({ length: 9 }, (_, index) => String(index + 1));
  const devices = [
    'CON',
    'PRN',
    'AUX',
    'NUL',
    'CONIN$',
    'CONOUT$',
    ...['\u00b9', '\u00b2', '\u00b3'].flatMap((digit) => [`COM${digit}`, `LPT${digit}`]),
    ...numbered.map((number) => `COM${number}`),
    ...numbered.map((number) => `LPT${number}`),
  ];
  test.each(devices)('%s is refused, with or without an extension, in any case', (device) => {
    for (const path of [device, `${device}.txt`, `${device.toLowerCase()}.tar.gz`, `${device}/a`]) {
      expect(problemsOf(path)).toMatchObject([
        { severity: 'error', message: expect.stringContaining('reserves it for a device') },
      ]);
    }
  });

  test.each([
    'setup.cmd',
    'com10',
    'console.txt',
    'conin',
    'con$',
    'com\u2074',
    'lpt0',
    'a b',
    '.hidden',
    'grün.txt',
  ])('%j is accepted', (path) => {
    expect(problemsOf(path)).toEqual([]);
  });
});

describe('rules 5: no two paths are equal when case is ignored', () => {
  test('every group is listed', () => {
    expect(problemsOf('a/x', 'A/y', 'b.txt', 'B.TXT', 'c')).toMatchObject([
      { severity: 'error', found: '"A", "a"' },
      { severity: 'error', found: '"B.TXT", "b.txt"' },
    ]);
  });

  test('non-ASCII letters too', () => {
    expect(problemsOf('grün', 'GRÜN')).toMatchObject([{ found: '"GRÜN", "grün"' }]);
  });

  test('the same path twice, and a file where a directory must be', () => {
    expect(problemsOf('a', 'a')).toMatchObject([{ found: '"a", "a"' }]);
    expect(problemsOf('a', 'a/b')).toMatchObject([
      { file: 'a/b', message: 'a file and a directory have the same path' },
    ]);
  });
});

describe('rules 5: Joliet names', () => {
  test.each([
    [64, []],
    [65, ['warning']],
    [110, ['warning']],
    [111, ['error']],
  ])('a name of %d units', (length, severities) => {
    expect(problemsOf('x'.repeat(length)).map(({ severity }) => severity)).toEqual(severities);
  });
});

describe('rules 5: sizes', () => {
  test('a file of 4 GiB is refused, one byte less is not', () => {
    expect(checkMediaPaths([{ path: 'a', size: 2 ** 32 - 1 }])).toEqual([]);
    expect(checkMediaPaths([{ path: 'a', size: 2 ** 32 }])).toMatchObject([{ severity: 'error' }]);
  });
});
