import { findSection, linesOf, type Inf, type InfSection } from './inf';

/** A source file that a CopyFiles directive copies. */
export interface CopiedFile {
  /** Name of the source file, as written. */
  readonly source: string;
  /** The section that names the file: the one with the directive, or the file-list-section. */
  readonly section: string;
  /** Line number in the INF file, from 1. */
  readonly line: number;
}

/**
 * The files that the CopyFiles directives of some sections copy. `@file` names one file; any other
 * value names a file-list-section, each line of which is `destination [, source]`. Every
 * file-list-section is read once.
 *
 * Source of the rule: "INF CopyFiles Directive".
 */
export function copiedFiles(
  inf: Inf,
  sections: Iterable<InfSection | undefined>,
): readonly CopiedFile[] {
  const files: CopiedFile[] = [];
  const fileLists = new Set<InfSection>();
  for (const section of sections) {
    if (!section) continue;
    for (const { values, line } of linesOf(section, 'CopyFiles')) {
      for (const value of values) {
        if (value.startsWith('@')) {
          files.push({ source: value.slice(1), section: section.name, line });
        } else {
          const fileList = findSection(inf, value);
          if (fileList) fileLists.add(fileList);
        }
      }
    }
  }
  for (const { name, lines } of fileLists) {
    for (const { values, line } of lines) {
      files.push({ source: values[1] || (values[0] ?? ''), section: name, line });
    }
  }
  return files.filter(({ source }) => source !== '');
}
