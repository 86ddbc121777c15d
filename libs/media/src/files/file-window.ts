import { InputError } from '@aero-guest-tools/diagnostics';
import { openReadable } from './open-readable';

/**
 * How much of a file is in memory at a time, in bytes: some twenty files of a driver, and little
 * enough to be hashed while a processor still has it in its cache.
 */
export const WINDOW_SIZE = 1024 * 1024;

/**
 * A file that is read anywhere, through one buffer that is used again and again: who asks for what
 * lies together in the order in which it lies there has it read in few large pieces.
 */
export interface FileWindow {
  /** Of the file when it was opened, in bytes. */
  readonly size: number;
  /**
   * Reads bytes, unless they are in the window already. One at a time: what comes back is
   * overwritten by the next call.
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
 * Reads bytes of a file as pieces that fit in the window, and are overwritten when the next one is
 * asked for.
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

/** That a file ends before what is to be read of it. Places are in bytes from its beginning. */
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
