import { resolve } from 'node:path';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import {
  compareDescriptions,
  isEqual,
  type Comparison,
  type FactChange,
} from '@aero-guest-tools/driver-description';
import { WINDOWS_TARGETS, windowsTarget } from '@aero-guest-tools/windows-target';
import { Argument, Command } from 'commander';
import { listArgument, pathArgument } from '../arguments';
import { Difference } from '../difference';
import { ExitStatus } from '../exit-status';
import type { CommonOptions, Program, ProgramContext } from '../program';
import type { JsonOutput, ProgramOutput } from '../program-output';
import { comparisonLines } from './comparison-lines';
import { describeOperand } from './operand';
import { SOURCE_REMEDIES, withSourceOptions, type SourceOptions } from './source-place';

/** The command line of `aero-guest-tools diff`, as the user wrote it. */
export interface DiffOptions extends SourceOptions {
  readonly a: string;
  readonly b: string;
  readonly html?: string;
  readonly windows?: readonly string[];
}

const OPERAND =
  'an image, media (ISO, zip, directory), a manifest.json, a tree or an archive of drivers, an INF file, a lock, or the URL of an image';

const HELP = `
Drivers are paired by name, Windows and architecture. Of each it says what has
become of its version, its signer, the verdict of Windows 7, the devices that it
binds, its services and files; of an INF file, by what Windows reads of it.
Where one of the two is for Windows 7 alone, or a lock lists the files of it for
some versions of Windows, the others are left out.

Of an image on a server, only what is compared is read, by ranges: the INF
files, the catalogs and what they sign. Other files of it are compared by their
sizes.
To see what a new virtio-win would change:
  aero-guest-tools diff --windows w7 virtio-win.lock.json URL

As a difftool of git, for manifests and whatever else is in a repository:
  git config difftool.drivers.cmd \\
    'aero-guest-tools diff "$LOCAL" "$REMOTE" || [ $? -eq 1 ]'
  git config difftool.prompt false
  git difftool --tool=drivers
git takes a difference, status 1, for a failure; the last part of the first line
lets only refused input, status 3, be one, with --trust-exit-code.`;

const EXIT_STATUS_HELP = `
Exit status:
  0   both hold the same
  1   they differ; standard output says how
  2   wrong usage
  3   the input was refused; standard error says what is wrong, with --json as
      {"errors": [...]} on standard output too
  70  a defect of this program, with its stack trace`;

/** Says how two things that hold drivers differ. */
export const diffCommand: Program<DiffOptions> = {
  command: () =>
    withSourceOptions(
      new Command('aero-guest-tools diff')
        .description('Compares the drivers of two images, media, manifests, trees or archives.')
        .addArgument(new Argument('<a>', OPERAND).argParser(pathArgument))
        .addArgument(new Argument('<b>', 'another').argParser(pathArgument))
        .option(
          '--windows <ids>',
          `only drivers for these, separated by commas: ${WINDOWS_TARGETS.map(({ id }) => id).join(', ')}`,
          listArgument,
        )
        .option('--html <file>', 'receives the same as a page', pathArgument),
    ).addHelpText('after', HELP),
  remedies: SOURCE_REMEDIES,
  exitStatusHelp: EXIT_STATUS_HELP,
  refusedStatus: ExitStatus.refusedToCompare,
  run: diff,
};

async function diff(
  options: DiffOptions & CommonOptions,
  context: ProgramContext,
): Promise<ProgramOutput | Difference> {
  for (const id of options.windows ?? []) windowsTarget(id);
  const choice = { reads: 'everything', windows: options.windows } as const;
  const before = await describeOperand(options.a, options, context, choice);
  const after = await describeOperand(options.b, options, context, choice);
  const comparison = compareDescriptions(before, after);
  if (options.html !== undefined) {
    const { comparisonPage } = await import('@aero-guest-tools/media-report/comparison-page');
    await writeFileAtomically(
      resolve(context.workingDirectory, options.html),
      comparisonPage(before, after, comparison),
    );
  }
  const output = options.json
    ? comparisonJson(options, comparison)
    : comparisonLines(before, after, comparison);
  return isEqual(comparison) ? output : new Difference(output);
}

function comparisonJson({ a, b }: DiffOptions, comparison: Comparison): JsonOutput {
  const { drivers, equalDrivers, files, facts, onlyWindows7 } = comparison;
  return {
    a,
    b,
    equal: isEqual(comparison),
    only_windows_7: onlyWindows7,
    facts: facts.map((fact) => factJson(fact)),
    equal_drivers: equalDrivers,
    drivers: drivers.map((driver) => ({
      name: driver.name,
      windows: driver.windows ?? null,
      architecture: driver.architecture,
      change: driver.change,
      facts: [...driver.facts, ...(driver.verdict ? [driver.verdict] : [])].map((fact) =>
        factJson(fact),
      ),
      problems: { added: driver.problemsAdded, removed: driver.problemsRemoved },
      devices: { added: driver.devicesAdded, removed: driver.devicesRemoved },
      services: { added: driver.servicesAdded, removed: driver.servicesRemoved },
      files: driver.files,
    })),
    files,
  };
}

function factJson({ fact, before, after }: FactChange): JsonOutput {
  return { fact, before: before ?? null, after: after ?? null };
}
