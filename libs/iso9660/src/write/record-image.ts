import { createHash } from 'node:crypto';
import { type Diagnostic } from '@aero-guest-tools/diagnostics';
import { SECTOR_SIZE } from '../sector';
import { changedWhileRead } from './changed-file';
import { sectorsOf } from './extent';
import { fileExtents, type FileExtents } from './file-extents';
import { type FileDescription, type FileReader, type ImageOptions } from './image-file';
import { imagePieces } from './image-pieces';
import { planImage, type ImagePlan } from './plan';
import {
  PIECE_CAPACITY,
  put,
  sequentialOutput,
  type ImageOutput,
  type SequentialOutput,
} from './sequential-output';

/** An image that was recorded. */
export interface RecordedImage {
  /** Bytes of the whole image. */
  readonly sizeInBytes: number;
  /** The volume identifier as it is recorded in the primary volume descriptor. */
  readonly volumeId: string;
  /** One for each name that is longer than the Joliet specification allows. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Records an image in one pass over its files: contents first, and when these have found their
 * extents the descriptors and directories that point to them. The bytes are those of `writeImage` of
 * files whose SHA-256 is known.
 *
 * Only files of equal size can have equal contents, so only those are hashed: as they are read, or, if
 * they have more than 1 MiB, beforehand. Two pieces of 1 MiB are held at a time.
 *
 * @param open Opens the contents of a file. Called once for each, and once more for a file of more than
 *   1 MiB whose contents may be those of another.
 * @param output Empty; what it holds is no image if this throws.
 * @throws InputError as `layoutImage`, or if a file yields fewer bytes than its size says; and what its
 *   reader throws.
 */
export async function recordImage<File extends FileDescription>(
  files: readonly File[],
  open: (file: File) => FileReader,
  options: ImageOptions,
  output: ImageOutput,
): Promise<RecordedImage> {
  const plan = planImage(files, options);
  const contentsStart = plan.allocatedBytes();
  const recording: Recording<File> = {
    plan,
    open,
    ...fileExtents(plan.allocate),
    output: sequentialOutput(output, contentsStart),
  };
  const recurring = recurringSizes(files);
  for (const file of plan.files) {
    const mayRecur = recurring.has(file.size);
    if (file.size > PIECE_CAPACITY) {
      await recordInPieces(file, mayRecur, recording);
    } else {
      // Nothing is awaited for most files, which are small: ten thousand times it would show.
      if (!recording.output.fits(wholeSectors(file.size))) await recording.output.flush();
      recordWhole(file, mayRecur, recording);
    }
  }
  const { sizeInBytes, structures } = plan.complete(recording.extents);
  await put(recording.output, new Uint8Array(sizeInBytes - plan.allocatedBytes()));
  await recording.output.moveTo(0);
  const beginning = { extents: structures, sizeInBytes: contentsStart };
  for await (const piece of imagePieces(beginning)) await put(recording.output, piece);
  await recording.output.end();
  return { sizeInBytes, volumeId: plan.volumeId, warnings: plan.warnings };
}

/** An image of which some files are recorded, up to the end of what is allocated. */
interface Recording<File extends FileDescription> extends FileExtents {
  readonly plan: ImagePlan<File>;
  readonly open: (file: File) => FileReader;
  readonly output: SequentialOutput;
}

/** Sizes that more than one file has. */
function recurringSizes(files: readonly FileDescription[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const recurring = new Set<number>();
  for (const { size } of files) (seen.has(size) ? recurring : seen).add(size);
  return recurring;
}

/** Bytes of the sectors of a piece; a file without contents may need one. */
function wholeSectors(length: number): number {
  return Math.max(sectorsOf(length), 1) * SECTOR_SIZE;
}

/** Records a file that fits in a piece: read first, and left where it is if it is to stand there. */
function recordWhole<File extends FileDescription>(
  file: File,
  mayRecur: boolean,
  { plan, open, assign, output }: Recording<File>,
): void {
  const sectors = output.room(wholeSectors(file.size));
  const contents = sectors.subarray(0, file.size);
  const reader = open(file);
  try {
    readExactly(file, reader, contents, 0);
  } finally {
    reader.close();
  }
  sectors.fill(0, file.size);
  const before = plan.allocatedBytes();
  assign(file, mayRecur ? createHash('sha256').update(contents).digest('hex') : undefined);
  output.take(plan.allocatedBytes() - before);
}

/** Records a larger file, which is read once more before if its contents may be those of another. */
async function recordInPieces<File extends FileDescription>(
  file: File,
  mayRecur: boolean,
  { open, assign, output }: Recording<File>,
): Promise<void> {
  let sha256: string | undefined;
  if (mayRecur) {
    const hash = createHash('sha256');
    await readInPieces(file, open(file), output, (sectors, length) => {
      hash.update(sectors.subarray(0, length));
    });
    sha256 = hash.digest('hex');
  }
  if (assign(file, sha256) === undefined) return;
  await readInPieces(file, open(file), output, (sectors, length) => {
    sectors.fill(0, length);
    output.take(sectors.length);
  });
}

/**
 * Reads a file into the room of the output, piece by piece, and closes it.
 *
 * @param use Called with the sectors of a piece, and how many of their bytes are contents.
 */
async function readInPieces(
  file: FileDescription,
  reader: FileReader,
  output: SequentialOutput,
  use: (sectors: Uint8Array, length: number) => void,
): Promise<void> {
  try {
    for (let offset = 0; offset < file.size; offset += PIECE_CAPACITY) {
      const length = Math.min(PIECE_CAPACITY, file.size - offset);
      if (!output.fits(wholeSectors(length))) await output.flush();
      const sectors = output.room(wholeSectors(length));
      readExactly(file, reader, sectors.subarray(0, length), offset);
      use(sectors, length);
    }
  } finally {
    reader.close();
  }
}

function readExactly(
  file: FileDescription,
  reader: FileReader,
  target: Uint8Array,
  offset: number,
): void {
  const bytesRead = reader.read(target);
  if (bytesRead === target.length) return;
  throw changedWhileRead(file, `${String(offset + bytesRead)} bytes`);
}
