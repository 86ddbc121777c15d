import { windowsOrder } from '@aero-guest-tools/driver-layout';
import type {
  Comparison,
  DriverChange,
  DriverKey,
  FactChange,
  FileChange,
  FileChanges,
} from './compare';

/**
 * Builds of a driver for several Windows and architectures that have the same changes, which are
 * reported once.
 */
export interface ChangeGroup extends Pick<
  DriverChange,
  | 'name'
  | 'change'
  | 'facts'
  | 'devicesAdded'
  | 'devicesRemoved'
  | 'servicesAdded'
  | 'servicesRemoved'
  | 'problemsAdded'
  | 'problemsRemoved'
> {
  readonly places: readonly DriverKey[];
  /** The verdicts of their Windows, which may differ within the group. */
  readonly verdicts: readonly VerdictGroup[];
  /** For each build; paths and meaning are the same, sizes may differ. */
  readonly files: readonly FileChanges[];
}

/** Builds whose Windows have the same verdict. */
export interface VerdictGroup extends Omit<FactChange, 'fact'> {
  readonly windows: readonly string[];
  readonly places: readonly DriverKey[];
}

/**
 * The changes of a comparison. Changes that differ only in Windows, architecture and sizes are
 * merged.
 */
export function changeGroups({ drivers }: Pick<Comparison, 'drivers'>): readonly ChangeGroup[] {
  const groups = new Map<string, [DriverChange, ...DriverChange[]]>();
  for (const driver of drivers) {
    const key = sameness(driver);
    const group = groups.get(key);
    if (group) group.push(driver);
    else groups.set(key, [driver]);
  }
  return Array.from(groups.values(), (group): ChangeGroup => {
    const {
      windows: _windows,
      architecture: _architecture,
      verdict: _verdict,
      ...first
    } = group[0];
    return {
      ...first,
      places: group.map((driver) => keyOf(driver)),
      verdicts: verdictGroups(group),
      files: group.map(({ files }) => files),
    };
  });
}

/** A key that is equal for two changes that are merged. */
function sameness({ name, change, facts, files, ...driver }: DriverChange): string {
  const { devicesAdded, devicesRemoved, servicesAdded, servicesRemoved } = driver;
  const { problemsAdded, problemsRemoved } = driver;
  const paths = (of: readonly { readonly path: string }[]): readonly string[] =>
    of.map(({ path }) => path.toLowerCase());
  return JSON.stringify([
    name.toLowerCase(),
    change,
    facts,
    [devicesAdded, devicesRemoved, servicesAdded, servicesRemoved],
    [problemsAdded, problemsRemoved],
    // For a driver that is new or gone, all files are new or gone too.
    change === 'changed'
      ? [
          paths(files.added),
          paths(files.removed),
          files.changed.map(({ path, sections }) => [path.toLowerCase(), sections ?? null]),
        ]
      : [],
  ]);
}

function verdictGroups(drivers: readonly DriverChange[]): readonly VerdictGroup[] {
  const groups = new Map<string, { windows: Set<string>; places: DriverKey[] } & FactChange>();
  for (const { verdict, ...driver } of drivers) {
    if (verdict === undefined) continue;
    const key = JSON.stringify([verdict.before ?? null, verdict.after ?? null]);
    const group = groups.get(key) ?? { ...verdict, windows: new Set(), places: [] };
    group.windows.add(verdict.fact);
    group.places.push(keyOf(driver));
    groups.set(key, group);
  }
  return Array.from(groups.values(), ({ windows, places, before, after }) => ({
    windows: [...windows],
    places,
    before,
    after,
  }));
}

function keyOf({ name, windows, architecture }: DriverKey): DriverKey {
  return { name, windows, architecture };
}

/** `w7, w8.1 (x86, amd64), w10 (amd64)`; `x86, amd64` if the layout names no Windows. */
export function placesText(places: readonly DriverKey[]): string {
  const architectures = new Map<string, string[]>();
  for (const { windows = '', architecture } of places) {
    architectures.set(windows, [...(architectures.get(windows) ?? []), architecture]);
  }
  const windows = new Map<string, string[]>();
  for (const [name, on] of architectures) {
    const key = on.join(', ');
    windows.set(key, [...(windows.get(key) ?? []), name]);
  }
  return Array.from(windows, ([on, names]) => {
    const named = names.filter((name) => name !== '').join(', ');
    return named === '' ? on : `${named} (${on})`;
  }).join(', ');
}

/** In bytes; undefined if there is no such file. */
type Sizes = readonly [before: number | undefined, after: number | undefined];

/** A file that has changed in several builds, with the common facts. */
export interface GroupedFile {
  readonly path: string;
  /** All distinct pairs of sizes. */
  readonly sizes: readonly Sizes[];
  readonly sections: FileChange['sections'];
}

/** The files of a group: each once, with its sizes in the builds. */
export function groupedFiles(
  { files }: Pick<ChangeGroup, 'files'>,
  kind: keyof FileChanges,
): readonly GroupedFile[] {
  const grouped = new Map<string, { file: GroupedFile; sizes: Map<string, Sizes> }>();
  for (const changes of files) {
    for (const file of changes[kind]) {
      const sizes: Sizes =
        'before' in file
          ? [file.before.size, file.after.size]
          : kind === 'added'
            ? [undefined, file.size]
            : [file.size, undefined];
      const sections = 'sections' in file ? file.sections : undefined;
      const key = file.path.toLowerCase();
      const group = grouped.get(key) ?? {
        file: { path: file.path, sizes: [], sections },
        sizes: new Map<string, Sizes>(),
      };
      group.sizes.set(sizes.join(), sizes);
      grouped.set(key, group);
    }
  }
  return Array.from(grouped.values(), ({ file, sizes }) => ({
    ...file,
    sizes: [...sizes.values()],
  }));
}

/**
 * How many drivers for a Windows are new, gone, changed or equal; a driver counts once for each
 * architecture.
 */
export interface WindowsCounts {
  /** The upstream name; '' if the layout names none. */
  readonly windows: string;
  readonly same: number;
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
}

/** The counts for each Windows, oldest first. */
export function windowsCounts({
  drivers,
  equalDrivers,
}: Pick<Comparison, 'drivers' | 'equalDrivers'>): readonly WindowsCounts[] {
  const found = new Map<string, WindowsCounts>();
  const count = (
    { windows = '' }: DriverKey,
    what: 'same' | 'changed' | 'added' | 'removed',
  ): void => {
    const before = found.get(windows) ?? { windows, same: 0, changed: 0, added: 0, removed: 0 };
    found.set(windows, { ...before, [what]: before[what] + 1 });
  };
  for (const driver of equalDrivers) count(driver, 'same');
  for (const driver of drivers) count(driver, driver.change);
  return [...found.values()].toSorted((a, b) => orderOf(a.windows) - orderOf(b.windows));
}

function orderOf(windows: string): number {
  return windows === '' ? 0 : windowsOrder(windows);
}
