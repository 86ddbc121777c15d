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

/** What a source of drivers was recognised as. */
export interface RecognisedDrivers {
  readonly layout: DriverLayout;
  /** The drivers that stand in it, in the layout `packages`; undefined where the spec has to say. */
  readonly names: readonly string[] | undefined;
  /** Of the source in that layout; undefined where nothing had to be read, or other parts count. */
  readonly identity: SourceIdentity | undefined;
}

/**
 * Recognises how a source lays drivers out (packager rules, 8. Where drivers come from). One on a server is a
 * virtio-win image. An image in which no layout is found counts as one too, so that the error names the
 * folders that were looked for.
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
  // In a directory that CI builds in, everything else would be hashed for nothing.
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
