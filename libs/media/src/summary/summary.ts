import { digestName } from '@aero-guest-tools/catalog/digest-algorithm';
import { verdictText } from '@aero-guest-tools/catalog/verdict-text';
import {
  formatDiagnostic,
  formatSize,
  formatTable,
  warningDiagnostic,
  type Diagnostic,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import { DEFAULT_WINDOWS_TARGET } from '@aero-guest-tools/windows-target';
import { signingNotes } from '../signing/apply-signing-policy';
import type { PackagedMedia } from '../verification/packaged-media';
import { sameOnEachArchitecture } from './same-on-each-architecture';

/**
 * The closing lines of a build: what was built, the three outputs with size and SHA-256, the drivers
 * with their versions, what to know before they are installed, and the warnings of all tasks.
 *
 * @param pathShown How an output's path is shown, relative to the workspace for example.
 */
export function formatSummary(
  media: PackagedMedia,
  pathShown: (path: string) => string,
): readonly string[] {
  const { package: facts, target } = media.manifest;
  const provenance = media.driversProvenance;
  const warnings = sameOnEachArchitecture(media.warnings);
  return [
    `Aero Guest Tools ${facts.version}, build ${facts.build_id}, signing policy ${media.manifest.signing_policy}`,
    ...(target === undefined ? [] : [`for ${target.name} on ${target.architectures.join(', ')}`]),
    ...(provenance === undefined
      ? []
      : [
          `drivers from ${provenance.name}`,
          `    sha256 ${provenance.sha256}`,
          ...(provenance.listSha256 === undefined
            ? []
            : [
                '  by ranges, as the lock lists them; image not seen whole; sha256 of the list:',
                `    ${provenance.listSha256}`,
              ]),
        ]),
    '',
    ...media.outputs.flatMap(({ path, size, sha256 }) => [
      `  ${pathShown(path)}, ${formatSize(size)}`,
      `    sha256 ${sha256}`,
    ]),
    '',
    ...formatTable([
      ['driver', 'architecture', 'version', 'date'],
      ...media.drivers.map(({ name, architecture, version, date }) => [
        name,
        architecture,
        version ?? 'unknown',
        date ?? 'unknown',
      ]),
    ]),
    '',
    ...signatures(media.drivers, (target ?? DEFAULT_WINDOWS_TARGET).name),
    ...notes(signingNotes(media.drivers, media.manifest.signing_policy)),
    ...(warnings.length === 0
      ? ['no warnings']
      : [
          `${String(warnings.length)} ${warnings.length === 1 ? 'warning' : 'warnings'}:`,
          ...warnings.flatMap((warning) => indented(warning)),
        ]),
  ];
}

/** Who signed each driver, and what Windows says to that. */
function signatures(drivers: PackagedMedia['drivers'], windows: string): readonly string[] {
  const rows = drivers.flatMap(({ name, architecture, signing }) => {
    if (signing === undefined) return [];
    const verdict = verdictText(signing.verdict);
    const { catalogs } = signing;
    const unsigned = [name, architecture, 'nobody', '', '', verdict];
    return catalogs.length === 0
      ? [unsigned]
      : catalogs.map(({ signerName, signatureAlgorithm, timestamp }) =>
          signerName === undefined || signatureAlgorithm === undefined
            ? unsigned
            : [
                name,
                architecture,
                signerName,
                digestName(signatureAlgorithm),
                timestamp === undefined ? 'unknown' : day(timestamp),
                verdict,
              ],
        );
  });
  if (rows.length === 0) return [];
  const head = ['driver', 'architecture', 'signed by', 'algorithm', 'on', `by ${windows}`];
  return [...formatTable([head, ...rows]), ''];
}

function notes(problems: readonly Problem[]): readonly string[] {
  if (problems.length === 0) return [];
  return [
    `${String(problems.length)} ${problems.length === 1 ? 'note' : 'notes'}:`,
    ...problems.flatMap((problem) => indented(warningDiagnostic(problem))),
    '',
  ];
}

function indented(diagnostic: Diagnostic): readonly string[] {
  return formatDiagnostic(diagnostic)
    .split('\n')
    .map((line) => `  ${line}`);
}

/** The day in UTC of a time in seconds since 1970: `2019-06-08`. */
function day(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10);
}
