import { formatList, InputError, type Problem } from '@aero-guest-tools/diagnostics';
import type { DriverSource, SourceEntry } from '@aero-guest-tools/driver-source';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { entriesBelow, sortedPaths } from './folders';
import { isNotice, isVersionMarker } from './notices';
import { selectedPathProblems } from './selected-path';
import { selectionLimitProblems } from './selection-limits';
import type {
  DriverRequest,
  MissingDriver,
  SelectedDriver,
  SelectedFile,
  Selection,
} from './selection';

/** Where the drivers of a request are, and where they are not. */
export interface DriverSearch {
  /** `undefined` for drivers that nobody asked for. */
  readonly request: DriverRequest | undefined;
  readonly found: readonly SelectedDriver[];
  readonly missing: readonly MissingDriver[];
}

/** What was found in a source, by whoever knows its layout. */
export interface SearchResult {
  readonly layout?: string | undefined;
  readonly searches: readonly DriverSearch[];
  /** Folder of the source whose files may be notices and version markers; '' is the root. */
  readonly noticesFolder: string;
  /** Where these go: `licenses/<source>`. */
  readonly noticesDirectory: string;
  /** Entries besides the selected ones that must be files, since they stand where drivers do. */
  readonly concerned: readonly SourceEntry[];
  /** What to do if a required driver is missing. */
  readonly remedy: string;
}

/**
 * Makes a selection of what was found: every file in the folders of the drivers, which are taken
 * whole (what of them belongs on the media is decided later), and the notices and version markers.
 *
 * @throws InputError, with all problems together: required drivers that are missing for an
 *   architecture; what is not a file where a file is to be taken; names that cannot be written side
 *   by side below one directory; more files or bytes than any source of drivers has.
 */
export function completeSelection(
  { label, entries }: Pick<DriverSource, 'label' | 'entries'>,
  result: SearchResult,
): Selection {
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
      path: `${noticesDirectory}/${nameOf(entry)}`,
      source: entry.path,
      size: entry.size,
    })),
  ].toSorted((a, b) => compareBytes(a.path, b.path));

  const problems: readonly Problem[] = [
    ...searches
      .filter(({ request }) => request?.required)
      .flatMap(({ missing }) => missing.map((driver) => missingProblem(driver, result.remedy))),
    ...[...result.concerned, ...notices, ...versionMarkers]
      .filter(({ kind }) => kind !== 'file')
      .map((entry) => notAFileProblem(entry)),
    ...selectedPathProblems(files),
    ...selectionLimitProblems(files),
  ];
  if (problems.length > 0) {
    throw new InputError(problems.map((problem) => ({ ...problem, file: place(label, problem) })));
  }
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
  { name, architecture, directory }: SelectedDriver,
): readonly SelectedFile[] {
  return entriesBelow(entries, directory).map(({ path, size }) => ({
    path: `drivers/${architecture}/${name}${path.slice(directory.length)}`,
    source: path,
    size,
  }));
}

function place(label: string, { file }: Problem): string {
  return file === undefined ? label : `${label}: ${file}`;
}

function missingProblem(
  { name, architectures, reason, tried, present }: MissingDriver,
  remedy: string,
): Problem {
  return {
    message: `the required driver ${name} is missing for ${architectures.join(' and ')}: ${reason}`,
    found: present.length === 0 ? 'no folders' : `the folders ${formatList(present)}`,
    expected: `${tried.length > 1 ? 'one of the folders' : 'the folder'} ${formatList(tried)}`,
    remedy,
  };
}

function notAFileProblem({ path, kind }: SourceEntry): Problem {
  const isLink = kind === 'symbolic-link';
  return {
    file: path,
    message: isLink ? 'symbolic links are refused' : 'only files and directories are accepted',
    found: isLink ? 'a symbolic link' : 'a device, socket or named pipe',
    expected: 'a file or a directory',
    remedy: 'take a source without it',
  };
}
