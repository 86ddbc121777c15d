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
Drivers are paired by name, Windows version and architecture. For each driver,
the program compares the version, the signer, the verdict, the devices that it
binds, its services and its files. It ignores comments and layout in INF files.
If one of the two is for Windows 7 only, or is a lock with the files for some
Windows versions, drivers for other versions are left out.

If an image is on a server, the program reads only the INF files, the catalogs
and the files that these sign, with range requests. It compares other files by
their sizes. To see what a new virtio-win would change:
  aero-guest-tools diff --windows w7 virtio-win.lock.json URL

To use it as a difftool of git, for manifests and other files in a repository:
  git config difftool.drivers.cmd \\
    'aero-guest-tools diff "$LOCAL" "$REMOTE" || [ $? -eq 1 ]'
  git config difftool.prompt false
  git difftool --tool=drivers
With --trust-exit-code, git would take a difference (status 1) for a failure; the
end of that command prevents it. Refused input (status 3) is still a failure.`;

const EXIT_STATUS_HELP = `
Exit status:
  0   both are the same
  1   they differ; standard output says how
  2   wrong usage
  3   the input was refused; standard error says what is wrong, with --json as
      {"errors": [...]} on standard output too
  70  a bug in this program; it prints a stack trace`;

/** Shows the differences between two things that hold drivers. */
export const diffCommand: Program<DiffOptions> = {
  command: () =>
    withSourceOptions(
      new Command('aero-guest-tools diff')
        .description('Compares the drivers of two images, media, manifests, trees or archives.')
        .addArgument(new Argument('<a>', OPERAND).argParser(pathArgument))
        .addArgument(new Argument('<b>', 'another').argParser(pathArgument))
        .option(
          '--windows <ids>',
          `only drivers for these Windows versions, separated by commas: ${WINDOWS_TARGETS.map(({ id }) => id).join(', ')}`,
          listArgument,
        )
        .option('--html <file>', 'write the comparison as a page to this file', pathArgument),
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
