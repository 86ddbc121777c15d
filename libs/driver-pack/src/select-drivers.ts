import {
  entriesAt,
  entriesBelow,
  searchDriver,
  sourceFolders,
  upstreamFolder,
  wrappingFolder,
  type DriverRequest,
  type FoundDriver,
} from '@aero-guest-tools/driver-layout';
import type { DriverSource, SourceEntry } from '@aero-guest-tools/driver-source';
import { imageRelease, RELEASES_FOR_WINDOWS_7, releaseText } from '@aero-guest-tools/virtio-win';
import type { GuestTarget } from '@aero-guest-tools/windows-target';
import { completeSelection } from './complete-selection';
import type { Selection } from './selection';

/** The directory of the notices, version markers and provenance of a virtio-win image. */
const NOTICES_DIRECTORY = 'licenses/virtio-win';

/**
 * Selects the drivers for a Windows in a virtio-win image, or in another tree of its drivers.
 * (Packager rules, 8. Where drivers come from: for each driver its upstream folder; in it the first
 * folder of the Windows, for example of `w7.1 w7_1 w7 win7`; in that the first of `amd64 x64`, of
 * `x86 i386` and of `arm64`. Notices and version markers are at the root. Names match
 * case-insensitively.)
 *
 * @throws InputError, with all problems together, as {@link completeSelection} does.
 */
export function selectDrivers(
  source: Pick<DriverSource, 'label' | 'entries' | 'problems' | 'remarks'> &
    Partial<Pick<DriverSource, 'identity'>>,
  requests: readonly DriverRequest[],
  target: GuestTarget,
): Selection {
  const { entries, identity } = source;
  const folders = sourceFolders(entries);
  const searches = requests.map((request) => ({
    request,
    ...searchDriver(folders, request, target),
  }));
  return completeSelection(source, {
    searches,
    noticesFolder: noticesFolder(wrappingFolder(folders), searches),
    noticesDirectory: NOTICES_DIRECTORY,
    concerned: concernedEntries(entries, searches),
    lookedFor: searches.flatMap(({ lookedFor }) => lookedFor),
    remedy: `take a virtio-win image that has the driver for ${target.windows.name}${releaseHint(identity, target)}, or make the driver optional in the packaging spec`,
  });
}

/** A remedy from what is known of releases: their drivers for other Windows had no such gaps. */
function releaseHint(identity: DriverSource['identity'] | undefined, target: GuestTarget): string {
  if (target.windows.id !== 'w7') return '';
  const release = identity && imageRelease(identity);
  return ` (${release ? `${releaseText(release)}; ` : ''}${RELEASES_FOR_WINDOWS_7})`;
}

/** The notices are next to the drivers: in the wrapping folder if the drivers are in it. */
function noticesFolder(wrapper: string, searches: readonly FoundDriver[]): string {
  const isWrapped =
    wrapper !== '' &&
    searches.some(({ found }) =>
      found.some(({ directory }) => directory.startsWith(`${wrapper}/`)),
    );
  return isWrapped && !isDriverFolder(wrapper, searches) ? wrapper : '';
}

/**
 * Whether the only folder of a source is a driver's own folder rather than one that wraps all
 * drivers.
 */
function isDriverFolder(wrapper: string, searches: readonly FoundDriver[]): boolean {
  return searches.some(({ folders }) => folders.includes(wrapper));
}

/**
 * Everything in the folders of the drivers, for any Windows, and entries in place of those folders.
 */
function concernedEntries(
  entries: readonly SourceEntry[],
  searches: readonly (FoundDriver & { readonly request: DriverRequest })[],
): readonly SourceEntry[] {
  return searches.flatMap(({ folders, request }) => [
    ...entriesAt(entries, upstreamFolder(request)),
    ...folders.flatMap((folder) => entriesBelow(entries, folder)),
  ]);
}
