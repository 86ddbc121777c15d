import { findSection, type Architecture, type Inf, type InfLine, type InfSection } from './inf';

/** Where a source file of a driver package is. */
export interface SourceFile {
  /** As written. */
  readonly file: string;
  /**
   * Relative to the INF file, with `/`: the path of the disk, the subdirectory and the file name.
   */
  readonly path: string;
  /** The section that names it, as written in its header. */
  readonly section: string;
  /** Line number in the INF file, from 1. */
  readonly line: number;
}

/**
 * The entries of the SourceDisksFiles sections for an architecture, by file name in lower case. The
 * architecture's own section comes first; the first entry for a file counts.
 *
 * Source of the rule: "INF SourceDisksFiles Section", "INF SourceDisksNames Section".
 */
export function sourceFiles(inf: Inf, architecture: Architecture): ReadonlyMap<string, SourceFile> {
  const diskPaths = new Map<string, string>();
  for (const { lines } of sectionsFor(inf, 'SourceDisksNames', architecture)) {
    for (const { key, values } of lines) {
      const disk = key?.toLowerCase();
      if (disk !== undefined && !diskPaths.has(disk)) diskPaths.set(disk, values[3] ?? '');
    }
  }
  const files = new Map<string, SourceFile>();
  for (const { name, lines } of sectionsFor(inf, 'SourceDisksFiles', architecture)) {
    for (const line of lines) {
      const file = entryName(line);
      const key = file.toLowerCase();
      if (file === '' || files.has(key)) continue;
      const [disk = '', subdirectory = ''] = line.key === undefined ? [] : line.values;
      const path = relativePath(diskPaths.get(disk.toLowerCase()) ?? '', subdirectory, file);
      files.set(key, { file, path, section: name, line: line.line });
    }
  }
  return files;
}

function sectionsFor(inf: Inf, name: string, architecture: Architecture): readonly InfSection[] {
  return [findSection(inf, `${name}.${architecture}`), findSection(inf, name)].filter(
    (section) => section !== undefined,
  );
}

/** The file name of an entry: `file = disk`, or only the file. */
function entryName({ key, values }: InfLine): string {
  return key ?? values[0] ?? '';
}

/** Joins directories and a file name that are written with `\`, which may be leading or doubled. */
function relativePath(...parts: readonly string[]): string {
  return parts
    .flatMap((part) => part.split(/[\\/]/))
    .filter((component) => component !== '' && component !== '.')
    .join('/');
}
