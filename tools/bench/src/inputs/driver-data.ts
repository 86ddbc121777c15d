import { existsSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import {
  createFileReadStream,
  listImage,
  openFileSource,
  openIso9660Image,
} from '@aero-guest-tools/iso9660';
import type { Random } from './random';

/** What the files of a benchmark are cut from. */
export interface DriverData {
  /** As the report names it. */
  readonly origin: string;
  readonly bytes: Buffer;
}

/** Where CI has an image with genuine drivers, from the root of the workspace. */
export const GENUINE_IMAGE = '../shared/virtio-win/virtio-win-w7-subset.iso';

/** Bytes of made-up data: about as many as the genuine image has. */
const SYNTHETIC_LENGTH = 8 * 1024 * 1024;

/**
 * The contents of all files of an image, one after the other, each contents once; made-up data if
 * there is no such image.
 */
export async function readDriverData(image: string, random: Random): Promise<DriverData> {
  if (!existsSync(image)) {
    return { origin: 'synthetic data', bytes: syntheticData(SYNTHETIC_LENGTH, random) };
  }
  const source = await openFileSource(image);
  try {
    const iso = await openIso9660Image(source);
    const files: Buffer[] = [];
    const seen = new Set<number | undefined>();
    for await (const entry of listImage(iso)) {
      const extent = entry.extents[0]?.sector;
      if (entry.kind !== 'file' || entry.size === 0 || seen.has(extent)) continue;
      seen.add(extent);
      files.push(await buffer(createFileReadStream(iso, entry)));
    }
    return { origin: `the files of ${iso.volumeId}`, bytes: Buffer.concat(files) };
  } finally {
    await source.close();
  }
}

/**
 * Data that compresses to somewhat less than half, as programs do: short runs of new bytes, and
 * repetitions of what stood up to 32 KiB before.
 */
export function syntheticData(length: number, random: Random): Buffer {
  const data = Buffer.alloc(length);
  let end = 0;
  while (end < length) {
    const run = Math.min(4 + random.below(28), length - end);
    if (end > 1024 && random.below(100) < 60) {
      const distance = run + random.below(Math.min(end, 32 * 1024) - run);
      data.copyWithin(end, end - distance, end - distance + run);
    } else {
      data.set(random.bytes(run), end);
    }
    end += run;
  }
  return data;
}
