import { createHash, type Hash } from 'node:crypto';
import { type Diagnostic } from '@aero-guest-tools/diagnostics';
import { SECTOR_SIZE } from '../sector';
import { changedWhileRead } from './changed-file';
import { type Extent } from './extent';
import { fileExtents } from './file-extents';
import {
  type FileDescription,
  type FileReader,
  type ImageOptions,
  type ReadableFile,
} from './image-file';
import { planImage } from './plan';
import { PIECE_CAPACITY, sequentialOutput, type ImageOutput } from './sequential-output';

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
 * Records an image file by file. Whoever feeds it may use the contents as they pass, so that they
 * are read once and no more. One thing is done at a time: what was begun is ended before the next.
 */
export interface ImageRecorder<File extends FileDescription> {
  /** In the order in which they are to be recorded or reserved. */
  readonly files: readonly File[];
  /**
   * Reads the next file, records it, and yields its contents in pieces, each of which is overwritten
   * after the next was asked for. The file is recorded when there is no next one.
   *
   * @param hash Whether to hash it: only then can it share its extent with one of equal contents.
   * @returns SHA-256 in lower-case hexadecimal, if it was hashed.
   * @throws InputError if the file has fewer bytes than its size says; and what its reader throws.
   */
  record(
    file: File & ReadableFile,
    options: { readonly hash: boolean },
  ): AsyncGenerator<Uint8Array, string | undefined>;
  /** Leaves the place of the next file empty, for {@link fill}. */
  reserve(file: File): Promise<void>;
  /** Records the contents, as many bytes as the file has, of one that was reserved. */
  fill(file: File, contents: Uint8Array): Promise<void>;
  /** Where a file is recorded; what was recorded until now can be read there. */
  extentOf(file: File): Promise<Extent>;
  /**
   * Ends the image, when all files are recorded.
   *
   * @throws InputError if there are more sectors than ISO 9660 has numbers for.
   */
  complete(): Promise<RecordedImage>;
}

/**
 * Begins an image. Where a file stands does not depend on whether its contents are known before: it is
 * recorded behind what is there, and if its SHA-256 tells that it stands there already, the next
 * one takes its place.
 *
 * @param output Empty; what it holds is no image before {@link ImageRecorder.complete}.
 * @throws InputError as `layoutImage`.
 */
export function imageRecorder<File extends FileDescription>(
  files: readonly File[],
  options: ImageOptions,
  output: ImageOutput,
): ImageRecorder<File> {
  const plan = planImage(files, options);
  const { extents, assign } = fileExtents(plan.allocate);
  const sequential = sequentialOutput(output, plan.allocatedBytes());

  /** Of a file that fits into one piece: it is taken when it is known to be new. */
  async function* recordPiece(
    file: File & ReadableFile,
    hash: Hash | undefined,
  ): AsyncGenerator<Uint8Array, string | undefined> {
    const contents = await sequential.room(file.size);
    const reader = file.open();
    try {
      readExactly(file, reader, contents, 0);
    } finally {
      reader.close();
    }
    const sha256 = hash?.update(contents).digest('hex');
    yield contents;
    if (assign(file, sha256)) sequential.take(file.size);
    return sha256;
  }

  /** Of a larger file: its pieces are taken as they come, and given back if it is not new. */
  async function* recordPieces(
    file: File & ReadableFile,
    hash: Hash | undefined,
  ): AsyncGenerator<Uint8Array, string | undefined> {
    const begin = plan.allocatedBytes();
    const reader = file.open();
    try {
      for (let offset = 0; offset < file.size;) {
        const piece = await sequential.room(Math.min(PIECE_CAPACITY, file.size - offset));
        readExactly(file, reader, piece, offset);
        hash?.update(piece);
        sequential.take(piece.length);
        offset += piece.length;
        yield piece;
      }
    } finally {
      reader.close();
    }
    const sha256 = hash?.digest('hex');
    if (!assign(file, sha256)) await sequential.moveTo(begin);
    return sha256;
  }

  async function recordBytes(bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length; offset += PIECE_CAPACITY) {
      const piece = bytes.subarray(offset, offset + PIECE_CAPACITY);
      (await sequential.room(piece.length)).set(piece);
      sequential.take(piece.length);
    }
  }

  function extentOf(file: File): Extent {
    const extent = extents.get(file);
    if (extent === undefined) throw new Error(`${file.path} is not recorded yet`);
    return extent;
  }

  return {
    files: plan.files,
    record: async function* (file, { hash }) {
      const sha256 = yield* (file.size > PIECE_CAPACITY ? recordPieces : recordPiece)(
        file,
        hash ? createHash('sha256') : undefined,
      );
      await sequential.fillUpTo(plan.allocatedBytes());
      return sha256;
    },
    reserve: async (file) => {
      assign(file, undefined);
      await sequential.fillUpTo(plan.allocatedBytes());
    },
    fill: async (file, contents) => {
      const { location, dataLength } = extentOf(file);
      if (contents.length !== dataLength) throw new Error(`${file.path} has another size`);
      await sequential.moveTo(location * SECTOR_SIZE);
      await recordBytes(contents);
      await sequential.moveTo(plan.allocatedBytes());
    },
    extentOf: async (file) => {
      await sequential.end();
      return extentOf(file);
    },
    complete: async () => {
      const { sizeInBytes, structures } = plan.complete(extents);
      await sequential.fillUpTo(sizeInBytes);
      await sequential.moveTo(0);
      for (const { location, contents } of structures) {
        await sequential.fillUpTo(location * SECTOR_SIZE);
        await recordBytes(contents());
      }
      await sequential.end();
      // A large file that came last and was given back reaches further.
      await output.truncate(sizeInBytes);
      return { sizeInBytes, volumeId: plan.volumeId, warnings: plan.warnings };
    },
  };
}

function readExactly(
  file: ReadableFile,
  reader: FileReader,
  target: Uint8Array,
  offset: number,
): void {
  const bytesRead = reader.read(target);
  if (bytesRead === target.length) return;
  throw changedWhileRead(file, `${String(offset + bytesRead)} bytes`);
}
