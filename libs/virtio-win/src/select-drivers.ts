import {
  completeSelection,
  entriesAt,
  entriesBelow,
  type DriverRequest,
  type Selection,
} from '@aero-guest-tools/driver-pack';
import type { DriverSource, SourceEntry } from '@aero-guest-tools/driver-source';
import { searchDriver } from './search-driver';
import { upstreamFolder } from './upstream-layout';

/** Where the notices, the version markers and the provenance of a virtio-win image go. */
const NOTICES_DIRECTORY = 'licenses/virtio-win';

/**
 * Selects Windows 7 drivers in a virtio-win image. (Packager rules, 8. Where drivers come from: for
 * each driver its upstream folder, in it the first of `w7.1 w7_1 w7 win7`, in that the first of
 * `amd64 x64` and of `x86 i386`; notices and version markers at the root; names match
 * case-insensitively.)
 *
 * @throws InputError, with all problems together, as {@link completeSelection} does.
 */
export function selectDrivers(
  source: Pick<DriverSource, 'label' | 'entries'>,
  requests: readonly DriverRequest[],
): Selection {
  const { entries } = source;
  return completeSelection(source, {
    searches: requests.map((request) => ({ request, ...searchDriver(entries, request.name) })),
    noticesFolder: '',
    noticesDirectory: NOTICES_DIRECTORY,
    concerned: requests.flatMap(({ name }) => driverEntries(entries, name)),
    remedy:
      'take a virtio-win image that has the driver for Windows 7 (0.1.173 is the newest that has any), or make the driver optional in the packaging spec',
  });
}

/** Everything in the upstream folder of a driver, for any Windows, and what stands in its place. */
function driverEntries(entries: readonly SourceEntry[], name: string): readonly SourceEntry[] {
  const folder = upstreamFolder(name);
  return [...entriesAt(entries, folder), ...entriesBelow(entries, folder)];
}
