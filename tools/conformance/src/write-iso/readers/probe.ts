import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutImage } from '@aero-guest-tools/iso9660';

/**
 * Whether images can be mounted here: tries it with one that holds nothing.
 *
 * @param mount Mounts the image, unmounts it again, and says why that was not possible, if so.
 */
export function probe(
  mount: (image: string, directory: string) => string | undefined,
): string | undefined {
  const work = mkdtempSync(join(tmpdir(), 'conformance-probe-'));
  try {
    const image = join(work, 'empty.iso');
    const directory = join(work, 'mounted');
    writeFileSync(image, emptyImage());
    mkdirSync(directory);
    return mount(image, directory);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function emptyImage(): Buffer {
  const { extents, sizeInBytes } = layoutImage([], { volumeId: 'EMPTY', sourceDateEpoch: 0 });
  const image = Buffer.alloc(sizeInBytes);
  for (const { location, contents } of extents) {
    if (typeof contents === 'function') image.set(contents(), location * 2048);
  }
  return image;
}
