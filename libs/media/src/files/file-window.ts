import { InputError } from '@aero-guest-tools/diagnostics';

/**
 * How much of a file is in memory at a time, in bytes: enough for some twenty files of a driver,
 * and small enough to be hashed while still in the processor's cache.
 */
export const WINDOW_SIZE = 1024 * 1024;

/**
 * Random access to a file through one reused buffer. Callers that read neighbouring data in order
 * cause few, large reads.
 */
export interface FileWindow {
  /** Size of the file when it was opened, in bytes. */
  readonly size: number;
  /**
   * Returns bytes, read from the file unless they are in the window already. One read at a time:
   * the next call overwrites the result.
   *
   * @param offset In bytes from the beginning of the file.
   * @param length In bytes, {@link WINDOW_SIZE} at most.
   * @throws InputError if the file ends before that.
   */
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Reads bytes of a file as pieces that fit in the window. Asking for the next piece overwrites the
 * last.
 *
 * @param offset In bytes from the beginning of the file.
 * @param length In bytes.
 * @throws InputError if the file ends before that.
 */
export async function* readPieces(
  file: FileWindow,
  offset: number,
  length: number,
): AsyncGenerator<Buffer> {
  for (let done = 0; done < length; done += WINDOW_SIZE) {
    yield await file.read(offset + done, Math.min(WINDOW_SIZE, length - done));
  }
}

/**
 * The problem of a file that ends before the bytes to be read. Offsets are in bytes from its
 * beginning.
 */
export function endsTooEarly(path: string, found: number, expected: number): InputError {
  return new InputError({
    file: path,
    id: 'media.ends-too-early',
    message: 'the file ends too early',
    found: `${String(found)} bytes`,
    expected: `${String(expected)} bytes at least`,
    remedy: 'run the task that makes it again, when no program writes to it',
  });
}
