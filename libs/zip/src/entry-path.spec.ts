import { describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import { impliedDirectories } from './entry-path';

function refusals(paths: readonly string[]): readonly string[] {
  try {
    impliedDirectories(paths);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.diagnostics.map(
      ({ file, message }) => `${file ?? ''}: ${message.replace(/^.*archive: /, '')}`,
    );
  }
  return [];
}

test('every directory on the way to a file is implied, once', () => {
  expect(impliedDirectories(['a', 'b/c/d', 'b/c/e', 'b/f', 'bc/g']).toSorted()).toEqual([
    'b/',
    'b/c/',
    'bc/',
  ]);
});

describe('APPNOTE 4.4.17.1: names are relative and use forward slashes', () => {
  test.each([
    ['', 'the path is empty'],
    ['/a', 'the path is absolute'],
    ['C:/a', 'the path is absolute'],
    ['c:a', 'the path is absolute'],
    [String.raw`a\b`, 'the path has a backslash'],
    ['a//b', 'the path has an empty component'],
    ['a/', 'the path has an empty component'],
    ['..', 'the path has a component "." or ".."'],
    ['a/../b', 'the path has a component "." or ".."'],
    ['./a', 'the path has a component "." or ".."'],
    ['a/.', 'the path has a component "." or ".."'],
    ['a\0b', 'the path has a control character'],
    ['a\nb', 'the path has a control character'],
    ['a\ud800', 'the path is not valid Unicode'],
    ['ä'.repeat(32_731), 'the path is too long'],
  ])('%j is refused', (path, message) => {
    expect(refusals([path])).toEqual([`${path}: ${message}`]);
  });

  test.each(['.a', '..a', 'a..', 'a/...', 'grüße/日本/😀', 'ä'.repeat(32_730)])(
    '%j is taken',
    (path) => {
      expect(refusals([path])).toEqual([]);
    },
  );
});

describe('a path stands for one thing', () => {
  test('two files of one path are refused', () => {
    expect(refusals(['a/b', 'c', 'a/b'])).toEqual(['a/b: two files have this path']);
  });

  test('a file that another needs as its directory is refused', () => {
    expect(refusals(['a/b/c', 'a/b'])).toEqual(['a/b: the path is a file and a directory']);
  });
});

test('all refusals are reported together', () => {
  expect(refusals(['/a', 'b', 'b', String.raw`..\c`])).toEqual([
    '/a: the path is absolute',
    'b: two files have this path',
    String.raw`..\c: the path has a backslash`,
  ]);
});

test('a refusal says what was found, what is expected and what to do', () => {
  expect(() => impliedDirectories(['a/../b'])).toThrow(
    [
      'a/../b: cannot write to a zip archive: the path has a component "." or ".."',
      '  found:    "a/../b"',
      '  expected: a path without "." and ".."',
      '  remedy:   rename or leave out the file',
    ].join('\n'),
  );
});
