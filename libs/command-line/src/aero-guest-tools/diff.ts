import { formatSize } from '@aero-guest-tools/diagnostics';
import {
  compareDescriptions,
  hasFileChanges,
  isEqual,
  type Comparison,
  type Description,
  type DriverChange,
  type DriverKey,
  type FactChange,
  type FileChange,
  type FileChanges,
} from '@aero-guest-tools/driver-description';
import { Argument, Command } from 'commander';
import { pathArgument } from '../arguments';
import { Difference } from '../difference';
import { ExitStatus } from '../exit-status';
import type { CommonOptions, JsonOutput, Program, ProgramContext, ProgramOutput } from '../program';
import { describeOperand } from './operand';
import { SOURCE_REMEDIES, withSourceOptions, type SourceOptions } from './source-place';

/** The command line of `aero-guest-tools diff`, as the user wrote it. */
export interface DiffOptions extends SourceOptions {
  readonly a: string;
  readonly b: string;
}

const OPERAND =
  'an image, media (ISO, zip, directory), a manifest.json, a tree or an archive of drivers, an INF file, a lock, or the URL of an image that --lock pins';

const HELP = `
Drivers are paired by name, Windows and architecture. Of each it says what has
become of its version, its signer, the verdict of Windows 7, the devices that it
binds, its services and files; of an INF file, by what Windows reads of it.
Where one of the two is for Windows 7 alone, the others are left out.

To see what a new image would change without downloading it, pin it in a lock of
its own, and compare the locks:
  aero-guest-tools lock URL --lock new.lock.json
  aero-guest-tools diff virtio-win.lock.json new.lock.json

As a difftool of git, for manifests and whatever else is in a repository:
  git config difftool.drivers.cmd 'aero-guest-tools diff "$LOCAL" "$REMOTE"'
  git difftool --tool=drivers`;

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
        .addArgument(new Argument('<b>', 'another').argParser(pathArgument)),
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
  const before = await describeOperand(options.a, options, context, true);
  const after = await describeOperand(options.b, options, context, true);
  const comparison = compareDescriptions(before, after);
  const output = options.json
    ? comparisonJson(options, comparison)
    : comparisonLines(before, after, comparison);
  return isEqual(comparison) ? output : new Difference(output);
}

function comparisonLines(
  before: Description,
  after: Description,
  comparison: Comparison,
): readonly string[] {
  const { drivers, equalDrivers, files, facts, onlyWindows7 } = comparison;
  const parts = [
    countText(drivers.filter(({ change }) => change === 'changed').length, 'changed'),
    countText(drivers.filter(({ change }) => change === 'added').length, 'added'),
    countText(drivers.filter(({ change }) => change === 'removed').length, 'removed'),
    countText(equalDrivers.length, 'the same'),
  ].filter((part) => part !== '');
  return [
    `- ${before.label}`,
    `+ ${after.label}`,
    ...facts.map((fact) => factLine(fact)),
    ...groups(drivers).flatMap(({ head, body }) => ['', head, ...body]),
    ...(hasFileChanges(files) ? ['', 'other files', ...fileLines(files)] : []),
    ...(equalDrivers.length === 0 ? [] : ['', ...equalLines(equalDrivers)]),
    '',
    `drivers${onlyWindows7 ? ' for Windows 7' : ''}: ${parts.length === 0 ? 'none' : parts.join(', ')}`,
  ];
}

/** Which drivers are the same, a line for each name. */
function equalLines(drivers: readonly DriverKey[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const driver of drivers) {
    places.set(driver.name, [...(places.get(driver.name) ?? []), placeText(driver)]);
  }
  return Array.from(places, ([name, ofName]) => `${name}, ${ofName.join(', ')}: the same`);
}

function placeText({ windows = '', architecture }: DriverKey): string {
  return `${windows} ${architecture}`.trim();
}

function countText(count: number, what: string): string {
  return count === 0 ? '' : `${String(count)} ${what}`;
}

/** What is the same for several Windows and architectures is told once. */
function groups(
  drivers: readonly DriverChange[],
): readonly { readonly head: string; readonly body: readonly string[] }[] {
  const found = new Map<
    string,
    { driver: DriverChange; body: readonly string[]; places: string[] }
  >();
  for (const driver of drivers) {
    const body = driverLines(driver);
    const key = [driver.name.toLowerCase(), driver.change, ...body].join('\n');
    const group = found.get(key) ?? { driver, body, places: [] };
    group.places.push(placeText(driver));
    found.set(key, group);
  }
  return Array.from(found.values(), ({ driver, body, places }) => ({
    head: `${driver.name}, ${places.join(', ')}: ${driver.change}`,
    body,
  }));
}

function driverLines(driver: DriverChange): readonly string[] {
  const { change, facts, devicesAdded, devicesRemoved, servicesAdded, servicesRemoved } = driver;
  const service = ({ name, start }: (typeof servicesAdded)[number]): string =>
    start === undefined ? name : `${name}, started ${start}`;
  const isNew = change !== 'changed';
  return [
    ...facts.map((fact) =>
      isNew ? `  ${fact.fact.padEnd(11)} ${fact.after ?? fact.before ?? ''}` : factLine(fact),
    ),
    ...devicesAdded.map((id) => `  + binds     ${id}`),
    ...devicesRemoved.map((id) => `  - binds     ${id}`),
    ...servicesAdded.map((item) => `  + service   ${service(item)}`),
    ...servicesRemoved.map((item) => `  - service   ${service(item)}`),
    // Of a driver that is new or gone, all files are, too.
    ...(isNew ? [] : fileLines(driver.files)),
  ];
}

function factLine({ fact, before, after }: FactChange): string {
  return `  ${fact.padEnd(11)} ${before ?? 'none'} -> ${after ?? 'none'}`;
}

function fileLines({ added, removed, changed }: FileChanges): readonly string[] {
  return [
    ...changed.flatMap((change) => changedFileLines(change)),
    ...added.map(({ path, size }) => `  + file      ${path}, ${formatSize(size)}`),
    ...removed.map(({ path, size }) => `  - file      ${path}, ${formatSize(size)}`),
  ];
}

function changedFileLines({ path, before, after, sections }: FileChange): readonly string[] {
  const sizes =
    before.size === after.size
      ? `other contents, ${formatSize(after.size)}`
      : `${formatSize(before.size)} -> ${formatSize(after.size)}`;
  if (sections === undefined) return [`  file        ${path}: ${sizes}`];
  if (sections.length === 0) return [`  file        ${path}: another text of the same meaning`];
  return [
    `  file        ${path}`,
    ...sections.flatMap(({ section, added, removed, reordered }) => [
      `    [${section}]${reordered ? ': the same lines in another order' : ''}`,
      ...removed.map((line) => `    - ${line}`),
      ...added.map((line) => `    + ${line}`),
    ]),
  ];
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
      facts: driver.facts.map((fact) => factJson(fact)),
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
