import { copiedFiles } from './copy-files';
import { findSection, linesOf, type Architecture, type Inf, type InfSection } from './inf';
import { processedSections } from './install-section';
import { services } from './services';
import { sourceFiles, sourceFilesByName } from './source-disks-files';
import { catalogFileKeys } from './version-section';
import { wdfCoInstallers } from './wdf-co-installer';

/** What names a file. */
export type FileDirective =
  'CatalogFile' | 'SourceDisksFiles' | 'CopyFiles' | 'CopyINF' | 'ServiceBinary' | 'WdfCoInstaller';

/** A file that a driver package must hold because its INF refers to it. */
export interface FileReference {
  /** Base name, as written; `WdfCoInstaller*.dll` where any version of that co-installer will do. */
  readonly file: string;
  /** Relative to the INF, with `/`; absent where `[SourceDisksFiles]` does not say where it is. */
  readonly path?: string;
  readonly directive: FileDirective;
  /** The section that names the file, as written at its head. */
  readonly section: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

/**
 * The files that an INF refers to: on one architecture, or on any. A file that is named in several
 * places has a reference for each.
 *
 * Source of the rule: Packager rules, 3. INF checks.
 */
export function fileReferences(inf: Inf, architecture?: Architecture): readonly FileReference[] {
  const sections = processedSections(inf, architecture);
  const listed = sourceFiles(inf, architecture);
  const byName = sourceFilesByName(listed);
  const located = (file: string): { file: string; path?: string } => {
    const path = byName.get(file.toLowerCase())?.path;
    return path === undefined ? { file } : { file, path };
  };

  return [
    ...catalogReferences(inf, architecture),
    ...listed.map(({ file, path, section, line }): FileReference => {
      return { file: baseName(file), path, directive: 'SourceDisksFiles', section, line };
    }),
    ...copiedFiles(inf, sections).map(({ source, section, line }): FileReference => {
      return { ...located(baseName(source)), directive: 'CopyFiles', section, line };
    }),
    ...sections.flatMap((section) => copyInfReferences(section)),
    ...serviceBinaryReferences(inf, architecture).map((reference) => {
      return { ...reference, ...located(reference.file) };
    }),
    ...wdfCoInstallers(sections).map(({ file, section, line }): FileReference => {
      return { ...located(file), directive: 'WdfCoInstaller', section, line };
    }),
  ].filter(({ file }) => file !== '');
}

function catalogReferences(inf: Inf, architecture?: Architecture): readonly FileReference[] {
  const section = findSection(inf, 'Version');
  return catalogFileKeys(inf, architecture).flatMap((key) =>
    linesOf(section, key).map(({ values, line }): FileReference => {
      const file = baseName(values[0] ?? '');
      return { file, directive: 'CatalogFile', section: section?.name ?? '', line };
    }),
  );
}

/** Source of the rule: "INF CopyINF Directive": the files are in the directory of the INF. */
function copyInfReferences(section: InfSection): readonly FileReference[] {
  return linesOf(section, 'CopyINF').flatMap(({ values, line }) =>
    values.map((value): FileReference => {
      return { file: baseName(value), directive: 'CopyINF', section: section.name, line };
    }),
  );
}

/** One reference for each service-install-section: `ServiceBinary = %12%\viostor.sys`. */
function serviceBinaryReferences(inf: Inf, architecture?: Architecture): readonly FileReference[] {
  const names = services(inf, architecture).map((item) => item.serviceInstallSection ?? '');
  const sections = new Set(names.map((name) => findSection(inf, name)));
  return [...sections].flatMap((section) =>
    linesOf(section, 'ServiceBinary').map(({ values, line }): FileReference => {
      const file = programName(values[0] ?? '');
      return { file, directive: 'ServiceBinary', section: section?.name ?? '', line };
    }),
  );
}

/** The file name at the end of a Windows path. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

/** The file name in a command line: arguments of a Win32 service follow it. */
export function programName(commandLine: string): string {
  const end = /\.(?:sys|exe|dll)(?=\s|$)/i.exec(commandLine);
  return baseName(end ? commandLine.slice(0, end.index + end[0].length) : commandLine);
}
