import {
  completeSelection,
  entriesAt,
  entriesBelow,
  type DriverRequest,
  type Selection,
} from '@aero-guest-tools/driver-pack';
import type { DriverSource, SourceEntry } from '@aero-guest-tools/driver-source';
import { imageRelease, releaseText, RELEASES_FOR_WINDOWS_7 } from './release';
import { searchDriver, wrappingFolder, type FoundDriver } from './search-driver';
import { sourceFolders } from './source-folders';
import { upstreamFolder } from './upstream-layout';

/** Where the notices, the version markers and the provenance of a virtio-win image go. */
const NOTICES_DIRECTORY = 'licenses/virtio-win';

/**
 * Selects Windows 7 drivers in a virtio-win image, or in another tree of its drivers. (Packager rules, 8.
 * Where drivers come from: for each driver its upstream folder, in it the first of `w7.1 w7_1 w7 win7`, in
 * that the first of `amd64 x64` and of `x86 i386`; notices and version markers at the root; names match
 * case-insensitively.)
 *
 * @throws InputError, with all problems together, as {@link completeSelection} does.
 */
export function selectDrivers(
  source: Pick<DriverSource, 'label' | 'entries' | 'problems' | 'remarks'> &
    Partial<Pick<DriverSource, 'identity'>>,
  requests: readonly DriverRequest[],
): Selection {
  const { entries, identity } = source;
  const folders = sourceFolders(entries);
  const searches = requests.map((request) => ({
    request,
    ...searchDriver(folders, request.name),
  }));
  const release = identity && imageRelease(identity);
  const known = release ? `${releaseText(release)}; ` : '';
  return completeSelection(source, {
    searches,
    noticesFolder: noticesFolder(wrappingFolder(folders), searches),
    noticesDirectory: NOTICES_DIRECTORY,
    concerned: concernedEntries(entries, searches),
    lookedFor: searches.flatMap(({ lookedFor }) => lookedFor),
    remedy: `take a virtio-win image that has the driver for Windows 7 (${known}${RELEASES_FOR_WINDOWS_7}), or make the driver optional in the packaging spec`,
  });
}

/** The notices stand beside the drivers: in the folder around everything if these do. */
function noticesFolder(wrapper: string, searches: readonly FoundDriver[]): string {
  const isWrapped =
    wrapper !== '' &&
    searches.some(({ found }) =>
      found.some(({ directory }) => directory.startsWith(`${wrapper}/`)),
    );
  return isWrapped && !isDriverFolder(wrapper, searches) ? wrapper : '';
}

/** Whether the only folder of a source is not around the drivers, but that of one. */
function isDriverFolder(wrapper: string, searches: readonly FoundDriver[]): boolean {
  return searches.some(({ folders }) => folders.includes(wrapper));
}

/** Everything in the folders of the drivers, for any Windows, and what stands in their place. */
function concernedEntries(
  entries: readonly SourceEntry[],
  searches: readonly (FoundDriver & { readonly request: DriverRequest })[],
): readonly SourceEntry[] {
  return searches.flatMap(({ folders, request }) => [
    ...entriesAt(entries, upstreamFolder(request.name)),
    ...folders.flatMap((folder) => entriesBelow(entries, folder)),
  ]);
}
