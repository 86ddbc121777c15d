import { join, resolve } from 'node:path';
import {
  checkCatalog,
  judgedAt,
  MAXIMUM_CATALOG_SIZE,
  readCatalog,
  secureBootText,
  verdictField,
  verdictJson,
  verdictText,
  type Catalog,
  type CatalogCheck,
  type VerdictJson,
} from '@aero-guest-tools/catalog';
import { formatDiagnostic, warningDiagnostic, type Problem } from '@aero-guest-tools/diagnostics';
import { readSmallFile } from '@aero-guest-tools/file-tree';
import {
  WINDOWS_TARGETS,
  windowsTarget,
  type WindowsTarget,
} from '@aero-guest-tools/windows-target';
import { Command, Option } from 'commander';
import { countArgument, pathArgument } from './arguments';
import { catalogJson, catalogLines, iso } from './catalog-description';
import { readCatalogDirectory, type CatalogDirectory } from './catalog-directory';
import { isMember, targetsOfCatalog, targetsOfFiles, type CatalogTarget } from './catalog-targets';
import {
  RefusedWithOutput,
  type CommonOptions,
  type Program,
  type ProgramContext,
} from './program';
import type { JsonOutput, ProgramOutput } from './program-output';

/** The command line of `aero-catalog-verify`, as the user wrote it. */
export interface AeroCatalogVerifyOptions {
  readonly file: string;
  readonly dir?: string;
  /** In seconds since 1970-01-01 00:00:00 UTC. */
  readonly time?: number;
  /** The id of the Windows to check for. */
  readonly windows: string;
  /** The state of Secure Boot to check for; default: both. */
  readonly secureBoot?: 'on' | 'off';
}

const HELP = `
Shows who signed a security catalog, when, with which algorithms and
certificates, which files it lists, and whether Windows accepts it, for each
architecture that it is for. With --dir, the program also compares the catalog
with the INF files in that directory that name it, and with every file that they
install.

The catalog is refused (exit status 1) if it is not a catalog, has no valid
signature, or lists a file with another hash. Everything else that Windows may
not accept is a warning.

For Windows 8 and newer, the verdicts are those of a fresh installation, with and
without Secure Boot. Test signing cannot be turned on under Secure Boot.`;

/** Checks a catalog, and a directory against it. */
export const aeroCatalogVerify: Program<AeroCatalogVerifyOptions> = {
  command: () =>
    new Command('aero-catalog-verify')
      .description('Checks a security catalog as Windows would.')
      .argument('<file>', 'the catalog, a .cat file', pathArgument)
      .option('--dir <directory>', 'the directory of the driver', pathArgument)
      .option(
        '--time <seconds>',
        'the time to judge by, in seconds since 1970 (default: now)',
        countArgument,
      )
      .addOption(
        new Option('--windows <name>', 'the Windows version to judge by')
          .choices(WINDOWS_TARGETS.map(({ id }) => id))
          .default('w7'),
      )
      .addOption(
        new Option(
          '--secure-boot <state>',
          'judge by this state only (default: both); not for Windows 7',
        ).choices(['on', 'off']),
      )
      .addHelpText('after', HELP),
  run: verifyCatalog,
};

/** The Windows to check for. */
interface Guest {
  readonly windows: WindowsTarget;
  readonly secureBoot: 'on' | 'off' | undefined;
}

/** The result for one architecture. */
interface CheckedTarget extends CatalogCheck {
  readonly target: CatalogTarget;
}

