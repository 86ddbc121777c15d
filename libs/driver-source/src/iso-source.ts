import {
  createFileReadStream,
  listImage,
  openFileSource,
  openIso9660Image,
  type Iso9660Entry,
} from '@aero-guest-tools/iso9660';
import type { DriverSource, SourceEntry } from './driver-source';

/**
 * The volume identifier of an ISO image, of which only the descriptors are read.
 *
 * @throws InputError if the file is not an ISO 9660 image, or shorter than its volume.
 */
export async function readVolumeId(path: string): Promise<string> {
  const source = await openFileSource(path);
  try {
    return (await openIso9660Image(source)).volumeId;
  } finally {
    await source.close();
  }
}

/**
 * The files of an ISO image, by the best names that it has.
 *
 * @param named What the image is and what the user calls it; it is not checked again.
 * @throws InputError if the file is not an ISO 9660 image, or a damaged one.
 */
export async function isoSource(
  path: string,
  named: Pick<DriverSource, 'identity' | 'label'>,
): Promise<DriverSource> {
  const source = await openFileSource(path);
  try {
    const iso = await openIso9660Image(source);
    const entries = new Map<string, Iso9660Entry>();
    for await (const entry of listImage(iso)) entries.set(entry.path, entry);
    return {
      ...named,
      entries: [...entries.values()].flatMap((entry) => sourceEntry(entry)),
      open: (entryPath) => {
        const entry = entries.get(entryPath);
        if (!entry) throw new RangeError(`${entryPath} is not an entry of ${path}`);
        return createFileReadStream(iso, entry);
      },
      close: () => source.close(),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function sourceEntry({ path, kind, size }: Iso9660Entry): readonly SourceEntry[] {
  return kind === 'directory' ? [] : [{ path, kind, size }];
}
