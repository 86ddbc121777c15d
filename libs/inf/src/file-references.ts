import { copiedFiles, type CopiedFile } from './copy-files';
import { baseName, programName } from './file-name';
import { findSection, linesOf, type Architecture, type Inf, type InfSection } from './inf';
import { processedSections } from './install-section';
import { servicesOf } from './services';
import { sourceFiles, sourceFilesByName, type SourceFile } from './source-disks-files';
import { catalogFileKeys } from './version-section';
import { wdfCoInstallers, type WdfCoInstaller } from './wdf-co-installer';

/** What names a file. */
export type FileDirective =
  'CatalogFile' | 'SourceDisksFiles' | 'CopyFiles' | 'CopyINF' | 'ServiceBinary' | 'WdfCoInstaller';

/** A file that a driver package must hold because its INF refers to it. */
export interface FileReference {
  /** Base name, as written; `WdfCoInstaller*.dll` where any version of that co-installer will do. */
  readonly file: string;
  /** Relative to the INF, with `/`; absent where `[SourceDisksFiles]` does not say where it is. */
  readonly path?: string | undefined;
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
  const sources = sourceFiles(inf, architecture);
  const sourcesByName = sourceFilesByName(sources);
  const references = [
    ...catalogReferences(inf, architecture),
    ...sources.map((source) => sourceFileReference(source)),
    ...copiedFiles(inf, sections).map((copied) => copyFilesReference(copied)),
    ...sections.flatMap((section) => copyInfReferences(section)),
    ...serviceBinaryReferences(inf, sections),
    ...wdfCoInstallers(sections).map((named) => wdfCoInstallerReference(named)),
  ];
  return references
    .filter(({ file }) => file !== '')
    .map((reference) => {
      if (reference.path !== undefined || !MAY_BE_LISTED.has(reference.directive)) return reference;
      return { ...reference, path: sourcesByName.get(reference.file.toLowerCase())?.path };
    });
}

/** What `[SourceDisksFiles]` locates. Catalogs and INFs are always beside the INF. */
const MAY_BE_LISTED: ReadonlySet<FileDirective> = new Set([
  'CopyFiles',
  'ServiceBinary',
  'WdfCoInstaller',
]);

function catalogReferences(inf: Inf, architecture?: Architecture): readonly FileReference[] {
  const section = findSection(inf, 'Version');
  return catalogFileKeys(inf, architecture).flatMap((key) =>
    linesOf(section, key).map(({ values, line }): FileReference => {
      const file = baseName(values[0] ?? '');
      return { file, directive: 'CatalogFile', section: section?.name ?? '', line };
    }),
  );
}

function sourceFileReference({ file, path, section, line }: SourceFile): FileReference {
  return { file: baseName(file), path, directive: 'SourceDisksFiles', section, line };
}

function copyFilesReference({ source, section, line }: CopiedFile): FileReference {
  return { file: baseName(source), directive: 'CopyFiles', section, line };
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
function serviceBinaryReferences(
  inf: Inf,
  sections: readonly InfSection[],
): readonly FileReference[] {
  const names = servicesOf(inf, sections).map((item) => item.serviceInstallSection ?? '');
  const serviceInstallSections = new Set(names.map((name) => findSection(inf, name)));
  return [...serviceInstallSections].flatMap((section) =>
    linesOf(section, 'ServiceBinary').map(({ values, line }): FileReference => {
      const file = programName(values[0] ?? '');
      return { file, directive: 'ServiceBinary', section: section?.name ?? '', line };
    }),
  );
}

function wdfCoInstallerReference({ file, section, line }: WdfCoInstaller): FileReference {
  return { file, directive: 'WdfCoInstaller', section, line };
}
