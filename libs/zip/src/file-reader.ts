import { changedWhileRead, InputError } from '@aero-guest-tools/diagnostics';
import type { ZipFile } from './zip-file';

/** Reads the contents of a file from its beginning, in pieces of any size. */
export interface FileReader {
  /**
   * @throws InputError if the file ends before `target` is full, or has more bytes than its size.
   */
  fill(target: Uint8Array): Promise<void>;
  /** @throws InputError if the file does not end here. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file, which the caller must close. */
export function fileReader(file: ZipFile): FileReader {
  const chunks = file.open()[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  let size = 0;

  async function nextChunk(): Promise<boolean> {
    const { done, value } = await chunks.next();
    if (done === true) return false;
    chunk = value;
    size += chunk.length;
    if (size > file.size) throw changedFile(file, `${bytes(size)} or more`, bytes(file.size));
    return true;
  }

  return {
    async fill(target) {
      for (let filled = 0; filled < target.length;) {
        if (chunk.length === 0) {
          if (await nextChunk()) continue;
          throw changedFile(file, bytes(size), bytes(file.size));
        }
        const part = chunk.subarray(0, target.length - filled);
        target.set(part, filled);
        filled += part.length;
        chunk = chunk.subarray(part.length);
      }
    },
    async finish() {
      while (await nextChunk());
    },
    async close() {
      await chunks.return?.();
    },
  };
}

function bytes(count: number): string {
  return `${String(count)} bytes`;
}

/** The error for a file that has changed. */
export function changedFile(file: ZipFile, found: string, expected: string): InputError {
  return new InputError(changedWhileRead(file.path, { found, expected }));
}
