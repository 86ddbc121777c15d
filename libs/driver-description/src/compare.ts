import type { ProblemId } from '@aero-guest-tools/diagnostics';
import { verdictText } from '@aero-guest-tools/catalog';
import { windowsOf } from '@aero-guest-tools/catalog/verdict';
import { isoDriverDate } from '@aero-guest-tools/inf/driver-date';
import { windowsOrder } from '@aero-guest-tools/driver-layout';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { DEFAULT_WINDOWS_TARGET } from '@aero-guest-tools/windows-target';
import { compareInfs, type SectionChange } from './compare-infs';
import type { DescribedDriver, DescribedFile, DescribedService, Description } from './description';

/** The differences between two things. */
export interface Comparison {
  /** By name, Windows and architecture. Drivers that are equal are not listed. */
  readonly drivers: readonly DriverChange[];
  /** Drivers that both have, byte for byte. */
  readonly equalDrivers: readonly DriverKey[];
  /** Files that belong to no driver. */
  readonly files: FileChanges;
  /** Facts about the whole: the version of media, their signing policy, the release of an image. */
  readonly facts: readonly FactChange[];
  /** Whether only drivers for Windows 7 were compared, since one of the two knows no others. */
  readonly onlyWindows7: boolean;
}

/** The key of a driver. */
export interface DriverKey {
  readonly name: string;
  readonly windows: string | undefined;
  readonly architecture: string;
}

