import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { noRoomError } from './no-room';

/** The beginning of a file, on disk and in a running hash. */
export interface PartialFile {
  /** How many bytes there are. */
  readonly size: () => number;
  /** SHA-256 of these bytes, in lower-case hexadecimal. Nothing can be appended afterwards. */
  readonly sha256: () => string;
  /** The validator of the response that they are from, see {@link strongValidator}. */
  readonly validator: () => string | undefined;
  /** Drops all bytes. The bytes appended next are from a response with this validator. */
  restart(validator: string | undefined): Promise<void>;
  append(chunk: Uint8Array): Promise<void>;
  /**
   * Whether the file still has its name; another process may have given the name to another file.
   */
  isInPlace(): Promise<boolean>;
  /** Closes the file and keeps it. */
  close(): Promise<void>;
}

/**
 * Opens a file that an earlier run may have begun, and reads its contents. `<path>.validator`
 * beside it holds the server's identifier of its version. Anything else at these paths, such as a
 * link to a file elsewhere, is removed and not written to.
 */
export async function openPartialFile(path: string): Promise<PartialFile> {
  const file = await openOwn(path);
  const validatorPath = `${path}.validator`;
  try {
    let { hash, size } = await hashFrom(file);
    let validator = await readValidator(validatorPath);
    return {
      size: () => size,
      sha256: () => hash.digest('hex'),
      validator: () => validator,
      restart: async (next) => {
        if (size > 0) await file.truncate(0);
        hash = createHash('sha256');
        size = 0;
        validator = next;
        await rm(validatorPath, { force: true });
        if (next !== undefined) await writeValidator(validatorPath, next);
      },
      append: async (chunk) => {
        await write(file, chunk, size, path);
        hash.update(chunk);
        size += chunk.length;
      },
      isInPlace: () => hasName(file, path),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Removes a partial file, if it exists, and its validator. */
export async function removePartialFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.validator`, { force: true });
}

/** Windows has neither of these flags. */
const NOT_FOLLOWING = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens the file if this is its only name, or creates it. */
async function openOwn(path: string): Promise<FileHandle> {
  const flags = constants.O_RDWR | constants.O_CREAT | NOT_FOLLOWING;
  const file = await open(path, flags, 0o600).catch((error: unknown) => {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A link, by the codes of POSIX and of FreeBSD; a named pipe without a reader; a socket.
    if (['ELOOP', 'EMLINK', 'ENXIO'].includes(code)) return undefined;
    throw error;
  });
  if (file && (await isPlain(file)) && (await hasName(file, path))) return file;
  await file?.close();
  await rm(path, { force: true });
  return open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
}

/** Whether it is a regular file without a second name. */
async function isPlain(file: FileHandle): Promise<boolean> {
  const stats = await file.stat();
  return stats.isFile() && stats.nlink === 1;
}

/** Whether a name belongs to an open file, and is not a link to it. */
async function hasName(file: FileHandle, path: string): Promise<boolean> {
  const [opened, named] = [await file.stat(), await lstat(path).catch(() => undefined)];
  return named?.ino === opened.ino && named.dev === opened.dev;
}

async function writeValidator(path: string, validator: string): Promise<void> {
  try {
    await writeFile(path, validator, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw noRoomError(path, error);
  }
}

/** In bytes: more than any entity tag or date. */
const MAXIMUM_VALIDATOR = 64 * 1024;

async function readValidator(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | NOT_FOLLOWING).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const isUsable = (await isPlain(file)) && size <= MAXIMUM_VALIDATOR;
    return isUsable ? await file.readFile('utf8') : undefined;
  } finally {
    await file.close();
  }
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
