import { InputError } from '@aero-guest-tools/diagnostics';
import type { BuildDirectory } from '../build-directory/build-directory';
import { objectOf, readShapedState, SHA256 } from '../build-directory/state-shape';
import type { DriversProvenance } from './drivers-provenance';

/**
 * Checks that the output of extract-drivers was taken from the source that fetch-virtio-win found.
 * fetch-virtio-win looks at the source in every build.
 *
 * @throws InputError if it is from another one.
 */
export async function checkDriversSource(
  directory: BuildDirectory,
  provenance: DriversProvenance,
): Promise<void> {
  const file = directory.virtioWin;
  const state = await readShapedState(
    file,
    'fetch-virtio-win',
    objectOf({ sha256: SHA256 }, { list_sha256: SHA256 }),
  );
  const { sha256, list_sha256: listSha256 } = state as {
    readonly sha256: string;
    readonly list_sha256?: string;
  };
  if (provenance.sha256 === sha256 && provenance.listSha256 === listSha256) return;
  throw new InputError({
    file: directory.driverPack,
    id: 'state.drivers-of-other-source',
    message: 'the drivers were not taken from the source of this build',
    found: `drivers from ${provenance.name}, sha256 ${provenance.sha256}${listed(provenance.listSha256)}`,
    expected: `drivers from sha256 ${sha256}${listed(listSha256)}`,
    remedy: 'run extract-drivers again',
  });
}

function listed(sha256: string | undefined): string {
  return sha256 === undefined ? '' : `, as the list ${sha256} of a lock has them`;
}
