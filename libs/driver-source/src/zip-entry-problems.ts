import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { isDirectoryEntry, type ZipEntry } from './zip-entry';
import { ZIP_LIMITS } from './zip-limits';

/** Compression methods (APPNOTE 4.4.5). */
const STORED = 0;
const DEFLATED = 8;

/** Types of files in the mode that Unix keeps in the upper half of the external attributes. */
const TYPE_MASK = 0o170000;
const DIRECTORY_TYPE = 0o040000;
const REGULAR_TYPE = 0o100000;
const SYMBOLIC_LINK_TYPE = 0o120000;

/** `FILE_ATTRIBUTE_REPARSE_POINT`, by which NTFS marks links, in the lower half. */
const REPARSE_POINT = 0x0400;

interface Rule {
  readonly message: string;
  readonly expected: string;
  broken(entry: ZipEntry): boolean;
}

/** Each way in which one entry can be wrong: what is wrong, and what is expected instead. */
const RULES: readonly Rule[] = [
  {
    message: 'the path of the entry is absolute',
    expected: 'a path relative to the root of the archive, without a drive letter',
    broken: ({ name }) => name.startsWith('/') || /^[A-Za-z]:/.test(name),
  },
  {
    message: 'the path of the entry leads out of the directory that it is unpacked to',
    expected: 'a path without "." and ".."',
    broken: (entry) => componentsOf(entry).some((component) => /^\.{1,2}$/.test(component)),
  },
  {
    message: 'the path of the entry has an empty component',
    expected: 'a name, and no "//"',
    broken: (entry) => !entry.name.startsWith('/') && componentsOf(entry).includes(''),
  },
  {
    message: 'the path of the entry has a control character',
    expected: 'a path without characters U+0000 to U+001F and U+007F to U+009F',
    broken: ({ name }) => /\p{Cc}/u.test(name),
  },
  {
    message: 'symbolic links are refused',
    expected: 'files and directories',
    broken: ({ externalAttributes }) =>
      typeOf(externalAttributes) === SYMBOLIC_LINK_TYPE ||
      (externalAttributes & REPARSE_POINT) !== 0,
  },
  {
    message: 'only files and directories are accepted',
    expected: 'files and directories, and no devices, sockets or named pipes',
    broken: ({ externalAttributes }) =>
      ![0, REGULAR_TYPE, DIRECTORY_TYPE, SYMBOLIC_LINK_TYPE].includes(typeOf(externalAttributes)),
  },
  {
    message: 'the entry is encrypted',
    expected: 'an archive that was made without a password',
    broken: ({ isEncrypted }) => isEncrypted,
  },
  {
    message: 'the compression method of the entry is not supported',
    expected: 'stored (0) or deflated (8)',
    broken: ({ method }) => method !== STORED && method !== DEFLATED,
  },
  {
    message: 'the entry of a directory has contents',
    expected: 'no contents',
    broken: (entry) => isDirectoryEntry(entry) && entry.size !== 0,
  },
  {
    message: 'the file is too large',
    expected: `at most ${String(ZIP_LIMITS.fileSize)} bytes`,
    broken: ({ size }) => size > ZIP_LIMITS.fileSize,
  },
];

/**
 * What keeps the entries of an archive from being read, or from being unpacked below one directory
 * on any file system, all of it together. (Packager rules, 4. What is included, and 5. Paths: links
 * are refused, and so are paths that are equal when case is ignored, directories included.)
 */
export function zipEntryProblems(entries: readonly ZipEntry[]): readonly Problem[] {
  const unpackedSize = entries.reduce((sum, { size }) => sum + size, 0);
  return [
    ...entries.flatMap((entry) =>
      RULES.filter((rule) => rule.broken(entry)).map((rule) => problem(entry, rule)),
    ),
    ...collisions(entries),
    ...(unpackedSize > ZIP_LIMITS.unpackedSize ? [tooLarge(unpackedSize)] : []),
  ];
}

/**
 * The problem of an entry whose name is not UTF-8, but in a code page that the archive does not name
 * (APPNOTE, appendix D: 437, but Windows writes that of the system).
 *
 * @param label What messages call the archive.
 */
export function nameProblem({ recordedName }: ZipEntry, label: string): Problem {
  return {
    file: `${label}: ${recordedName}`,
    message: 'the name of the entry is not valid UTF-8',
    found: `${JSON.stringify(recordedName)}, where \ufffd stands for what cannot be told`,
    expected: 'a name in UTF-8, or nothing that is needed there',
    remedy:
      'rename the file, or make the archive again with a program that writes UTF-8 (7-Zip: -mcu=on)',
  };
}

/** The components of a path; the `/` that ends a directory is none. */
function componentsOf(entry: ZipEntry): readonly string[] {
  const path = isDirectoryEntry(entry) ? entry.name.slice(0, -1) : entry.name;
  return path.split('/');
}

function typeOf(externalAttributes: number): number {
  return (externalAttributes >>> 16) & TYPE_MASK;
}

function problem(entry: ZipEntry, { message, expected }: Rule): Problem {
  return {
    file: entry.recordedName,
    message,
    found: describe(entry),
    expected,
    remedy: 'make the archive again, without such an entry',
  };
}

function describe({ recordedName, method, size, externalAttributes }: ZipEntry): string {
  const attributes = externalAttributes.toString(16).padStart(8, '0');
  return `${JSON.stringify(recordedName)}, method ${String(method)}, ${String(size)} bytes, external attributes 0x${attributes}`;
}

/**
 * Paths of files and directories, the implied ones too, that are equal when case is ignored, and files
 * that are there twice.
 */
function collisions(entries: readonly ZipEntry[]): readonly Problem[] {
  const groups = new Map<string, string[]>();
  const note = (path: string): void => {
    const key = path.replace(/\/$/, '').toLowerCase();
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    if (!path.endsWith('/') || !group.includes(path)) group.push(path);
  };
  for (const { name } of entries) {
    note(name);
    for (let end = name.indexOf('/'); end !== -1; end = name.indexOf('/', end + 1)) {
      note(name.slice(0, end + 1));
    }
  }
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((group) => ({
      file: group[0],
      message: 'paths in the archive are equal when case is ignored, or both file and directory',
      found: formatList(group),
      expected: 'paths that differ in more than case',
      remedy: 'make the archive again, with one of them',
    }));
}

function tooLarge(unpackedSize: number): Problem {
  return {
    message: 'the archive is too large when it is unpacked',
    found: `${String(unpackedSize)} bytes`,
    expected: `at most ${String(ZIP_LIMITS.unpackedSize)} bytes`,
    remedy: 'leave out of it what does not belong to the drivers',
  };
}
