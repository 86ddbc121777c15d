import { type DirectoryNode, type FileNode } from './directory-tree';
import { toDCharacters } from './d-characters';
import { type NamedEntry, type NameSpace } from './name-space';

/** Characters of a file name and its extension together, from interchange level 2 on (ECMA-119, 7.5.1). */
const FILE_NAME_AND_EXTENSION_LENGTH = 30;
/** Characters of a directory identifier, from interchange level 2 on (ECMA-119, 7.6.3). */
const DIRECTORY_IDENTIFIER_LENGTH = 31;
/** If name and extension together are too long, the extension is cut, but to no less than this. */
const EXTENSION_LENGTH_WHEN_CUT = 8;

interface IsoName {
  readonly entry: DirectoryNode | FileNode;
  readonly name: string;
  readonly extension: string;
}

/**
 * Names a directory's entries for interchange level 2 in the primary hierarchy: d-characters; files
 * as `NAME.EXTENSION;1` with up to 30 characters for name and extension, directories with up to 31
 * and without an extension (ECMA-119, 7.5, 7.6 and 10.2).
 *
 * The first entry, in byte order, that maps to an identifier gets it. Each later one gets `_1`,
 * `_2` ... at the end of its name, which is cut if there is no room. The number is the first one
 * whose identifier no other entry of the directory maps to or has. Identifiers must also differ in
 * the form that readers show: without the version number and without a dot before it.
 */
export const isoNameSpace: NameSpace = {
  characterLength: 1,
  nameEntries: (entries) => {
    const names = entries.map((entry) => isoName(entry));
    const claimed = new Set(names.map((name) => uniqueName(name)));
    if (claimed.size === names.length) return names.map((name) => withIdentifier(name));
    const given = new Set<string>();
    const nextNumbers = new Map<string, number>();
    return names.map((name) => {
      const unique = uniqueName(name);
      if (given.has(unique)) return withIdentifier(numberedName(name, claimed, nextNumbers));
      given.add(unique);
      return withIdentifier(name);
    });
  },
};

function isoName(entry: DirectoryNode | FileNode): IsoName {
  const characters = toDCharacters(entry.name);
  // A leading dot does not start an extension: .gitignore is only a name.
  const dot = entry.kind === 'file' ? Math.max(entry.name.lastIndexOf('.'), 0) : 0;
  if (dot === 0) return { entry, name: characters.slice(0, nameLength(entry, '')), extension: '' };
  const whole = characters.slice(dot + 1);
  const extension = whole.slice(
    0,
    Math.max(EXTENSION_LENGTH_WHEN_CUT, FILE_NAME_AND_EXTENSION_LENGTH - dot),
  );
  const name = characters.slice(0, Math.min(dot, nameLength(entry, extension)));
  return { entry, name, extension };
}

/** How many characters the name of an entry with this extension may have. */
function nameLength(entry: DirectoryNode | FileNode, extension: string): number {
  return entry.kind === 'directory'
    ? DIRECTORY_IDENTIFIER_LENGTH
    : FILE_NAME_AND_EXTENSION_LENGTH - extension.length;
}

/**
 * The part that must be unique, among files and directories alike: neither version number nor
 * SEPARATOR 2 counts.
 */
function uniqueName({ name, extension }: IsoName): string {
  return `${name}.${extension}`;
}

/**
 * @param claimed Names that are taken; the new name is added.
 * @param nextNumbers The next number of each series, so that many equal names take linear time.
 */
function numberedName(
  original: IsoName,
  claimed: Set<string>,
  nextNumbers: Map<string, number>,
): IsoName {
  const room = nameLength(original.entry, original.extension);
  for (let digits = 1; ; digits++) {
    const stem = original.name.slice(0, room - digits - 1);
    const series = uniqueName({ ...original, name: `${stem}_${'#'.repeat(digits)}` });
    const end = 10 ** digits;
    for (let number = nextNumbers.get(series) ?? end / 10; number < end; number++) {
      const candidate = { ...original, name: `${stem}_${String(number)}` };
      if (claimed.has(uniqueName(candidate))) continue;
      claimed.add(uniqueName(candidate));
      nextNumbers.set(series, number + 1);
      return candidate;
    }
    nextNumbers.set(series, end);
  }
}

function withIdentifier({ entry, name, extension }: IsoName): NamedEntry {
  const identifier = entry.kind === 'directory' ? name : `${name}.${extension};1`;
  return { entry, name, extension, identifier };
}