async function verifyCatalog(
  options: AeroCatalogVerifyOptions & CommonOptions,
  { workingDirectory, progress, now }: ProgramContext,
): Promise<ProgramOutput> {
  const path = resolve(workingDirectory, options.file);
  const bytes = await readSmallFile(path, {
    description: 'the catalog',
    maximumSize: MAXIMUM_CATALOG_SIZE,
    remedy: 'name a .cat file',
  });
  const catalog = readCatalog(bytes, path);
  const root = options.dir === undefined ? undefined : resolve(workingDirectory, options.dir);
  const directory = root === undefined ? undefined : await readCatalogDirectory(root, progress);
  const windows = windowsTarget(options.windows);
  const { secureBoot } = options;
  const targets = directory
    ? targetsOfFiles(catalog, directory.files, directory.infs, windows)
    : targetsOfCatalog(catalog, windows);
  const checked = targets.map((target) => ({
    target,
    ...judgedAt(checkCatalog({ catalog, ...target }, windows), options.time ?? now),
  }));
  const problems = distinct(checked.flatMap((check) => check.problems)).map((problem) =>
    root === undefined || problem.file === path
      ? problem
      : { ...problem, file: join(root, problem.file) },
  );
  const notes = distinct(checked.flatMap((check) => check.notes));
  const errors = problems.filter(({ kind }) => kind === 'membership' || kind === 'signature');
  const warnings = problems.filter(({ kind }) => kind === 'acceptance');
  const output = options.json
    ? { ...jsonOutput(catalog, checked, { windows, secureBoot }, directory), warnings, notes }
    : textOutput(catalog, checked, { windows, secureBoot, warnings, notes }, directory);
  if (errors.length > 0) throw new RefusedWithOutput(errors, output);
  return output;
}

/** A problem on both architectures is reported once. */
function distinct<Item>(problems: readonly Item[]): readonly Item[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function textOutput(
  catalog: Catalog,
  checked: readonly CheckedTarget[],
  {
    windows,
    secureBoot,
    warnings,
    notes,
  }: Guest & Readonly<Record<'warnings' | 'notes', readonly Problem[]>>,
  directory: CatalogDirectory | undefined,
): readonly string[] {
  const said = (kind: string, problems: readonly Problem[]): readonly string[] =>
    problems.flatMap((problem) => [
      '',
      ...`${kind}: ${formatDiagnostic(warningDiagnostic(problem))}`.split('\n'),
    ]);
  return [
    ...catalogLines(catalog),
    ...(directory ? fileLines(catalog, checked, directory) : []),
    ...checked.map(
      ({ target, verdict }) =>
        `${windows.name.padEnd(10)} ${target.architecture}: ${secureBoot === undefined ? verdictText(verdict) : secureBootText(verdict, secureBoot)}`,
    ),
    ...said('warning', warnings),
    ...said('note', notes),
  ];
}

function fileLines(
  catalog: Catalog,
  checked: readonly CheckedTarget[],
  { files }: CatalogDirectory,
): readonly string[] {
  return files.map((file) => {
    const on = architecturesThatInstall(file.path, checked);
    const isEverywhere = on.length === checked.length;
    const need =
      on.length === 0 ? 'not installed' : `installed${isEverywhere ? '' : ` on ${on.join()}`}`;
    return `file       ${file.path}: ${isMember(catalog, file) ? 'listed' : 'not listed'}, ${need}`;
  });
}

function architecturesThatInstall(
  path: string,
  checked: readonly CheckedTarget[],
): readonly string[] {
  return checked
    .filter(({ target }) => target.files?.some((file) => file.path === path))
    .map(({ target }) => target.architecture);
}

function jsonOutput(
  catalog: Catalog,
  checked: readonly CheckedTarget[],
  { windows, secureBoot }: Guest,
  directory: CatalogDirectory | undefined,
): JsonOutput {
  return {
    ...catalogJson(catalog),
    ...(directory
      ? {
          files: directory.files.map((file) => ({
            path: file.path,
            subject: file.subject,
            sha1: file.digests?.sha1 ?? null,
            sha256: file.digests?.sha256 ?? null,
            listed: isMember(catalog, file),
            installed_on: architecturesThatInstall(file.path, checked),
          })),
        }
      : {}),
    [verdictField(windows.id)]: checked.map(({ target, verdict }) => ({
      architecture: target.architecture,
      ...askedFor(verdictJson(verdict), secureBoot),
      until: verdict.until === undefined ? null : iso(verdict.until),
    })),
  };
}

/** The part of a verdict for the requested state of Secure Boot. */
function askedFor(verdict: VerdictJson, secureBoot: 'on' | 'off' | undefined): JsonOutput {
  const dropped = { on: 'secure_boot_off', off: 'secure_boot_on' } as const;
  return Object.fromEntries(
    Object.entries(verdict).filter(
      ([field]) => secureBoot === undefined || field !== dropped[secureBoot],
    ),
  );
}
