import { describe, expect, test } from '@jest/globals';
import { InputError, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { type ImageFile } from './image-file';
import { layoutImage } from './layout';

const OPTIONS = { volumeId: 'TEST', sourceDateEpoch: 0 };

function file(path: string, size = 1, sha256?: string): ImageFile {
  return { path, size, sha256, open: () => [new Uint8Array(size)] };
}

/** The problems of files with these paths. */
function problems(
  files: readonly (string | ImageFile)[],
  options: Partial<Parameters<typeof layoutImage>[1]> = {},
): readonly Diagnostic[] {
  try {
    layoutImage(
      files.map((item) => (typeof item === 'string' ? file(item) : item)),
      { ...OPTIONS, ...options },
    );
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
  return [];
}

/** The first sector of each file, by path. */
function locations(files: readonly ImageFile[]): Record<string, number> {
  return Object.fromEntries(
    layoutImage(files, OPTIONS).extents.flatMap(({ location, contents }) =>
      typeof contents === 'function' ? [] : [[contents.path, location]],
    ),
  );
}

describe('rules 5: what a path may hold', () => {
  test.each([
    ['an empty path', '', '""'],
    ['an absolute path', '/a', '""'],
    ['a trailing slash', 'a/', '""'],
    ['two slashes', 'a//b', '""'],
    ['the directory itself', 'a/./b', '"."'],
    ['the parent directory', '../a', '".."'],
    ['the parent directory further on', 'a/../b', '".."'],
    ['an asterisk', 'a*', '"*" (U+002A)'],
    ['a colon', 'c:/a', '":" (U+003A)'],
    ['a semicolon', 'a;1', '";" (U+003B)'],
    ['a question mark', 'a?', '"?" (U+003F)'],
    ['a backslash', 'a\\b', '"\\" (U+005C)'],
    ['a control character', 'a\u0000b\n', 'U+0000, U+000A'],
    ['a control character behind ASCII', 'a\u0085', 'U+0085'],
    ['a character outside the BMP', 'a\u{1F600}', '"\u{1F600}" (U+1F600)'],
    ['half of a surrogate pair', 'a\uD83D', 'U+D83D'],
    ['a trailing dot', 'a./b', '"a."'],
    ['a name of 111 UTF-16 code units', 'n'.repeat(111), '111 UTF-16 code units'],
  ])('%s is refused', (_, path, found) => {
    const [problem, ...others] = problems([path]);
    expect(problem).toMatchObject({ severity: 'error', file: path, found });
    expect(problem?.expected).toBeDefined();
    expect(problem?.remedy).toBeDefined();
    expect(others).toEqual([]);
    expect(problems([], { directories: [path] })).toMatchObject([{ file: path, found }]);
  });

  test('a component that is not a name is told from one with a trailing dot', () => {
    const messages = ['a/../b', 'a/../../b', 'a./b'].map((path) => problems([path])[0]?.message);
    expect(messages[0]).toBe('a component of the path is not a name');
    expect(messages[1]).toBe(messages[0]);
    expect(messages[2]).toMatch(/^the name ends with a dot/);
  });

  test('all problems are reported together, that of a directory once', () => {
    expect(
      problems(['b:/1', 'b:/2', 'a?', file('big', 2 ** 32)], { sourceDateEpoch: 0.5 }).map(
        (problem) => problem.file ?? problem.message,
      ),
    ).toEqual(['the source date epoch is not a whole number', 'big', 'a?', 'b:/1']);
  });

  test('names up to 64 UTF-16 units need no word, up to 110 a warning', () => {
    const name = (length: number) => `${'\u{65E5}'.repeat(length - 4)}.sys`;
    expect(layoutImage([file(name(64))], OPTIONS).warnings).toEqual([]);
    for (const length of [65, 110]) {
      expect(layoutImage([file(`d/${name(length)}`)], OPTIONS).warnings).toEqual([
        expect.objectContaining({
          severity: 'warning',
          file: `d/${name(length)}`,
          found: `${String(length)} UTF-16 code units`,
          expected: 'at most 64',
        }),
      ]);
    }
  });
});

describe('rules 5: no two paths are equal', () => {
  test('a file listed twice is refused', () => {
    expect(problems(['a/b', 'c', 'a/b'])).toMatchObject([
      { file: 'a/b', message: 'the path is listed twice' },
    ]);
  });

  test('a file where another file needs a directory is refused', () => {
    expect(problems(['a/b/c', 'a/b'])).toMatchObject([
      { file: 'a/b', found: 'a directory, needed by "a/b/c"' },
    ]);
  });

  test('a file where a directory is listed is refused', () => {
    expect(problems(['a/b'], { directories: ['a/b'] })).toMatchObject([
      { file: 'a/b', message: 'the path is that of a file and of a directory' },
    ]);
  });

  test('a directory may be listed that a file implies, and twice', () => {
    expect(problems(['a/b'], { directories: ['a', 'a', 'c/d', 'c'] })).toEqual([]);
  });
});

describe('rules 5: a file of 4 GiB or more is an error', () => {
  test.each([2 ** 32, Number.MAX_SAFE_INTEGER, -1, 0.5, Number.NaN])('%d bytes', (size) => {
    expect(problems([file('big', size)])).toMatchObject([
      { file: 'big', found: `${String(size)} bytes` },
    ]);
  });

  test('a byte less is not', () => {
    expect(problems([file('big', 2 ** 32 - 1)])).toEqual([]);
  });
});

describe('limits of ISO 9660', () => {
  test('65,535 directories have a number, one more is refused (ECMA-119, 9.4.4)', () => {
    const directories = Array.from({ length: 65_534 }, (_, index) => `d${String(index)}`);
    expect(problems([], { directories })).toEqual([]);
    expect(problems([], { directories: [...directories, 'd65534'] })).toMatchObject([
      { found: '65536 directories, the root included', expected: 'at most 65535' },
    ]);
  });

  test('more sectors than 32 bits can number are refused (ECMA-119, 8.4.8)', () => {
    const files = Array.from({ length: 2049 }, (_, index) => file(String(index), 2 ** 32 - 1));
    expect(problems(files)).toMatchObject([{ expected: 'at most 4294967295' }]);
    expect(problems(files.slice(2))).toEqual([]);
  });
});

describe('rules 9: equal contents share an extent', () => {
  test('files of equal hash and size do, whatever lies between them', () => {
    const files = [file('a', 5, 'x'), file('b', 5, 'y'), file('c', 5, 'x'), file('d', 5, 'y')];
    const { extents } = layoutImage(files, OPTIONS);
    const recorded = extents.filter(({ contents }) => typeof contents !== 'function');
    expect(recorded.map(({ contents }) => contents)).toEqual([files[0], files[1]]);
  });

  test('files of equal hash but different size, or without a hash, do not', () => {
    const files = [file('a', 5, 'x'), file('b', 6, 'x'), file('c'), file('d')];
    expect(Object.keys(locations(files))).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('the layout', () => {
  test('files take whole sectors, in byte order of their paths', () => {
    const files = [file('b', 2049), file('a/z', 2048), file('a.txt', 1), file('c', 4096)];
    const { 'a.txt': first = 0, ...others } = locations(files);
    expect(others).toEqual({ 'a/z': first + 1, b: first + 2, c: first + 4 });
  });

  test('the size is a multiple of 16 sectors', () => {
    // 16 sectors of system area, 3 descriptors, and two path tables and the root for each
    // hierarchy.
    expect(layoutImage([], OPTIONS).sizeInBytes).toBe(32 * 2048);
    const withFile = (sectors: number) =>
      layoutImage([file('a', sectors * 2048)], OPTIONS).sizeInBytes / 2048;
    expect([0, 1, 7, 8, 23, 24].map((sectors) => withFile(sectors))).toEqual([
      32, 32, 32, 48, 48, 64,
    ]);
  });

  test('the volume id is that of rules 9', () => {
    expect(layoutImage([], { ...OPTIONS, volumeId: 'Aero Tools' }).volumeId).toBe('AERO_TOOLS');
  });
});
