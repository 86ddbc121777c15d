import { copiedFiles } from './copy-files';
import { baseName } from './file-name';
import { fileReferences, serviceBinaries } from './file-references';
import { ARCHITECTURES, type Architecture, type Inf } from './inf';
import { everProcessedSections, processedSections } from './installations';
import { isForForeignArchitecture } from './platform-extension';
import { sourceFiles } from './source-disks-files';
import { softwareBinaries } from './software-binaries';
import { isStringsSection } from './strings';
import { WINDOWS_7, type TargetOs } from './target-os';

/** A file that an INF file names, but that Windows copies for no device. */
export interface UncopiedFile {
  /** Base name, as written. */
  readonly file: string;
  /** What names it: a service that runs it, software that it installs, or a list of files. */
  readonly directive: 'ServiceBinary' | 'SoftwareBinary' | 'SourceDisksFiles' | 'CopyFiles';
  /** The section that names the file, as written in its header. */
  readonly section: string;
  /** Line number in the INF file, from 1. */
  readonly line: number;
}

/**
 * The files that an INF file names but Windows does not copy: binaries of services and of software
 * that it installs on an architecture; and files that are only in `[SourceDisksFiles]` of the
 * architecture, or in a section that no models lead to, whatever architecture or Windows the models
 * are for. Each file once.
 *
 * Source of the rule: Packager rules, 3. INF checks.
 */
export function uncopiedFiles(
  inf: Inf,
  architecture: Architecture,
  os: TargetOs = WINDOWS_7,
): readonly UncopiedFile[] {
  const copiedHere = new Set(
    fileReferences(inf, architecture, os).map(({ file }) => file.toLowerCase()),
  );
  const ever = new Set(everProcessedSections(inf, ARCHITECTURES).copySections);
  const copiedEver = new Set(
    copiedFiles(inf, ever).map(({ source }) => baseName(source).toLowerCase()),
  );
  const unreached = [...inf.sections.values()].filter(
    (section) =>
      !ever.has(section) &&
      !isStringsSection(section.name.toLowerCase()) &&
      !isForForeignArchitecture(section.name),
  );

  const uncopied = new Map<string, UncopiedFile>();
  const add = (known: ReadonlySet<string>, item: UncopiedFile): void => {
    const key = item.file.toLowerCase();
    if (item.file !== '' && !known.has(key) && !uncopied.has(key)) uncopied.set(key, item);
  };
  const sections = processedSections(inf, architecture, os);
  for (const binary of serviceBinaries(inf, sections)) {
    add(copiedHere, { ...binary, directive: 'ServiceBinary' });
  }
  for (const binary of softwareBinaries(inf, sections, os)) {
    add(copiedHere, { ...binary, directive: 'SoftwareBinary' });
  }
  for (const { file, section, line } of sourceFiles(inf, architecture).values()) {
    add(copiedEver, { file: baseName(file), directive: 'SourceDisksFiles', section, line });
  }
  for (const { source, section, line } of copiedFiles(inf, unreached)) {
    add(copiedEver, { file: baseName(source), directive: 'CopyFiles', section, line });
  }
  return [...uncopied.values()];
}
