import { pipeline } from 'node:stream/promises';
import { replaceDirectoryAtomically } from '@aero-guest-tools/atomic-output';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { parsePackagingSpec } from '@aero-guest-tools/packaging-spec';
import {
  driverPack,
  openVirtioWin,
  parsePinnedImage,
  selectDrivers,
  type Selection,
} from '@aero-guest-tools/virtio-win';
import { dest } from 'vinyl-fs';
import { buildDirectory } from '../build-directory';
import { readStateFile } from '../state-file';
import { readInput } from './read-input';

export interface ExtractDriversOptions {
  /** The packaging spec, which names the drivers. */
  readonly spec: string;
  /** Where the image may be, if the store does not have it: a path or a `file:` URL. */
  readonly source: string;
  /** Absolute; what a relative source is relative to. */
  readonly baseDirectory: string;
  /** Where images are kept. */
  readonly storeDirectory: string;
  /** Holds `virtio-win.json`, and receives `driver-pack/`. */
  readonly buildDirectory: string;
}

/**
 * The task `extract-drivers`: takes the drivers that the spec names, and the notices, out of the
 * image that fetch-virtio-win identified.
 *
 * @throws InputError if a required driver is missing, or the image is damaged; what was extracted
 *   before stays then.
 */
export async function extractDrivers(options: ExtractDriversOptions): Promise<Selection> {
  const directory = buildDirectory(options.buildDirectory);
  const spec = parsePackagingSpec(
    parseJson(await readInput(options.spec, 'the packaging spec'), options.spec),
  );
  const image = parsePinnedImage(
    await readStateFile(directory.virtioWin, 'fetch-virtio-win'),
    directory.virtioWin,
  );
  const source = await openVirtioWin({ ...options, image });
  try {
    const selection = selectDrivers(source, spec.drivers);
    await replaceDirectoryAtomically(directory.driverPack, async (temporary) => {
      await pipeline(driverPack(source, selection), dest(temporary, { encoding: false }));
    });
    return selection;
  } finally {
    await source.close();
  }
}
