import { InputError, type Problem } from '@aero-guest-tools/diagnostics';

/**
 * A central directory header, with its name and extra field, should not exceed 65,535 bytes
 * (APPNOTE 4.4.10): 46 bytes of fixed fields, 28 for three zip64 values, and the rest.
 */
const NAME_MAXIMUM = 0xffff - 46 - 28;

type Rule = Pick<Problem, 'id' | 'message' | 'expected'>;

/** Each way in which one path can be wrong: the problem, and what is expected instead. */
const PATH_RULES: readonly (Rule & { broken(path: string): boolean })[] = [
  {
    id: 'zip-entry.empty',
    message: 'the path is empty',
    expected: 'a path relative to the root of the archive',
    broken: (path) => path === '',
  },
  {
    id: 'zip-entry.absolute',
    message: 'the path is absolute',
    expected: 'a path relative to the root of the archive, without a drive letter',
    broken: (path) => path.startsWith('/') || /^[A-Za-z]:/.test(path),
  },
  {
    id: 'zip-entry.backslash',
    message: 'the path has a backslash',
    expected: 'components separated by "/"',
    broken: (path) => path.includes('\\'),
  },
  {
    id: 'zip-entry.empty-component',
    message: 'the path has an empty component',
    expected: 'no "//" and no "/" at the end',
    broken: (path) => /\/\/|.\/$/s.test(path),
  },
  {
    id: 'zip-entry.dots',
    message: 'the path has a component "." or ".."',
    expected: 'a path without "." and ".."',
    broken: (path) => path.split('/').some((component) => /^\.{1,2}$/.test(component)),
  },
  {
    id: 'zip-entry.control-character',
    message: 'the path has a control character',
    expected: 'a path without characters U+0000 to U+001F and U+007F',
    broken: (path) => /\p{Cc}/u.test(path),
  },
  {
    id: 'zip-entry.not-unicode',
    message: 'the path is not valid Unicode',
    expected: 'a path without unpaired surrogates, which UTF-8 cannot hold',
    broken: (path) => /\p{Surrogate}/u.test(path),
  },
  {
    id: 'zip-entry.too-long',
    message: 'the path is too long',
    expected: `at most ${String(NAME_MAXIMUM)} bytes of UTF-8`,
    broken: (path) => Buffer.byteLength(path) > NAME_MAXIMUM,
  },
];

/**
 * The directories that a set of file paths implies, each once: `a/b/c` gives `a/` and `a/b/`.
 * APPNOTE 4.4.17.1 requires relative paths with forward slashes. `..`, duplicate paths, and a path
 * that is both a file and a directory are refused because readers disagree on their meaning.
 *
 * @throws InputError with all the paths that cannot be entries of an archive.
 */
export function impliedDirectories(paths: readonly string[]): readonly string[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const directories = new Set<string>();
  for (const path of paths) {
    problems.push(...problemsOfPath(path));
    if (seen.has(path)) problems.push(problem(path, LISTED_TWICE));
    seen.add(path);
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const directory = path.slice(0, end + 1);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  for (const directory of directories) {
    const file = directory.slice(0, -1);
    if (seen.has(file)) {
      problems.push(problem(file, FILE_AND_DIRECTORY));
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return [...directories];
}

function problemsOfPath(path: string): readonly Problem[] {
  return PATH_RULES.filter((rule) => rule.broken(path)).map((rule) => problem(path, rule));
}

const LISTED_TWICE: Rule = {
  id: 'zip-entry.listed-twice',
  message: 'two files have this path',
  expected: 'one file per path',
};

const FILE_AND_DIRECTORY: Rule = {
  id: 'zip-entry.file-and-directory',
  message: 'the path is a file and a directory',
  expected: 'one of the two',
};

function problem(path: string, { id, message, expected }: Rule): Problem {
  return {
    id,
    message: `cannot write to a zip archive: ${message}`,
    file: path,
    found: JSON.stringify(path),
    expected,
    remedy: 'rename or leave out the file',
  };
}
