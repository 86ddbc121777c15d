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
  WRITTEN_TOGETHER,
  type ImageOutput,
  type SequentialOutput,
} from './sequential-output';

/** An image with some files recorded, up to the end of the allocated extents. */
export interface Recording<File extends FileDescription> extends FileExtents {
  readonly plan: ImagePlan<File>;
  /** Opens the contents of a file; called once for each. */
  readonly open: (file: File) => FileReader;
  readonly target: ImageOutput;
  readonly output: SequentialOutput;
  /** Offset of the first contents, in bytes. */
  readonly contentsStart: number;
}

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
 * Begins to record an image. Contents come first. The descriptors and directories that point to
 * them are written once all contents have extents; their size depends only on names.
 *
 * @throws InputError as `layoutImage`.
 */
export function beginRecording<File extends FileDescription>(
  files: readonly File[],
  open: (file: File) => FileReader,
  options: ImageOptions,
  target: ImageOutput,
): Recording<File> {
  const plan = planImage(files, options);
  const contentsStart = plan.allocatedBytes();
  const output = sequentialOutput(target, contentsStart);
  return { plan, open, ...fileExtents(plan.allocate), target, output, contentsStart };
}

/** Whether a file fits in a piece. */
export function isOnePiece({ size }: FileDescription): boolean {
  return size <= PIECE_CAPACITY;
}

/** Makes room for a piece. Most pieces fit after the previous one, and then nothing is awaited. */
export function roomFor(
  length: number,
  { output }: Pick<Recording<FileDescription>, 'output'>,
): Promise<void> | undefined {
  return output.fits(wholeSectors(length)) ? undefined : output.flush();
}

/**
 * Records a file of one piece, for which there must be room. It is read into its place in the
 * output, and left there if it needs an extent of its own.
 *
 * @param hashed Whether to hash it: only a hashed file can share the extent of one with equal
 *   contents.
 * @returns The contents, until something else is recorded, and their SHA-256 if it was hashed.
 * @throws InputError if the file has fewer bytes than its size says; and what its reader throws.
 */
export function recordPiece<File extends FileDescription>(
  file: File,
  hashed: boolean,
  { plan, open, assign, output }: Recording<File>,
): { readonly contents: Uint8Array; readonly sha256: string | undefined } {
  const sectors = output.room(wholeSectors(file.size));
  const contents = sectors.subarray(0, file.size);
  const reader = open(file);
  try {
    readExactly(file, reader, contents, 0);
  } finally {
    reader.close();
  }
  sectors.fill(0, file.size);
  const sha256 = hashed
    ? (reader.sha256 ?? createHash('sha256').update(contents).digest('hex'))
    : undefined;
  const before = plan.allocatedBytes();
  assign(file, sha256);
  output.take(plan.allocatedBytes() - before);
  return { contents, sha256 };
}

/**
 * Records a larger file piece by piece as it is read, after the existing contents. If its SHA-256
 * finally shows that the contents are recorded already, the next file overwrites it.
 *
 * @param hashed As for {@link recordPiece}.
 * @returns Yields each piece, which is overwritten after the next was asked for; then the SHA-256,
 *   if the file was hashed.
 * @throws InputError as {@link recordPiece}.
 */
export async function* recordPieces<File extends FileDescription>(
  file: File,
  hashed: boolean,
  recording: Recording<File>,
): AsyncGenerator<Uint8Array, string | undefined> {
  const { plan, open, assign, output } = recording;
  const begin = plan.allocatedBytes();
  const reader = open(file);
  const hash = hashed && reader.sha256 === undefined ? createHash('sha256') : undefined;
  try {
    for (let offset = 0; offset < file.size; offset += WRITTEN_TOGETHER) {
      const length = Math.min(WRITTEN_TOGETHER, file.size - offset);
      await roomFor(length, recording);
      const sectors = output.room(wholeSectors(length));
      const piece = sectors.subarray(0, length);
      readExactly(file, reader, piece, offset);
      sectors.fill(0, length);
      hash?.update(piece);
      output.take(sectors.length);
      yield piece;
    }
  } finally {
    reader.close();
  }
  const sha256 = hashed ? (reader.sha256 ?? hash?.digest('hex')) : undefined;
  if (assign(file, sha256) === undefined) await output.moveTo(begin);
  return sha256;
}

/**
 * Ends an image in which all files are recorded.
 *
 * @throws InputError if there are more sectors than ISO 9660 has numbers for.
 */
export async function completeRecording<File extends FileDescription>(
  recording: Recording<File>,
): Promise<RecordedImage> {
  const { plan, extents, contentsStart, output, target } = recording;
  const { sizeInBytes, structures } = plan.complete(extents);
  await put(output, new Uint8Array(sizeInBytes - plan.allocatedBytes()));
  await output.moveTo(0);
  const beginning = { extents: structures, sizeInBytes: contentsStart };
  for await (const piece of imagePieces(beginning)) await put(output, piece);
  await output.end();
  // If the last file was large and its contents were recorded already, the output is too long.
  await target.truncate(sizeInBytes);
  return { sizeInBytes, volumeId: plan.volumeId, warnings: plan.warnings };
}

/** Bytes of the sectors of a piece; an empty file may need a sector. */
function wholeSectors(length: number): number {
  return Math.max(sectorsOf(length), 1) * SECTOR_SIZE;
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
