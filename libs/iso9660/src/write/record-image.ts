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
import { type ImageOutput } from './sequential-output';

/**
 * Records an image in one pass over its files, reading each file once. The bytes are the same as
 * those that `writeImage` writes for files whose SHA-256 is known.
 *
 * Only files of equal size can have equal contents, so only those are hashed. Two pieces of 1 MiB
 * are held at a time.
 *
 * @param open Opens the contents of a file.
 * @param output Empty; it does not hold a valid image if this throws.
 * @throws InputError as `layoutImage`, or if a file yields fewer bytes than its size says; and what
 *   its reader throws.
 */
export async function recordImage<File extends FileDescription>(
  files: readonly File[],
  open: (file: File) => FileReader,
  options: ImageOptions,
  output: ImageOutput,
): Promise<RecordedImage> {
  const recording = beginRecording(files, open, options, output);
  const recurring = recurringSizes(files);
  for (const file of recording.plan.files) {
    const hashed = recurring.has(file.size);
    if (isOnePiece(file)) {
      // Awaits only if it has to: with ten thousand files, needless awaits take noticeable time.
      const room = roomFor(file.size, recording);
      if (room !== undefined) await room;
      recordPiece(file, hashed, recording);
    } else {
      const pieces = recordPieces(file, hashed, recording);
      while ((await pieces.next()).done !== true);
    }
  }
  return completeRecording(recording);
}

/** Sizes that more than one file has. */
function recurringSizes(files: readonly FileDescription[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const recurring = new Set<number>();
  for (const { size } of files) (seen.has(size) ? recurring : seen).add(size);
  return recurring;
}
