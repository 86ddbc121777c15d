import { formatList, specialFile, tooLarge, type Problem } from '@aero-guest-tools/diagnostics';
import { isDirectoryEntry, type ZipEntry } from './zip-entry';
import { ZIP_LIMITS } from './zip-limits';

/** Compression methods (APPNOTE 4.4.5). */
const STORED = 0;
const DEFLATED = 8;

/** File types of the Unix mode in the upper half of the external attributes. */
const TYPE_MASK = 0o170000;
const DIRECTORY_TYPE = 0o040000;
const REGULAR_TYPE = 0o100000;
const SYMBOLIC_LINK_TYPE = 0o120000;

/** `FILE_ATTRIBUTE_REPARSE_POINT`, which marks links on NTFS, in the lower half. */
const REPARSE_POINT = 0x0400;

interface Rule extends Pick<Problem, 'id' | 'message' | 'expected'> {
  broken(entry: ZipEntry): boolean;
}

/** Each way in which one entry can be wrong: the problem, and what is expected instead. */
const RULES: readonly Rule[] = [
  {
    id: 'zip.path-absolute',
    message: 'the path of the entry is absolute',
    expected: 'a path relative to the root of the archive, without a drive letter',
    broken: ({ name }) => name.startsWith('/') || /^[A-Za-z]:/.test(name),
  },
  {
    id: 'zip.path-leads-out',
    message: 'the path of the entry leads out of the directory that it is unpacked to',
    expected: 'a path without "." and ".."',
    broken: (entry) => componentsOf(entry).some((component) => /^\.{1,2}$/.test(component)),
  },
  {
    id: 'zip.path-empty-component',
    message: 'the path of the entry has an empty component',
    expected: 'a name, and no "//"',
    broken: (entry) => !entry.name.startsWith('/') && componentsOf(entry).includes(''),
  },
  {
    id: 'zip.path-control-character',
    message: 'the path of the entry has a control character',
    expected: 'a path without characters U+0000 to U+001F and U+007F to U+009F',
    broken: ({ name }) => /\p{Cc}/u.test(name),
  },
  {
    ...specialFile('', 'link'),
    broken: ({ externalAttributes }) =>
      typeOf(externalAttributes) === SYMBOLIC_LINK_TYPE ||
      (externalAttributes & REPARSE_POINT) !== 0,
  },
  {
    ...specialFile('', 'other'),
    broken: ({ externalAttributes }) =>
      ![0, REGULAR_TYPE, DIRECTORY_TYPE, SYMBOLIC_LINK_TYPE].includes(typeOf(externalAttributes)),
  },
  {
    id: 'zip.encrypted',
    message: 'the entry is encrypted',
    expected: 'an archive that was made without a password',
    broken: ({ isEncrypted }) => isEncrypted,
  },
  {
    id: 'zip.compression-method',
    message: 'the compression method of the entry is not supported',
    expected: 'stored (0) or deflated (8)',
    broken: ({ method }) => method !== STORED && method !== DEFLATED,
  },
  {
    id: 'zip.directory-with-contents',
    message: 'the entry of a directory has contents',
    expected: 'no contents',
    broken: (entry) => isDirectoryEntry(entry) && entry.size !== 0,
  },
  {
    ...tooLarge(undefined, { what: 'the file', limit: ZIP_LIMITS.fileSize, remedy: '' }),
    broken: ({ size }) => size > ZIP_LIMITS.fileSize,
  },
];

/**
 * All problems that keep the entries of an archive from being read, or from being unpacked below
 * one directory on any file system. (Packager rules, 4. What is included, and 5. Paths: links are
 * refused, and so are paths that are equal when case is ignored, directories included.)
 */
export function zipEntryProblems(entries: readonly ZipEntry[]): readonly Problem[] {
  const unpackedSize = entries.reduce((sum, { size }) => sum + size, 0);
  return [
    ...entries.flatMap((entry) =>
      RULES.filter((rule) => rule.broken(entry)).map((rule) => problem(entry, rule)),
    ),
    ...collisions(entries),
    ...(unpackedSize > ZIP_LIMITS.unpackedSize ? [unpackedTooLarge(unpackedSize)] : []),
  ];
}

/**
 * The problem of an entry whose name is not UTF-8, but in a code page that the archive does not
 * name (APPNOTE, appendix D: 437, but Windows writes that of the system).
 *
 * @param label What messages call the archive.
 */
export function nameProblem({ recordedName }: ZipEntry, label: string): Problem {
  return {
    file: `${label}: ${recordedName}`,
    id: 'zip.name-not-utf-8',
    message: 'the name of the entry is not valid UTF-8',
    found: `${JSON.stringify(recordedName)}, where \ufffd stands for what cannot be told`,
    expected: 'a name in UTF-8, or nothing that is needed there',
    remedy:
      'rename the file, or make the archive again with a program that writes UTF-8 (7-Zip: -mcu=on)',
  };
}

/** The components of a path, without the `/` that ends a directory. */
function componentsOf(entry: ZipEntry): readonly string[] {
  const path = isDirectoryEntry(entry) ? entry.name.slice(0, -1) : entry.name;
  return path.split('/');
}

function typeOf(externalAttributes: number): number {
  return (externalAttributes >>> 16) & TYPE_MASK;
}

function problem(entry: ZipEntry, { id, message, expected }: Rule): Problem {
  return {
    id,
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
 * Paths of files and directories, implied ones too, that are equal when case is ignored, and files
 * that occur twice.
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
      id: 'zip.path-collision',
      message: 'paths in the archive are equal when case is ignored, or both file and directory',
      found: formatList(group),
      expected: 'paths that differ in more than case',
      remedy: 'make the archive again, with one of them',
    }));
}

function unpackedTooLarge(size: number): Problem {
  return tooLarge(undefined, {
    what: 'the unpacked archive',
    size,
    limit: ZIP_LIMITS.unpackedSize,
    remedy: 'leave out what does not belong to the drivers',
  });
}
