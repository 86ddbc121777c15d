import { table, type OutputLine } from '@aero-guest-tools/diagnostics';
import {
  changeGroups,
  changedSizesText,
  groupedFiles,
  hasFileChanges,
  namedFileText,
  placesText,
  problemText,
  serviceText,
  verdictChanges,
  windowsCounts,
  type ChangeGroup,
  type Comparison,
  type Description,
  type DriverKey,
  type FactChange,
  type GroupedFile,
  type WindowsCounts,
} from '@aero-guest-tools/driver-description';

/**
 * The result of a comparison as text. What is the same for several Windows and architectures is
 * written once.
 */
export function comparisonLines(
  before: Description,
  after: Description,
  comparison: Comparison,
): readonly OutputLine[] {
  const { equalDrivers, files, facts } = comparison;
  return [
    `- ${before.label}`,
    `+ ${after.label}`,
    ...facts.map((fact) => changeLine(fact)),
    ...changeGroups(comparison).flatMap((group) => ['', ...groupLines(group)]),
    ...(hasFileChanges(files) ? ['', 'other files', ...fileLines({ files: [files] })] : []),
    ...(equalDrivers.length === 0 ? [] : ['', ...equalLines(equalDrivers)]),
    '',
    ...countLines(comparison),
  ];
}

function groupLines(group: ChangeGroup): readonly string[] {
  const { name, places, change, facts } = group;
  const isNew = change !== 'changed';
  return [
    `${name}, ${placesText(places)}: ${change}`,
    ...(isNew ? [...versionLines(facts)] : facts.map((fact) => changeLine(fact))),
    ...verdictLines(group),
    ...group.problemsRemoved.map((problem) => `  no longer   ${problemText(problem)}`),
    ...group.problemsAdded.map((problem) => `  now         ${problemText(problem)}`),
    ...group.devicesAdded.map((id) => `  + binds     ${id}`),
    ...group.devicesRemoved.map((id) => `  - binds     ${id}`),
    ...group.servicesAdded.map((item) => `  + service   ${serviceText(item)}`),
    ...group.servicesRemoved.map((item) => `  - service   ${serviceText(item)}`),
    // For a driver that is new or gone, all files are new or gone too.
    ...(isNew ? [] : fileLines(group)),
  ];
}

/** The facts about a driver that is new or gone. */
function versionLines(facts: readonly FactChange[]): readonly string[] {
  return facts.map(({ fact, before, after }) => `  ${fact.padEnd(11)} ${after ?? before ?? ''}`);
}

function verdictLines(group: ChangeGroup): readonly string[] {
  return verdictChanges(group).map(({ by, before = 'unknown', after = 'unknown' }) => {
    const text = {
      changed: `${before} -> ${after}`,
      added: after,
      removed: before,
    }[group.change];
    return `  verdict     ${by}: ${text}`;
  });
}

function changeLine({ fact, before, after }: FactChange): string {
  return `  ${fact.padEnd(11)} ${before ?? 'none'} -> ${after ?? 'none'}`;
}

function fileLines(group: Pick<ChangeGroup, 'files'>): readonly string[] {
  return [
    ...groupedFiles(group, 'changed').flatMap((file) => changedFileLines(file)),
    ...groupedFiles(group, 'added').map((file) => `  + file      ${namedFileText(file)}`),
    ...groupedFiles(group, 'removed').map((file) => `  - file      ${namedFileText(file)}`),
  ];
}

function changedFileLines(file: GroupedFile): readonly string[] {
  const { path, sections } = file;
  if (sections === undefined) {
    return [`  file        ${path}: ${changedSizesText(file, '->')}`];
  }
  if (sections.length === 0) return [`  file        ${path}: different text with the same meaning`];
  return [
    `  file        ${path}`,
    ...sections.flatMap(({ section, added, removed, reordered }) => [
      `    [${section}]${reordered ? ': the same lines in another order' : ''}`,
      ...removed.map((line) => `    - ${line}`),
      ...added.map((line) => `    + ${line}`),
    ]),
  ];
}

/** The unchanged drivers, a line for each name. */
function equalLines(drivers: readonly DriverKey[]): readonly string[] {
  const places = new Map<string, DriverKey[]>();
  for (const driver of drivers) {
    places.set(driver.name, [...(places.get(driver.name) ?? []), driver]);
  }
  return Array.from(places, ([name, ofName]) => `${name}, ${placesText(ofName)}: the same`);
}

/** How many drivers are new, gone, changed or equal, for each Windows and in total. */
function countLines(comparison: Comparison): readonly OutputLine[] {
  const counts = windowsCounts(comparison);
  const { onlyWindows7 } = comparison;
  const words = (count: Omit<WindowsCounts, 'windows'>): string =>
    (
      [
        [count.same, 'the same'],
        [count.changed, 'changed'],
        [count.added, 'added'],
        [count.removed, 'removed'],
      ] as const
    )
      .flatMap(([number, what]) => (number === 0 ? [] : [`${String(number)} ${what}`]))
      .join(', ');
  const sum = (what: 'same' | 'changed' | 'added' | 'removed'): number =>
    counts.reduce((total, count) => total + count[what], 0);
  const total = words({
    same: sum('same'),
    changed: sum('changed'),
    added: sum('added'),
    removed: sum('removed'),
  });
  return [
    ...(counts.length > 1 ? [table(counts.map((count) => [count.windows, words(count)])), ''] : []),
    `drivers${onlyWindows7 ? ' for Windows 7' : ''}: ${total === '' ? 'none' : total}`,
  ];
}
