import { formatList, InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { compareBytes } from '@aero-guest-tools/file-tree';
import type { DriverSource, SourceEntry } from './driver-source';
import { entriesAt, entriesBelow, sortedPaths } from './folders';
import { searchDriver } from './search-driver';
import { selectedPathProblems } from './selected-path';
import {
  NOTICES_DIRECTORY,
  type DriverRequest,
  type MissingDriver,
  type SelectedDriver,
  type SelectedFile,
  type Selection,
} from './selection';
import { isNotice, isVersionMarker, upstreamFolder } from './upstream-layout';

/**
 * Selects Windows 7 drivers in a virtio-win image. (Packager rules, 8. Where drivers come from: for
 * each driver its upstream folder, in it the first of `w7.1 w7_1 w7 win7`, in that the first of
 * `amd64 x64` and of `x86 i386`; notices and version markers at the root; names match
 * case-insensitively.) A folder is taken whole: what of it belongs on the media is decided later.
 *
 * @throws InputError, with all problems together: required drivers that are missing for an
 *   architecture; what is not a file in the folder of a driver or in place of a notice; names that
 *   cannot be written side by side below one directory.
 */
export function selectDrivers(
  source: Pick<DriverSource, 'label' | 'entries'>,
  requests: readonly DriverRequest[],
): Selection {
  const { entries, label } = source;
  const searches = requests.map((request) => ({ request, ...searchDriver(entries, request.name) }));
  const drivers = searches.flatMap(({ found }) => found);
  const atRoot = entries.filter(({ path }) => !path.includes('/'));
  const notices = atRoot.filter(({ path }) => isNotice(path));
  const versionMarkers = atRoot.filter(({ path }) => isVersionMarker(path));
  const files = [
    ...drivers.flatMap((driver) => driverFiles(entries, driver)),
    ...[...notices, ...versionMarkers].map((entry) => noticeFile(entry)),
  ].toSorted((a, b) => compareBytes(a.path, b.path));

  const concerned = [
    ...requests.flatMap(({ name }) => driverEntries(entries, name)),
    ...notices,
    ...versionMarkers,
  ];
  const problems: readonly Problem[] = [
    ...searches
      .filter(({ request }) => request.required)
      .flatMap(({ missing }) => missing.map((driver) => missingProblem(driver))),
    ...concerned.filter(({ kind }) => kind !== 'file').map((entry) => notAFileProblem(entry)),
    ...selectedPathProblems(files),
  ];
  if (problems.length > 0) {
    throw new InputError(problems.map((problem) => ({ ...problem, file: place(label, problem) })));
  }
  return {
    drivers: drivers.toSorted(
      (a, b) => compareBytes(a.name, b.name) || compareBytes(a.architecture, b.architecture),
    ),
    missing: searches
      .flatMap(({ missing }) => missing)
      .toSorted((a, b) => compareBytes(a.name, b.name)),
    notices: sortedPaths(notices),
    versionMarkers: sortedPaths(versionMarkers),
    files,
  };
}

/** Everything in the upstream folder of a driver, for any Windows, and what stands in its place. */
function driverEntries(entries: readonly SourceEntry[], name: string): readonly SourceEntry[] {
  const folder = upstreamFolder(name);
  return [...entriesAt(entries, folder), ...entriesBelow(entries, folder)];
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

function noticeFile({ path, size }: SourceEntry): SelectedFile {
  return { path: `${NOTICES_DIRECTORY}/${path}`, source: path, size };
}

function place(label: string, { file }: Problem): string {
  return file === undefined ? label : `${label}: ${file}`;
}

function missingProblem({ name, architectures, reason, tried, present }: MissingDriver): Problem {
  return {
    message: `the required driver ${name} is missing for ${architectures.join(' and ')}: ${reason}`,
    found: present.length === 0 ? 'no folders' : `the folders ${formatList(present)}`,
    expected: `${tried.length > 1 ? 'one of the folders' : 'the folder'} ${formatList(tried)}`,
    remedy:
      'take a virtio-win image that has the driver for Windows 7 (0.1.173 is the newest that has any), or make the driver optional in the packaging spec',
  };
}

function notAFileProblem({ path, kind }: SourceEntry): Problem {
  const isLink = kind === 'symbolic-link';
  return {
    file: path,
    message: isLink ? 'symbolic links are refused' : 'only files and directories are accepted',
    found: isLink ? 'a symbolic link' : 'a device, socket or named pipe',
    expected: 'a file or a directory',
    remedy: 'take an image without it',
  };
}