/** A changed value; undefined on the side that has none. */
export interface Change<Value> {
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

export interface FactChange extends Change<string> {
  readonly fact: string;
}

/** A changed driver. */
export interface DriverChange extends DriverKey {
  readonly change: 'added' | 'removed' | 'changed';
  /** Version, date, provider and signer, if they differ. */
  readonly facts: readonly FactChange[];
  /** The verdict of its Windows, if it differs; the fact is the name of the Windows. */
  readonly verdict: FactChange | undefined;
  /**
   * Problems that a changed driver has now and did not have before; and the reverse in the next
   * field.
   */
  readonly problemsAdded: readonly DriverProblem[];
  readonly problemsRemoved: readonly DriverProblem[];
  readonly devicesAdded: readonly string[];
  readonly devicesRemoved: readonly string[];
  readonly servicesAdded: readonly DescribedService[];
  readonly servicesRemoved: readonly DescribedService[];
  readonly files: FileChanges;
}

/** A problem of a driver. */
export interface DriverProblem {
  readonly id: ProblemId;
  /** Relative to the driver. */
  readonly file: string | undefined;
  readonly message: string;
}

/** Changed files. Paths are in byte order. */
export interface FileChanges {
  readonly added: readonly DescribedFile[];
  readonly removed: readonly DescribedFile[];
  readonly changed: readonly FileChange[];
}

export interface FileChange {
  readonly path: string;
  readonly before: DescribedFile;
  readonly after: DescribedFile;
  /**
   * For an INF file: the sections whose meaning changed; empty if there are none. Otherwise
   * undefined.
   */
  readonly sections: readonly SectionChange[] | undefined;
}

/** Whether two compared things are the same. */
export function isEqual({ drivers, files, facts }: Comparison): boolean {
  return drivers.length + facts.length === 0 && !hasFileChanges(files);
}

/** Whether there are any changed files. */
export function hasFileChanges({ added, removed, changed }: FileChanges): boolean {
  return added.length + removed.length + changed.length > 0;
}

/**
 * Compares the contents of two images, media, manifests, trees or archives. Drivers are paired by
 * name (ignoring case), Windows and architecture. If one of the two is for Windows 7 only, so is
 * the comparison. If a lock lists the files of one, only the Windows that the lock names are
 * compared. Files that belong to no driver are compared only if both are of one kind.
 */
export function compareDescriptions(before: Description, after: Description): Comparison {
  const areOfOneKind = before.kind === after.kind && isListed(before) === isListed(after);
  const onlyWindows7 = !areOfOneKind && [before, after].some(isForWindows7);
  const [old, fresh] = [before, after].map(
    ({ drivers }) =>
      new Map(
        drivers
          .filter((driver) => !onlyWindows7 || isOfWindows7(driver))
          .filter((driver) => isListedFor(driver, before) && isListedFor(driver, after))
          .map((driver) => [keyOf(driver, onlyWindows7), driver]),
      ),
  );
  const all = new Map([...(fresh ?? []), ...(old ?? [])]);
  const changes = new Map(
    Array.from(all.keys(), (key) => [key, compareDrivers(old?.get(key), fresh?.get(key))]),
  );
  const areAlike =
    [before.kind, after.kind].every((kind) => kind === 'media' || kind === 'manifest') ||
    before.kind === after.kind;
  return {
    drivers: [...changes.values()].flatMap((change) => change ?? []).toSorted(byKey),
    equalDrivers: Array.from(all)
      .filter(([key]) => changes.get(key) === undefined)
      .map(([, { name, windows, architecture }]) => ({ name, windows, architecture }))
      .toSorted(byKey),
    // A lock lists the files of drivers, and few others.
    files:
      areAlike && isListed(before) === isListed(after)
        ? compareFiles(comparedFiles(before), comparedFiles(after))
        : { added: [], removed: [], changed: [] },
    facts: areAlike ? compareFacts(before, after) : [],
    onlyWindows7,
  };
}

/** Whether only the files that a lock lists are known. */
function isListed({ identity }: Description): boolean {
  return identity?.list_sha256 !== undefined;
}

/**
 * Whether both would know a driver if both had it: a lock says nothing about a Windows that it does
 * not list.
 */
function isListedFor({ verdict }: DescribedDriver, { listedFor }: Description): boolean {
  if (listedFor === undefined) return true;
  return verdict !== undefined && listedFor.includes(windowsOf(verdict).id);
}

function isForWindows7(description: Description): boolean {
  const { kind, manifest, listedFor } = description;
  const windows = manifest?.target?.windows ?? DEFAULT_WINDOWS_TARGET.id;
  if (windows !== DEFAULT_WINDOWS_TARGET.id) return false;
  return kind !== 'virtio-win' || listedFor?.join() === DEFAULT_WINDOWS_TARGET.id;
}

function isOfWindows7({ verdict }: DescribedDriver): boolean {
  return verdict !== undefined && windowsOf(verdict) === DEFAULT_WINDOWS_TARGET;
}

function keyOf({ name, windows, architecture }: DescribedDriver, onlyWindows7: boolean): string {
  const system = onlyWindows7 || windows === undefined ? '' : windows.toLowerCase();
  return `${name.toLowerCase()}/${system}/${architecture}`;
}

/** Oldest Windows first, and x86 before amd64. */
function byKey(a: DriverKey, b: DriverKey): number {
  const system = ({ windows }: DriverKey): number =>
    windows === undefined ? 0 : windowsOrder(windows);
  return (
    compareBytes(a.name.toLowerCase(), b.name.toLowerCase()) ||
    system(a) - system(b) ||
    compareBytes(b.architecture, a.architecture)
  );
}

/** The manifest is compared by its facts. */
function comparedFiles({ files, manifest }: Description): readonly DescribedFile[] {
  return manifest === undefined ? files : files.filter(({ path }) => path !== 'manifest.json');
}

function compareFacts(before: Description, after: Description): readonly FactChange[] {
  const [old, fresh] = [before, after].map(({ manifest, volumeId, release }) => ({
    'volume id': volumeId,
    release: release?.release,
    version: manifest?.package.version,
    build: manifest?.package.build_id,
    'signing policy': manifest?.signing_policy,
    'packaging spec': manifest?.inputs.packaging_spec.sha256,
    'device contract': manifest?.inputs.windows_device_contract.sha256,
  }));
  // Only images have a volume id, so it is compared only between images.
  const isPair = [before, after].every(({ volumeId }) => volumeId !== undefined);
  return changedFacts(old ?? {}, fresh ?? {}).filter(
    ({ fact }) => isPair || (fact !== 'volume id' && fact !== 'release'),
  );
}

function changedFacts(
  before: Readonly<Record<string, string | undefined>>,
  after: Readonly<Record<string, string | undefined>>,
): readonly FactChange[] {
  return Object.keys({ ...before, ...after })
    .map((fact) => ({ fact, before: before[fact], after: after[fact] }))
    .filter((change) => change.before !== change.after);
}

/** @returns Undefined if the two are the same. */
function compareDrivers(
  before: DescribedDriver | undefined,
  after: DescribedDriver | undefined,
): DriverChange | undefined {
  const one = after ?? before;
  if (one === undefined) return undefined;
  const files = compareFiles(before?.files ?? [], after?.files ?? [], before?.infs, after?.infs);
  const facts =
    before && after
      ? changedFacts(factsOf(before, after), factsOf(after, before))
      : changedFacts(factsOf(before), factsOf(after));
  const [verdict] = changedFacts(verdictFact(before), verdictFact(after));
  const isSame = facts.length === 0 && verdict === undefined && !hasFileChanges(files);
  if (before && after && isSame) return undefined;
  const [problemsBefore, problemsAfter] =
    before && after && knowsInfs(before) && knowsInfs(after)
      ? [problemsOf(before), problemsOf(after)]
      : [[], []];
  return {
    name: one.name,
    windows: one.windows,
    architecture: one.architecture,
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    facts,
    verdict,
    problemsAdded: notIn(problemsAfter, problemsBefore, problemKey),
    problemsRemoved: notIn(problemsBefore, problemsAfter, problemKey),
    devicesAdded: notIn(after?.hardwareIds ?? [], before?.hardwareIds ?? [], (id) => id),
    devicesRemoved: notIn(before?.hardwareIds ?? [], after?.hardwareIds ?? [], (id) => id),
    servicesAdded: notIn(after?.services ?? [], before?.services ?? [], serviceKey(before, after)),
    servicesRemoved: notIn(
      before?.services ?? [],
      after?.services ?? [],
      serviceKey(before, after),
    ),
    files,
  };
}

function knowsInfs({ infs }: DescribedDriver): boolean {
  return infs.size > 0;
}

function problemsOf({ problems, directory }: DescribedDriver): readonly DriverProblem[] {
  return problems.map(({ id, file, message }) => ({
    id,
    file: file?.startsWith(`${directory}/`) === true ? file.slice(directory.length + 1) : file,
    message,
  }));
}

function problemKey({ file = '', message }: DriverProblem): string {
  return `${file}: ${message}`;
}

/**
 * A manifest does not record when services start or what the dates are; that is not a difference.
 */
function serviceKey(
  before: DescribedDriver | undefined,
  after: DescribedDriver | undefined,
): (service: DescribedService) => string {
  const knowsStarts = [before, after].every((driver) => driver === undefined || knowsInfs(driver));
  return ({ name, start = '' }) => (knowsStarts ? `${name} ${start}` : name);
}

function factsOf(
  driver: DescribedDriver | undefined,
  other?: DescribedDriver,
): Readonly<Record<string, string | undefined>> {
  if (driver === undefined) return {};
  const knowsDates = other === undefined || (knowsInfs(driver) && knowsInfs(other));
  return {
    version: driver.version,
    ...(knowsDates ? { date: driver.date && isoDriverDate(driver.date) } : {}),
    provider: driver.provider,
    'signed by': signersOf(driver),
  };
}

function verdictFact(
  driver: DescribedDriver | undefined,
): Readonly<Record<string, string | undefined>> {
  const verdict = driver?.verdict;
  return verdict === undefined ? {} : { [windowsOf(verdict).name]: verdictText(verdict) };
}

/** The signers of a driver, for people; undefined if nobody signed it. */
export function signersOf({ catalogs }: Pick<DescribedDriver, 'catalogs'>): string | undefined {
  const names = new Set(catalogs.map(({ signerName, signer }) => signerName ?? signer ?? 'nobody'));
  return names.size === 0 ? undefined : [...names].join(', ');
}

function notIn<Value>(
  values: readonly Value[],
  others: readonly Value[],
  key: (value: Value) => string,
): readonly Value[] {
  const known = new Set(others.map((value) => key(value).toLowerCase()));
  return values.filter((value) => !known.has(key(value).toLowerCase()));
}

/** Compares by contents, or by size if the contents of one were not read. */
function isSameFile(before: DescribedFile, after: DescribedFile): boolean {
  return before.sha256 === undefined || after.sha256 === undefined
    ? before.size === after.size
    : before.sha256 === after.sha256;
}

function compareFiles(
  before: readonly DescribedFile[],
  after: readonly DescribedFile[],
  infsBefore: DescribedDriver['infs'] = new Map(),
  infsAfter: DescribedDriver['infs'] = new Map(),
): FileChanges {
  const [old, fresh] = [before, after].map(
    (files) => new Map(files.map((file) => [file.path.toLowerCase(), file])),
  );
  const changed = before.flatMap((file): FileChange[] => {
    const now = fresh?.get(file.path.toLowerCase());
    if (now === undefined || isSameFile(file, now)) return [];
    const [infBefore, infAfter] = [infsBefore.get(file.path), infsAfter.get(now.path)];
    const sections = infBefore && infAfter ? compareInfs(infBefore, infAfter) : undefined;
    return [{ path: now.path, before: file, after: now, sections }];
  });
  return {
    added: after.filter(({ path }) => !old?.has(path.toLowerCase())),
    removed: before.filter(({ path }) => !fresh?.has(path.toLowerCase())),
    changed,
  };
}
