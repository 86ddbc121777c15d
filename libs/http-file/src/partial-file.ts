import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { noRoomError } from './no-room';

/** A file of which the beginning is there, on disk and in a hash. */
export interface PartialFile {
  /** Bytes that are there. */
  readonly size: () => number;
  /** Of these bytes, in lower-case hexadecimal. Nothing can be appended afterwards. */
  readonly sha256: () => string;
  /** The validator of the answer that they are from, see {@link strongValidator}. */
  readonly validator: () => string | undefined;
  /** Drops all bytes. The ones that are appended next are from an answer with this validator. */
  restart(validator: string | undefined): Promise<void>;
  append(chunk: Uint8Array): Promise<void>;
  /** Closes the file and leaves it where it is. */
  close(): Promise<void>;
}

/**
 * Opens a file that an earlier run may have begun, and reads what is there. Beside it, in
 * `<path>.validator`, stands what the server called its version.
 */
export async function openPartialFile(path: string): Promise<PartialFile> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT);
  const validatorPath = `${path}.validator`;
  try {
    let { hash, size } = await hashFrom(file);
    let validator = await readFile(validatorPath, 'utf8').catch(() => undefined);
    return {
      size: () => size,
      sha256: () => hash.digest('hex'),
      validator: () => validator,
      restart: async (next) => {
        if (size > 0) await file.truncate(0);
        hash = createHash('sha256');
        size = 0;
        validator = next;
        if (next === undefined) await rm(validatorPath, { force: true });
        else await writeFile(validatorPath, next);
      },
      append: async (chunk) => {
        await write(file, chunk, size, path);
        hash.update(chunk);
        size += chunk.length;
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Removes a file that was begun, if it is there, and what stands beside it. */
export async function removePartialFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.validator`, { force: true });
}

async function hashFrom(file: FileHandle): Promise<{ hash: Hash; size: number }> {
  const hash = createHash('sha256');
  const { size } = await file.stat();
  if (size > 0) {
    const contents = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 });
    for await (const chunk of contents) hash.update(chunk as Uint8Array);
  }
  return { hash, size };
}

async function write(
  file: FileHandle,
  chunk: Uint8Array,
  position: number,
  path: string,
): Promise<void> {
  try {
    for (let offset = 0; offset < chunk.length;) {
      const length = chunk.length - offset;
      offset += (await file.write(chunk, offset, length, position + offset)).bytesWritten;
    }
  } catch (error) {
    throw noRoomError(path, error);
  }
}
