import { findSection, type Architecture, type Inf, type InfLine, type InfSection } from './inf';

/** Where a source file of a driver package is. */
export interface SourceFile {
  /** As written. */
  readonly file: string;
  /** Relative to the INF, with `/`: the path of the disk, the subdirectory and the file name. */
  readonly path: string;
  /** The section that names it, as written at its head. */
  readonly section: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

const ARCHITECTURES = ['x86', 'amd64'] as const;

/**
 * The entries of the SourceDisksFiles sections, the architecture's own first; of two entries for
 * one file the first counts. Without an architecture those for x86 and for amd64.
 *
 * Source of the rule: "INF SourceDisksFiles Section", "INF SourceDisksNames Section".
 */
export function sourceFiles(inf: Inf, architecture?: Architecture): readonly SourceFile[] {
  if (architecture !== undefined) return sourceFilesFor(inf, architecture);
  const all = ARCHITECTURES.flatMap((item) => sourceFilesFor(inf, item));
  return distinct(all, ({ path }) => path);
}

/** Finds a source file by its name, ignoring case. */
export function sourceFilesByName(files: readonly SourceFile[]): ReadonlyMap<string, SourceFile> {
  return new Map(files.toReversed().map((item) => [item.file.toLowerCase(), item]));
}

function sourceFilesFor(inf: Inf, architecture: Architecture): readonly SourceFile[] {
  const diskPaths = new Map<string, string>();
  for (const { lines } of sectionsFor(inf, 'SourceDisksNames', architecture)) {
    for (const { key, values } of lines) {
      const disk = key?.toLowerCase();
      if (disk !== undefined && !diskPaths.has(disk)) diskPaths.set(disk, values[3] ?? '');
    }
  }
  const files = sectionsFor(inf, 'SourceDisksFiles', architecture).flatMap(({ name, lines }) =>
    lines.flatMap((line): SourceFile[] => {
      const file = entryName(line);
      if (file === '') return [];
      const [disk = '', subdirectory = ''] = line.key === undefined ? [] : line.values;
      const path = relativePath(diskPaths.get(disk.toLowerCase()) ?? '', subdirectory, file);
      return [{ file, path, section: name, line: line.line }];
    }),
  );
  return distinct(files, ({ file }) => file);
}

function sectionsFor(inf: Inf, name: string, architecture: Architecture): readonly InfSection[] {
  return [findSection(inf, `${name}.${architecture}`), findSection(inf, name)].filter(
    (section) => section !== undefined,
  );
}

/** `file = disk`, or only the name of the file. */
function entryName({ key, values }: InfLine): string {
  return key ?? values[0] ?? '';
}

/** Joins directories and a file name that are written with `\`, leading and doubled ones included. */
function relativePath(...parts: readonly string[]): string {
  return parts
    .flatMap((part) => part.split(/[\\/]/))
    .filter((component) => component !== '' && component !== '.')
    .join('/');
}

/** The first of the items that have the same name when case is ignored. */
function distinct(
  items: readonly SourceFile[],
  name: (item: SourceFile) => string,
): readonly SourceFile[] {
  const first = new Map<string, SourceFile>();
  for (const item of items) {
    const key = name(item).toLowerCase();
    if (!first.has(key)) first.set(key, item);
  }
  return [...first.values()];
}
