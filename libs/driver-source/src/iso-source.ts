import {
  listImage,
  openFileSource,
  openIso9660Image,
  readFileContents,
  treeDifferences,
  type Iso9660Entry,
  type Iso9660Image,
  type RandomAccessSource,
} from '@aero-guest-tools/iso9660/read';
import type { DriverSource, SourceEntry, SourceProblem } from './driver-source';

/**
 * The volume identifier of an ISO image. Reads only the descriptors. Also reads the directories if
 * the image is shorter than its volume, to check that only padding is missing, or if it also has
 * UDF.
 *
 * @param label What messages call the image.
 * @throws InputError if the file is not an ISO 9660 image, is cut off, or has files in UDF only.
 */
export async function readVolumeId(path: string, label = path): Promise<string> {
  const source = await openFileSource(path, label);
  try {
    const image = await openIso9660Image(source);
    if (image.missingBytes > 0 || image.hasUdf) await listTolerantly(image);
    return image.volumeId;
  } finally {
    await source.close();
  }
}

/**
 * The files of an ISO image, by the best names that it has. The image is open while it is listed,
 * and again while one of its files is read, so there is nothing to close.
 *
 * @param named The identity of the image, which is not checked again, and the user's name for it.
 * @throws InputError if the file is not an ISO 9660 image, or is cut off or damaged at its root.
 *   {@link DriverSource.problems} lists what is wrong at single places.
 */
export async function isoSource(
  path: string,
  named: Pick<DriverSource, 'identity' | 'label'>,
): Promise<DriverSource> {
  const { entries, problems, remarks, open } = await isoEntries(
    () => openFileSource(path, named.label),
    named.label,
  );
  return {
    ...named,
    entries,
    problems,
    remarks,
    open,
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** The entries of an image, wherever its bytes are. */
export interface IsoEntries extends Required<
  Pick<DriverSource, 'entries' | 'problems' | 'remarks' | 'open'>
> {
  readonly volumeId: string;
}

/**
 * The files of an ISO image, by the best names that it has.
 *
 * @param openImage Opens the image to list it, and again for each file; it is closed each time.
 * @param label What messages call the image.
 * @throws InputError as {@link isoSource}.
 */
export async function isoEntries(
  openImage: () => Promise<RandomAccessSource>,
  label: string,
): Promise<IsoEntries> {
  const source = await openImage();
  try {
    const iso = await openIso9660Image(source);
    const { entries, problems } = await listTolerantly(iso);
    // A second set of names is made deliberately, so the trees are mostly the same.
    const hasOtherTree = iso.nameSpace !== 'joliet' && iso.nameSpaces.includes('joliet');
    return {
      volumeId: iso.volumeId,
      entries: sourceEntries(entries.values()),
      problems,
      remarks: hasOtherTree ? await treeDifferences(iso, entries.values()) : [],
      open: (entryPath) => {
        const entry = entries.get(entryPath);
        if (!entry) throw new RangeError(`${entryPath} is not an entry of ${label}`);
        return readEntry(openImage, iso, entry);
      },
    };
  } finally {
    await source.close();
  }
}

/** All entries of an image, by path, and what is wrong at single places. */
async function listTolerantly(image: Iso9660Image): Promise<{
  readonly entries: ReadonlyMap<string, Iso9660Entry>;
  readonly problems: readonly SourceProblem[];
}> {
  const entries = new Map<string, Iso9660Entry>();
  const problems: SourceProblem[] = [];
  const onProblem = (problem: SourceProblem): void => void problems.push(problem);
  for await (const entry of listImage(image, { onProblem })) entries.set(entry.path, entry);
  return { entries, problems };
}

async function* readEntry(
  openImage: () => Promise<RandomAccessSource>,
  iso: Iso9660Image,
  entry: Iso9660Entry,
): AsyncGenerator<Uint8Array> {
  const source = await openImage();
  try {
    yield* readFileContents({ ...iso, source }, entry);
  } finally {
    await source.close();
  }
}

/** Converts the entries of an image to those of a source, where paths imply the directories. */
export function sourceEntries(entries: Iterable<Iso9660Entry>): readonly SourceEntry[] {
  return [...entries].flatMap(({ path, kind, size }) =>
    kind === 'directory' ? [] : [{ path, kind, size }],
  );
}
