import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareBytes } from '@aero-guest-tools/file-tree';
import type { BuildDirectory } from '../build-directory/build-directory';
import type { MediaPlan } from '../build-directory/media-plan';
import {
  COUNT,
  objectOf,
  readShapedState,
  SHA256,
  TEXT,
  TEXT_OR_NULL,
} from '../build-directory/state-shape';

/** What the drivers were taken from. */
export interface DriversProvenance {
  /** Volume identifier of an image; otherwise the kind of source. */
  readonly name: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /**
   * SHA-256 of the lock's file list, if the files were taken by that list without reading the whole
   * image; undefined if they were taken from the source itself.
   */
  readonly listSha256?: string | undefined;
}

/** The members of `source` in `driver-pack-manifest.json` that a build reads. */
export interface ProvenanceSource {
  readonly kind: string;
  readonly sha256: string;
  readonly size: number;
  readonly volume_id: string | null;
  readonly list_sha256?: string | undefined;
}

const PROVENANCE_FILE = /^licenses\/[^/]+\/driver-pack-manifest\.json$/;

/**
 * Reads what the drivers on the media were taken from, from the provenance file that
 * extract-drivers puts beside their licences.
 *
 * @returns Undefined if the drivers were read from a directory that the user named.
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
  const source = await readSource(join(directory.licenses, planned.path.slice('licenses/'.length)));
  return {
    name: source.volume_id ?? `a ${source.kind}`,
    sha256: source.sha256,
    ...(source.list_sha256 === undefined ? {} : { listSha256: source.list_sha256 }),
  };
}

/**
 * Reads what the drivers were taken from, before there is a plan.
 *
 * @returns Undefined if extract-drivers has left nothing.
 */
export async function readProvenanceSource({
  licenses,
}: BuildDirectory): Promise<ProvenanceSource | undefined> {
  for (const source of existsSync(licenses) ? readdirSync(licenses).toSorted(compareBytes) : []) {
    const file = join(licenses, source, 'driver-pack-manifest.json');
    if (existsSync(file)) return readSource(file);
  }
  return undefined;
}

async function readSource(file: string): Promise<ProvenanceSource> {
  const value = await readShapedState(file, 'extract-drivers', PROVENANCE);
  return (value as { readonly source: ProvenanceSource }).source;
}

const PROVENANCE = objectOf({
  source: objectOf(
    { kind: TEXT, sha256: SHA256, volume_id: TEXT_OR_NULL },
    { size: COUNT, list_sha256: SHA256 },
  ),
});
