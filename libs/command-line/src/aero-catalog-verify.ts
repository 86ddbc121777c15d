import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  checkCatalog,
  readCatalog,
  verdictText,
  type Catalog,
  type CatalogCheck,
  type CatalogProblem,
} from '@aero-guest-tools/catalog';
import { formatDiagnostic, InputError, warningDiagnostic } from '@aero-guest-tools/diagnostics';
import { Command } from 'commander';
import { pathArgument } from './arguments';
import { catalogJson, catalogLines } from './catalog-description';
import {
  architectureOf,
  hardwareIdsIn,
  readCatalogDirectory,
  type CatalogDirectory,
} from './catalog-directory';
import {
  RefusedWithOutput,
  type CommonOptions,
  type JsonOutput,
  type Program,
  type ProgramContext,
  type ProgramOutput,
} from './program';

/** The command line of `aero-catalog-verify`, as the user wrote it. */
export interface AeroCatalogVerifyOptions {
  readonly file: string;
  readonly dir?: string;
}

const HELP = `
Tells who signed a security catalog, when, by what algorithms and under which
certificates, which files it lists, and whether Windows 7 accepts it. With --dir,
the INF files in that directory that name the catalog, and every file that they
install, have to be those that the catalog lists.

It is refused (exit status 1) if it is no catalog, if nobody signed it or the
signature is not valid, or if a file is not the one that it lists. Whatever else
Windows 7 may not accept is a warning.`;

/** Checks a catalog, and a directory against it. */
export const aeroCatalogVerify: Program<AeroCatalogVerifyOptions> = {
  command: () =>
    new Command('aero-catalog-verify')
      .description('Checks a security catalog as Windows 7 would.')
      .argument('<file>', 'the catalog, a .cat file', pathArgument)
      .option('--dir <directory>', 'the driver that the catalog is of', pathArgument)
      .addHelpText('after', HELP),
  run: verifyCatalog,
};

async function verifyCatalog(
  options: AeroCatalogVerifyOptions & CommonOptions,
  { workingDirectory, progress }: ProgramContext,
): Promise<ProgramOutput> {
  const path = resolve(workingDirectory, options.file);
  const catalog = readCatalog(await readCatalogFile(path), path);
  const root = options.dir === undefined ? undefined : resolve(workingDirectory, options.dir);
  const directory =
    root === undefined ? undefined : await readCatalogDirectory(root, catalog, progress);
  const check = checkCatalog({
    catalog,
    architecture: directory?.architecture ?? architectureOf(catalog),
    files: directory?.files.filter(({ path: file }) => directory.installed.has(file)) ?? [],
    hardwareIds: directory?.hardwareIds ?? [],
    allHardwareIds: directory?.allHardwareIds ?? hardwareIdsIn(catalog),
    isBootCritical: directory?.isBootCritical ?? false,
  });
  const problems = check.problems.map((problem) =>
    root === undefined || problem.file === path
      ? problem
      : { ...problem, file: join(root, problem.file) },
  );
  const errors = problems.filter(({ kind }) => kind !== 'acceptance');
  const warnings = problems.filter(({ kind }) => kind === 'acceptance');
  const output = options.json
    ? jsonOutput(catalog, check, warnings, directory)
    : textOutput(catalog, check, warnings, directory);
  if (errors.length > 0) throw new RefusedWithOutput(errors, output);
  return output;
}

async function readCatalogFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new InputError({
      file: path,
      message: 'the catalog does not exist',
      remedy: 'name a .cat file',
    });
  }
}

function textOutput(
  catalog: Catalog,
  { verdict }: CatalogCheck,
  warnings: readonly CatalogProblem[],
  directory: CatalogDirectory | undefined,
): readonly string[] {
  const architecture = directory?.architecture ?? architectureOf(catalog);
  return [
    ...catalogLines(catalog),
    ...(directory ? fileLines(catalog, directory) : []),
    `Windows 7  ${architecture}: ${verdictText(verdict)}`,
    ...warnings.flatMap((problem) => [
      '',
      ...`warning: ${formatDiagnostic(warningDiagnostic(problem))}`.split('\n'),
    ]),
  ];
}

function fileLines(catalog: Catalog, { files, installed }: CatalogDirectory): readonly string[] {
  return files.map(({ path, digests }) => {
    const isListed = isMember(catalog, digests);
    const need = installed.has(path) ? 'installed' : 'not installed';
    return `file       ${path}: ${isListed ? 'listed' : 'not listed'}, ${need}`;
  });
}

function isMember(
  { members }: Catalog,
  digests: Readonly<Record<string, string>> | undefined,
): boolean {
  const known = new Set(members.map(({ digest }) => digest));
  return Object.values(digests ?? {}).some((digest) => known.has(digest));
}

function jsonOutput(
  catalog: Catalog,
  { verdict }: CatalogCheck,
  warnings: readonly CatalogProblem[],
  directory: CatalogDirectory | undefined,
): JsonOutput {
  return {
    ...catalogJson(catalog),
    ...(directory
      ? {
          files: directory.files.map(({ path, subject, digests }) => ({
            path,
            subject,
            sha1: digests?.sha1 ?? null,
            sha256: digests?.sha256 ?? null,
            listed: isMember(catalog, digests),
            installed: directory.installed.has(path),
          })),
        }
      : {}),
    windows_7: {
      architecture: directory?.architecture ?? architectureOf(catalog),
      without_updates: verdict.withoutUpdates,
      with_updates: verdict.withUpdates,
      updates: verdict.updates,
    },
    warnings,
  };
}
