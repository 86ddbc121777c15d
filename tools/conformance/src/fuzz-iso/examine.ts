import {
  createFileReadStream,
  Iso9660Error,
  listImage,
  openIso9660Image,
  treeDifferences,
  type ImageProblem,
  type Iso9660Entry,
  type ListImageOptions,
  type NameSpace,
  type RandomAccessSource,
} from '@aero-guest-tools/iso9660';

/** How reading ended: with success, or with the one error that it may end with. */
export type Verdict = 'read' | 'refused';

/** How the image is opened: by its best name space, or by one in particular. */
const NAME_SPACES: readonly (NameSpace | undefined)[] = [
  undefined,
  'rock-ridge',
  'joliet',
  'iso9660-1999',
  'iso9660',
];

/** Calls of the source. What is examined here is small; whoever reads more is in a loop. */
const MAXIMUM_READS = 20_000;

/**
 * Opens an image in every way, lists it, with and without tolerance for odd places, and reads all files.
 *
 * @returns How that ended, in the best name space and without tolerance.
 * @throws Error if it ended with anything but success or an {@link Iso9660Error}, if an entry has a
 *   path that leads elsewhere or another size than it tells, or if it read without end.
 */
export async function examine(bytes: Uint8Array): Promise<Verdict> {
  const [verdict = 'refused'] = await Promise.all(
    NAME_SPACES.flatMap((nameSpace) => [
      examineNameSpace(bytes, nameSpace),
      examineNameSpace(bytes, nameSpace, { onProblem: requireProblem }),
    ]),
  );
  return verdict;
}

async function examineNameSpace(
  bytes: Uint8Array,
  nameSpace: NameSpace | undefined,
  options: ListImageOptions = {},
): Promise<Verdict> {
  const source = countingSource(bytes);
  try {
    const image = await openIso9660Image(source, nameSpace === undefined ? {} : { nameSpace });
    const entries: Iso9660Entry[] = [];
    for await (const entry of listImage(image, options)) {
      entries.push(entry);
      requireSoundPath(entry);
      if (entry.kind !== 'file') continue;
      let size = 0;
      for await (const piece of createFileReadStream(image, entry) as AsyncIterable<Uint8Array>) {
        size += piece.length;
      }
      if (size !== entry.size) {
        throw new Error(`${entry.path} has ${String(size)} bytes and tells ${String(entry.size)}`);
      }
    }
    await treeDifferences(image, entries);
    return 'read';
  } catch (error) {
    if (error instanceof Iso9660Error && error.diagnostics.length > 0) return 'refused';
    throw error;
  }
}

function requireProblem({ path, problem }: ImageProblem): void {
  if (path === '' || problem.message === '') throw new Error('a problem about nothing');
}

function requireSoundPath({ path, name }: Iso9660Entry): void {
  const names = path.split('/');
  const isSound = names.every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isSound || names.at(-1) !== name || path.includes('\0')) {
    throw new Error(`${JSON.stringify(path)} is no path of an entry ${JSON.stringify(name)}`);
  }
}

/** The bytes as a source, which counts how often it is asked, and insists on what it may be asked. */
function countingSource(bytes: Uint8Array): RandomAccessSource {
  let reads = 0;
  return {
    name: 'damaged.iso',
    size: bytes.length,
    read: (offset, length) => {
      reads += 1;
      if (reads > MAXIMUM_READS) throw new Error('it reads without end');
      if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length)) {
        throw new Error(`it reads ${String(length)} bytes at ${String(offset)}, outside the image`);
      }
      return Promise.resolve(bytes.slice(offset, offset + length));
    },
    close: () => Promise.resolve(),
  };
}
