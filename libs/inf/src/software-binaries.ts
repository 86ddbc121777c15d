import { baseName } from './file-name';
import type { ServiceBinary } from './file-references';
import { findSection, linesOf, type Inf } from './inf';
import type { ProcessedSections } from './installations';
import { parseNumber } from './number';
import type { TargetOs } from './target-os';

/** Windows 10 1703: "supported for Windows 10 version 1703 and later". */
const FIRST_BUILD = 15_063;

/** "The associated software is an MSI or EXE binary"; the other type is in the Microsoft Store. */
const BINARY = 1;

/**
 * The installers that the AddSoftware directives of some sections run; none before Windows 10 1703,
 * which first read these directives. The INF file must copy the installers.
 *
 * Source of the rule: "INF AddSoftware Directive".
 */
export function softwareBinaries(
  inf: Inf,
  { softwareSections }: ProcessedSections,
  { majorVersion, buildNumber }: TargetOs,
): readonly ServiceBinary[] {
  if (majorVersion < 10 || buildNumber < FIRST_BUILD) return [];
  const names = softwareSections.flatMap((section) =>
    linesOf(section, 'AddSoftware').map(({ values }) => values[2] ?? ''),
  );
  const softwareInstallSections = new Set(names.map((name) => findSection(inf, name)));
  return [...softwareInstallSections]
    .filter((section) =>
      linesOf(section, 'SoftwareType').some(
        ({ values }) => parseNumber(values[0] ?? '') === BINARY,
      ),
    )
    .flatMap((section) =>
      linesOf(section, 'SoftwareBinary').map(({ values, line }): ServiceBinary => {
        return { file: baseName(values[0] ?? ''), section: section?.name ?? '', line };
      }),
    );
}
