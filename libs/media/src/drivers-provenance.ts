import { join } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import type { BuildDirectory } from './build-directory';
import type { MediaPlan } from './media-plan';
import { readStateFile } from './state-file';

/** What the drivers were taken from. */
export interface DriversProvenance {
  /** Volume identifier of an image; else what kind of source it was. */
  readonly name: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

const PROVENANCE_FILE = /^licenses\/[^/]+\/driver-pack-manifest\.json$/;

/**
 * Reads what the drivers on the media were taken from, in the provenance file that extract-drivers
 * puts beside their licences.
 *
 * @returns Undefined where the drivers were read from a directory that the user named.
 */
export async function readDriversProvenance(
  directory: BuildDirectory,
  plan: MediaPlan,
): Promise<DriversProvenance | undefined> {
  const planned = plan.files.find(
    ({ path, source }) =>
      PROVENANCE_FILE.test(path) && `/${source}`.endsWith(`/driver-pack/${path}`),
  );
  if (planned === undefined) return undefined;
  const file = join(directory.licenses, planned.path.slice('licenses/'.length));
  const { value } = parseJson(await readStateFile(file, 'extract-drivers'), file);
  const { source } = value as {
    readonly source: { readonly kind: string; readonly sha256: string; volume_id: string | null };
  };
  return { name: source.volume_id ?? `a ${source.kind}`, sha256: source.sha256 };
}
