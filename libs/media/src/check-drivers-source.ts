import { parseJson } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { BuildDirectory } from './build-directory';
import type { DriversProvenance } from './drivers-provenance';
import { readStateFile } from './state-file';

/**
 * Checks that what extract-drivers left was taken from the source that fetch-virtio-win found, which
 * looks at it in every build.
 *
 * @throws InputError if it is from another one.
 */
export async function checkDriversSource(
  directory: BuildDirectory,
  provenance: DriversProvenance,
): Promise<void> {
  const file = directory.virtioWin;
  const { value } = parseJson(await readStateFile(file, 'fetch-virtio-win'), file);
  const { sha256, list_sha256: listSha256 } = value as {
    readonly sha256: string;
    readonly list_sha256?: string;
  };
  if (provenance.sha256 === sha256 && provenance.listSha256 === listSha256) return;
  throw new InputError({
    file: directory.driverPack,
    message: 'the drivers were not taken from the source of this build',
    found: `drivers from ${provenance.name}, sha256 ${provenance.sha256}${listed(provenance.listSha256)}`,
    expected: `drivers from sha256 ${sha256}${listed(listSha256)}`,
    remedy: 'run extract-drivers again',
  });
}

function listed(sha256: string | undefined): string {
  return sha256 === undefined ? '' : `, as the list ${sha256} of a lock has them`;
}
