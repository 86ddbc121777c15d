import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recogniseSource } from '@aero-guest-tools/driver-layout';
import {
  fetchSource,
  openSource,
  resolveSource,
  type DriverSource,
  type SourceIdentity,
} from '@aero-guest-tools/driver-source';
import { countedParts, type DriverLayout, type DriversLocation } from './drivers-location';

/** The layout that a source of drivers was recognised as. */
export interface RecognisedDrivers {
  readonly layout: DriverLayout;
  /**
   * The drivers in a source of the layout `packages`; undefined for the other layout, where the
   * spec names them.
   */
  readonly names: readonly string[] | undefined;
  /**
   * Identity of the source in that layout; undefined if nothing had to be read, or if other parts
   * count.
   */
  readonly identity: SourceIdentity | undefined;
}

/**
 * Recognises how a source lays drivers out (packager rules, 8. Where drivers come from). A source
 * on a server is a virtio-win image. An image in which no layout is found also counts as one, so
 * that the error names the folders that were looked for.
 *
 * @throws InputError if the source is missing or damaged.
 */
export async function recogniseDrivers(
  location: Omit<DriversLocation, 'layout' | 'certificates'>,
): Promise<RecognisedDrivers> {
  const place = resolveSource(location.source, location.baseDirectory);
  if (place.kind === 'remote') {
    return { layout: 'virtio-win', names: undefined, identity: undefined };
  }
  // In a directory that CI builds in, hashing everything else would be wasted work.
  const [packages = ''] = countedParts('packages');
  const parts = (await isDirectory(join(place.path, packages))) ? countedParts('packages') : [];
  const { identity } = await fetchSource({ ...location, parts });
  const source = await openSource({ ...location, identity, parts });
  try {
    const recognised = layoutOf(source);
    const { layout } = recognised;
    const isAllThatCounts = parts.length === 0 || layout === 'packages';
    return { ...recognised, identity: isAllThatCounts ? identity : undefined };
  } finally {
    await source.close();
  }
}

function layoutOf({
  entries,
  identity,
}: DriverSource): Pick<RecognisedDrivers, 'layout' | 'names'> {
  const { layout = identity.kind === 'iso' ? 'virtio-win' : 'packages', packages } =
    recogniseSource(entries);
  return {
    layout,
    names: layout === 'packages' ? packages?.drivers.map(({ name }) => name) : undefined,
  };
}

async function isDirectory(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() ?? false;
}
