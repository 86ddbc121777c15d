import { InputError } from '@aero-guest-tools/diagnostics';
import { openReadable } from './open-readable';

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
 * Opens a file to read it anywhere.
 *
 * @throws InputError if the file cannot be opened.
 */
export async function openFileWindow(path: string): Promise<FileWindow> {
  const handle = await openReadable(path);
  const buffer = Buffer.allocUnsafeSlow(WINDOW_SIZE);
  let begin = 0;
  let end = 0;

  async function moveTo(offset: number): Promise<void> {
    begin = offset;
    end = offset;
    while (end - begin < WINDOW_SIZE) {
      const { bytesRead } = await handle.read(buffer, end - begin, WINDOW_SIZE + begin - end, end);
      if (bytesRead === 0) return;
      end += bytesRead;
    }
  }

  try {
    const { size } = await handle.stat();
    return {
      size,
      async read(offset, length) {
        if (offset < begin || offset + length > end) await moveTo(offset);
        if (offset + length > end) throw endsTooEarly(path, end, offset + length);
        return buffer.subarray(offset - begin, offset - begin + length);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
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
