import { SECTOR_SIZE } from '../sector';
import { type Extent } from './extent';
import { type FileDescription, type FileReader, type ImageOptions } from './image-file';
import {
  beginRecording,
  completeRecording,
  isOnePiece,
  recordPiece,
  recordPieces,
  roomFor,
  type RecordedImage,
} from './recording';
import { put, type ImageOutput } from './sequential-output';

/**
 * Records an image file by file. The caller may use the contents as they pass, so that they are
 * read only once. Calls must not overlap: finish one before starting the next.
 */
export interface ImageRecorder<File extends FileDescription> {
  /** In the order in which they are to be recorded or reserved. */
  readonly files: readonly File[];
  /**
   * Reads, hashes and records the next file, and yields its contents in pieces. A piece is
   * overwritten after the next one is asked for. The file is recorded when the generator ends.
   *
   * @returns SHA-256 in lower-case hexadecimal.
   * @throws InputError if the file has fewer bytes than its size says; and what its reader throws.
   */
  record(file: File): AsyncGenerator<Uint8Array, string>;
  /** Leaves the place of the next file empty, for {@link ImageRecorder.recordReserved}. */
  reserve(file: File): Promise<void>;
  /** Records the contents of a reserved file; they must have the size of the file. */
  recordReserved(file: File, contents: Uint8Array): Promise<void>;
  /** The extent of a recorded file. The file can be read there once the promise resolves. */
  recordedExtent(file: File): Promise<Extent>;
  /**
   * Ends the image, when all files are recorded.
   *
   * @throws InputError if there are more sectors than ISO 9660 has numbers for.
   */
  complete(): Promise<RecordedImage>;
}

/**
 * Begins an image. Its bytes are the same as those that `writeImage` writes for files whose SHA-256
 * is known.
 *
 * @param open Opens the contents of a file; called once for each that is recorded.
 * @param output Empty; it does not hold a valid image before {@link ImageRecorder.complete}.
 * @throws InputError as `layoutImage`.
 */
export function imageRecorder<File extends FileDescription>(
  files: readonly File[],
  open: (file: File) => FileReader,
  options: ImageOptions,
  output: ImageOutput,
): ImageRecorder<File> {
  const recording = beginRecording(files, open, options, output);

  function extentOf(file: File): Extent {
    const extent = recording.extents.get(file);
    if (extent === undefined) throw new Error(`${file.path} is not recorded yet`);
    return extent;
  }

  return {
    files: recording.plan.files,
    record: async function* (file) {
      if (!isOnePiece(file)) return hashed(yield* recordPieces(file, true, recording));
      await roomFor(file.size, recording);
      const { contents, sha256 } = recordPiece(file, true, recording);
      yield contents;
      return hashed(sha256);
    },
    reserve: async (file) => {
      const before = recording.plan.allocatedBytes();
      recording.assign(file, undefined);
      await put(recording.output, new Uint8Array(recording.plan.allocatedBytes() - before));
    },
    recordReserved: async (file, contents) => {
      const { location, dataLength } = extentOf(file);
      if (contents.length !== dataLength) throw new Error(`${file.path} has another size`);
      await recording.output.moveTo(location * SECTOR_SIZE);
      await put(recording.output, contents);
      await recording.output.moveTo(recording.plan.allocatedBytes());
    },
    recordedExtent: async (file) => {
      await recording.output.end();
      return extentOf(file);
    },
    complete: () => completeRecording(recording),
  };
}

function hashed(sha256: string | undefined): string {
  if (sha256 === undefined) throw new Error('a file was not hashed');
  return sha256;
}
