// A separate entry point, `@aero-guest-tools/media/summary`.
import { digestName } from '@aero-guest-tools/catalog/digest-algorithm';
import { verdictText } from '@aero-guest-tools/catalog/verdict-text';
import {
  formatDiagnostic,
  formatSize,
  table,
  warningDiagnostic,
  type Diagnostic,
  type OutputLine,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import { isoDriverDate } from '@aero-guest-tools/inf/driver-date';
import { DEFAULT_WINDOWS_TARGET } from '@aero-guest-tools/windows-target';
import { signingNotes } from '../signing/apply-signing-policy';
import type { PackagedMedia } from '../verification/packaged-media';
import { sameOnEachArchitecture } from './same-on-each-architecture';

/**
 * The closing lines of a build: what was built; the three outputs with size and SHA-256; the
 * drivers with their versions and the verdict of Windows; who signed them; what to know before
 * installing them; the warnings of all tasks; and what to do next.
 *
 * @param pathShown Formats an output's path, relative to the workspace for example.
 * @param next What to do next, instead of attaching the ISO to a guest, for media that are of no
 *   use to a guest.
 */
export function formatSummary(
  media: PackagedMedia,
  pathShown: (path: string) => string,
  next?: string,
): readonly OutputLine[] {
  const { package: facts, target } = media.manifest;
  const provenance = media.driversProvenance;
  const warnings = sameOnEachArchitecture(media.warnings);
  const [iso] = media.outputs;
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
    ...driverLines(media.drivers, (target ?? DEFAULT_WINDOWS_TARGET).name),
    ...notes(signingNotes(media.drivers, media.manifest.signing_policy)),
    ...(warnings.length === 0
      ? ['no warnings']
      : [
          `${String(warnings.length)} ${warnings.length === 1 ? 'warning' : 'warnings'}:`,
          ...warnings.flatMap((warning) => indented(warning)),
        ]),
    '',
    next ??
      `next: attach ${iso === undefined ? 'the ISO' : pathShown(iso.path)} to the guest, and run setup.cmd on it as administrator`,
  ];
}

type Drivers = PackagedMedia['drivers'];

/**
 * Each driver with its version and the verdict of Windows, and with its signers if signatures were
 * read.
 */
function driverLines(drivers: Drivers, windows: string): readonly OutputLine[] {
  const signed = drivers.some(({ signing }) => signing !== undefined);
  const head = ['driver', 'architecture', 'version', 'date', ...(signed ? [`on ${windows}`] : [])];
  const rows = drivers.map(({ name, architecture, version, date, signing }) => [
    name,
    architecture,
    version ?? 'unknown',
    date === undefined ? 'unknown' : isoDriverDate(date),
    ...(signing === undefined ? [] : [verdictText(signing.verdict)]),
  ]);
  return [table([head, ...rows]), '', ...(signed ? [signerTable(drivers), ''] : [])];
}

/** Who signed which drivers, by what algorithm and when. */
function signerTable(drivers: Drivers): OutputLine {
  const signed = new Map<string, { readonly cells: readonly string[]; drivers: Drivers }>();
  for (const driver of drivers) {
    for (const cells of signatureCells(driver)) {
      const key = cells.join('\n');
      const others = signed.get(key)?.drivers ?? [];
      signed.set(key, { cells, drivers: [...others.filter((other) => other !== driver), driver] });
    }
  }
  const rows = Array.from(signed.values(), ({ cells, drivers: ofSigner }) => [
    ...cells,
    namesText(ofSigner, drivers),
  ]);
  return table([['signed by', 'algorithm', 'on', 'drivers'], ...rows]);
}

/** Signer, algorithm and day of each catalog of a driver. */
function signatureCells({ signing }: Drivers[number]): readonly (readonly string[])[] {
  if (signing === undefined) return [];
  const unsigned = ['nobody', '', ''];
  if (signing.catalogs.length === 0) return [unsigned];
  return signing.catalogs.map(({ signerName, signatureAlgorithm, timestamp }) =>
    signerName === undefined || signatureAlgorithm === undefined
      ? unsigned
      : [
          signerName,
          digestName(signatureAlgorithm),
          timestamp === undefined ? 'unknown' : day(timestamp),
        ],
  );
}

/**
 * The names of drivers, with the architecture if not all architectures of the driver are listed.
 */
function namesText(drivers: Drivers, all: Drivers): string {
  const count = (among: Drivers, name: string): number =>
    among.filter((driver) => driver.name === name).length;
  const texts = drivers.map(({ name, architecture }) =>
    count(drivers, name) === count(all, name) ? name : `${name} ${architecture}`,
  );
  return [...new Set(texts)].join(', ');
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
