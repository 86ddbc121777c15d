import { Readable } from 'node:stream';
import {
  createFileReadStream,
  listImage,
  openFileSource,
  openIso9660Image,
  type Iso9660Entry,
  type Iso9660Image,
} from '@aero-guest-tools/iso9660/read';
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
 * The files of an ISO image, by the best names that it has. The image is open while it is listed, and
 * then while one of its files is read, so that there is nothing to close.
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
      entries: sourceEntries(entries.values()),
      open: (entryPath) => {
        const entry = entries.get(entryPath);
        if (!entry) throw new RangeError(`${entryPath} is not an entry of ${path}`);
        return Readable.from(readEntry(path, iso, entry), { objectMode: false });
      },
      prepare: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  } finally {
    await source.close();
  }
}

async function* readEntry(
  path: string,
  iso: Iso9660Image,
  entry: Iso9660Entry,
): AsyncGenerator<Uint8Array> {
  const source = await openFileSource(path);
  try {
    yield* createFileReadStream({ ...iso, source }, entry) as AsyncIterable<Uint8Array>;
  } finally {
    await source.close();
  }
}

/** The entries of an image as those of a source, which implies directories by the paths. */
export function sourceEntries(entries: Iterable<Iso9660Entry>): readonly SourceEntry[] {
  return [...entries].flatMap(({ path, kind, size }) =>
    kind === 'directory' ? [] : [{ path, kind, size }],
  );
}
