import { copiedFiles } from './copy-files';
import { baseName, programName } from './file-name';
import {
  findSection,
  linesOf,
  valuesOf,
  type Architecture,
  type Inf,
  type InfSection,
} from './inf';
import { processedSections, type ProcessedSections } from './installations';
import { servicesOf } from './services';
import { sourceFiles, type SourceFile } from './source-disks-files';
import { WINDOWS_7, type TargetOs } from './target-os';
import { catalogFileKeys } from './version-section';

/** The directives that name a file. */
export type FileDirective = 'CatalogFile' | 'CopyFiles' | 'CopyINF' | 'ServiceBinary';

/** A file that Windows takes from a driver package, or may already have. */
export interface FileReference {
  /** Base name, as written. */
  readonly file: string;
  /**
   * Relative to the INF file, with `/`; absent if `[SourceDisksFiles]` does not say where it is.
   */
  readonly path?: string | undefined;
  readonly directive: FileDirective;
  /**
   * Whether the file may come with Windows instead of the driver package: nothing in this INF file
   * says where it is, and the INF file refers to others for what it lacks, by LayoutFile or
   * Include.
   */
  readonly mayComeWithWindows: boolean;
  /** The section that names the file, as written in its header. */
  readonly section: string;
  /** Line number in the INF file, from 1. */
  readonly line: number;
}

/**
 * The files that Windows copies from a driver package on an architecture: the catalog, the files of
 * every CopyFiles directive that bound models lead to, and the INF files of every CopyINF
 * directive. A service binary among these has an additional reference of its own. A file that is
 * named in several places has a reference for each.
 *
 * A file that is only in `[SourceDisksFiles]`, or in a section that nothing leads to, is not
 * copied: since Windows Vista a file reaches the driver store "if the file has a corresponding INF
 * CopyFiles directive". A service binary that the INF file does not copy comes with Windows, like
 * `serenum.sys`.
 *
 * Source of the rule: "INF CopyFiles Directive", "INF Version Section" (LayoutFile), "INF DDInstall
 * Section" (Include); Packager rules, 3. INF checks.
 */
export function fileReferences(
  inf: Inf,
  architecture: Architecture,
  os: TargetOs = WINDOWS_7,
): readonly FileReference[] {
  const sections = processedSections(inf, architecture, os);
  const copied = copyFilesReferences(inf, architecture, sections);
  const binaries = copiedBinaries(inf, sections, copied);
  return [
    ...catalogReferences(inf, architecture),
    ...copied,
    ...sections.copySections.flatMap((section) => copyInfReferences(section)),
    ...binaries,
  ].filter(({ file }) => file !== '');
}

function catalogReferences(inf: Inf, architecture: Architecture): readonly FileReference[] {
  const section = findSection(inf, 'Version');
  return catalogFileKeys(inf, architecture).flatMap((key) =>
    linesOf(section, key).map(({ values, line }) =>
      ownFile(baseName(values[0] ?? ''), 'CatalogFile', section?.name ?? '', line),
    ),
  );
}

/** The files that the CopyFiles directives of some sections copy on an architecture. */
export function copyFilesReferences(
  inf: Inf,
  architecture: Architecture,
  { copySections }: ProcessedSections,
): readonly FileReference[] {
  const sources = sourceFiles(inf, architecture);
  const refersToOthers =
    valuesOf(findSection(inf, 'Version'), 'LayoutFile').length > 0 ||
    copySections.some((section) => valuesOf(section, 'Include').length > 0);
  return copiedFiles(inf, copySections).map(({ source, section, line }): FileReference => {
    const listed: SourceFile | undefined = sources.get(source.toLowerCase());
    return {
      file: baseName(source),
      path: listed?.path,
      directive: 'CopyFiles',
      mayComeWithWindows: refersToOthers && listed === undefined,
      section,
      line,
    };
  });
}

/** Source of the rule: "INF CopyINF Directive": the files are in the directory of the INF file. */
function copyInfReferences(section: InfSection): readonly FileReference[] {
  return linesOf(section, 'CopyINF').flatMap(({ values, line }) =>
    values.map((value) => ownFile(baseName(value), 'CopyINF', section.name, line)),
  );
}

/** One reference for each service-install-section whose binary is copied: `ServiceBinary = %12%\viostor.sys`. */
function copiedBinaries(
  inf: Inf,
  sections: ProcessedSections,
  copied: readonly FileReference[],
): readonly FileReference[] {
  const byName = new Map(copied.map((reference) => [reference.file.toLowerCase(), reference]));
  return serviceBinaries(inf, sections).flatMap(({ file, section, line }): FileReference[] => {
    const source = byName.get(file.toLowerCase());
    return source ? [{ ...source, directive: 'ServiceBinary', section, line }] : [];
  });
}

/** A file that a service-install-section runs. */
export type ServiceBinary = Pick<FileReference, 'file' | 'section' | 'line'>;

/** The service binaries that some sections lead to, one for each service-install-section. */
export function serviceBinaries(
  inf: Inf,
  { serviceSections }: ProcessedSections,
): readonly ServiceBinary[] {
  const names = servicesOf(inf, serviceSections).map((item) => item.serviceInstallSection ?? '');
  const serviceInstallSections = new Set(names.map((name) => findSection(inf, name)));
  return [...serviceInstallSections].flatMap((section) =>
    linesOf(section, 'ServiceBinary').map(({ values, line }): ServiceBinary => {
      return { file: programName(values[0] ?? ''), section: section?.name ?? '', line };
    }),
  );
}

function ownFile(
  file: string,
  directive: FileDirective,
  section: string,
  line: number,
): FileReference {
  return { file, directive, mayComeWithWindows: false, section, line };
}
