import { formatList, InputError, specialFile, type Problem } from '@aero-guest-tools/diagnostics';
import {
  driverMediaPath,
  entriesBelow,
  equalNames,
  foldCase,
  isNotice,
  isVersionMarker,
  sortedPaths,
  type DriverSearch,
  type MissingDriver,
  type SelectedDriver,
} from '@aero-guest-tools/driver-layout';
import type { DriverSource, SourceEntry, SourceProblem } from '@aero-guest-tools/driver-source';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { selectedPathProblems } from './selected-path';
import type { SelectedFile, Selection } from './selection';
import { selectionLimitProblems } from './selection-limits';

/** What the search of a known layout found in a source. */
export interface SearchResult {
  readonly layout?: string | undefined;
  readonly searches: readonly DriverSearch[];
  /** Folder of the source whose files may be notices and version markers; '' is the root. */
  readonly noticesFolder: string;
  /** The destination of these files: `licenses/<source>`. */
  readonly noticesDirectory: string;
  /** Entries besides the selected ones that must be files, since they are where drivers are. */
  readonly concerned: readonly SourceEntry[];
  /**
   * Folders and files that were looked for, whether they exist or not: damage there could change
   * the result. '' is everything.
   */
  readonly lookedFor: readonly string[];
  /** What to do if a required driver is missing. */
  readonly remedy: string;
}

/**
 * Makes a selection of what was found: every file in the folders of the drivers, and the notices
 * and version markers. Folders are taken whole; which of their files go on the media is decided
 * later.
 *
 * @throws InputError, with all problems together: required drivers that are missing for an
 *   architecture; entries to be taken that are not files; problems of the source at places that
 *   were searched or are to be taken; names that cannot be written side by side below one
 *   directory; more files or bytes than any source of drivers has.
 */
export function completeSelection(
  source: Pick<DriverSource, 'label' | 'entries' | 'problems' | 'remarks'>,
  result: SearchResult,
): Selection {
  const { label, entries } = source;
  const { searches, noticesFolder, noticesDirectory } = result;
  const drivers = searches.flatMap(({ found }) => found);
  const prefix = noticesFolder === '' ? '' : `${noticesFolder}/`;
  const atRoot = entries.filter(
    ({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'),
  );
  const nameOf = ({ path }: SourceEntry): string => path.slice(prefix.length);
  const notices = atRoot.filter((entry) => isNotice(nameOf(entry)));
  const versionMarkers = atRoot.filter((entry) => isVersionMarker(nameOf(entry)));
  const files = [
    ...drivers.flatMap((driver) => driverFiles(entries, driver)),
    ...[...notices, ...versionMarkers].map((entry) => ({
      ...selectedEntry(entry),
      path: `${noticesDirectory}/${nameOf(entry)}`,
    })),
  ].toSorted((a, b) => compareBytes(a.path, b.path));

  const problems: readonly Problem[] = [
    ...searches
      .filter(({ request }) => request?.required)
      .flatMap(({ missing, elsewhere }) =>
        missing.map((driver) => missingProblem(driver, elsewhere ?? [], result.remedy)),
      ),
    ...[...result.concerned, ...notices, ...versionMarkers]
      .filter(({ kind }) => kind !== 'file')
      .map((entry) => notAFileProblem(entry)),
    ...selectedPathProblems(files),
    ...selectionLimitProblems(files),
  ];
  if (problems.length > 0) {
    throw new InputError([
      ...problems.map((problem) => ({ ...problem, file: place(label, problem) })),
      ...(searches.some(({ missing }) => missing.length > 0) ? (source.remarks ?? []) : []),
    ]);
  }
  const inTheWay = (source.problems ?? []).filter((problem) => concerns(problem, result));
  if (inTheWay.length > 0) throw new InputError(inTheWay.map(({ problem }) => problem));
  return {
    ...(result.layout === undefined ? {} : { layout: result.layout }),
    drivers: drivers.toSorted(
      (a, b) => compareBytes(a.name, b.name) || compareBytes(a.architecture, b.architecture),
    ),
    missing: searches
      .flatMap(({ missing }) => missing)
      .toSorted((a, b) => compareBytes(a.name, b.name)),
    notices: sortedPaths(notices),
    versionMarkers: sortedPaths(versionMarkers),
    noticesDirectory,
    files,
  };
}

function driverFiles(
  entries: readonly SourceEntry[],
  driver: SelectedDriver,
): readonly SelectedFile[] {
  const { directory, files } = driver;
  const only = files && new Set(files);
  const taken = entriesBelow(entries, directory).filter(({ path }) => only?.has(path) ?? true);
  return taken.map((entry) => ({
    ...selectedEntry(entry),
    path: driverMediaPath(driver, entry.path.slice(directory.length + 1)),
  }));
}

/** The known facts about a file do not change with its path. */
function selectedEntry({ path, size, sha256 }: SourceEntry): Omit<SelectedFile, 'path'> {
  return { source: path, size, sha256 };
}

/**
 * Whether a problem at a path of the source may change the selection: the path is at, above or
 * below something that is taken, at or above something that was looked for, or may be a notice.
 */
function concerns(
  { path, kind }: SourceProblem,
  { searches, lookedFor, noticesFolder }: SearchResult,
): boolean {
  const taken = searches.flatMap(({ found }) => found.map(({ directory }) => directory));
  const prefix = noticesFolder === '' ? '' : `${noticesFolder}/`;
  const name = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  return (
    (kind !== 'file' && lookedFor.some((looked) => looked === '' || isAtOrBelow(looked, path))) ||
    taken.some((directory) => isAtOrBelow(path, directory) || isAtOrBelow(directory, path)) ||
    (!name.includes('/') && (isNotice(name) || isVersionMarker(name)))
  );
}

function isAtOrBelow(path: string, folder: string): boolean {
  return equalNames(path, folder) || foldCase(path).startsWith(foldCase(`${folder}/`));
}

function place(label: string, { file }: Problem): string {
  return file === undefined ? label : `${label}: ${file}`;
}

function missingProblem(
  { name, architectures, reason, tried, present }: MissingDriver,
  elsewhere: readonly string[],
  remedy: string,
): Problem {
  const folders = present.length === 0 ? 'no folders' : `the folders ${formatList(present)}`;
  return {
    id: 'source.required-driver-missing',
    message: `the required driver ${name} is missing for ${architectures.join(' and ')}: ${reason}`,
    found: elsewhere.length === 0 ? folders : `${folders}; elsewhere ${formatList(elsewhere)}`,
    expected: `${tried.length > 1 ? 'one of the folders' : 'the folder'} ${formatList(tried)}`,
    remedy,
  };
}

function notAFileProblem({ path, kind }: SourceEntry): Problem {
  const special = kind === 'symbolic-link' ? 'link' : 'other';
  return specialFile(path, special, 'take a source without it');
}
