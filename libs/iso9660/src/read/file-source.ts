import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { Iso9660Error } from './iso9660-error';
import type { RandomAccessSource } from './random-access-source';

/** Descriptions of the system errors that the user can fix. */
const OPEN_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'the image is not readable',
  ELOOP: 'the path of the image is a loop of symbolic links',
  ENAMETOOLONG: 'the path of the image is too long',
  ENOENT: 'the image does not exist',
  ENOTDIR: 'the image does not exist: a parent of it is not a directory',
  EPERM: 'the image is not readable',
};

/**
 * Opens a file for random access. It is read on demand; nothing is kept in memory.
 *
 * System calls are synchronous. Listing an image takes hundreds of short reads, each of which would
 * wait longer for another thread than for its bytes; and reading a file alternates with writing it.
 *
 * @param name The name of the image in messages, if it is not the path: the file may be a copy.
 * @throws Iso9660Error if the file does not exist, is not readable, is empty, or is not a regular
 *   file.
 */
export async function openFileSource(path: string, name = path): Promise<RandomAccessSource> {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) {
      throw new Iso9660Error({
        file: name,
        id: 'iso.image-not-a-file',
        message: 'the image is not a file',
        found: stats.isDirectory() ? 'a directory' : 'a device, pipe or socket',
        expected: 'a regular file',
        remedy: 'name the .iso file itself',
      });
    }
    return fileSource(name, openSync(path, 'r'));
  } catch (error) {
    throw asInputError(name, error);
  }
}

function fileSource(name: string, descriptor: number): RandomAccessSource {
  const { size } = fstatSync(descriptor);
  if (size === 0) {
    closeSync(descriptor);
    throw new Iso9660Error({
      file: name,
      id: 'iso.image-empty',
      message: 'the image is empty',
      found: '0 bytes',
      expected: 'an ISO 9660 image',
      remedy: 'get the image again',
    });
  }
  return {
    name,
    size,
    read: async (offset, length) => readFully(descriptor, offset, length),
    close: async () => {
      closeSync(descriptor);
    },
  };
}

/**
 * Repeats the call, since one system call may return less than it was asked for, at the end of the
 * file or before it.
 */
function readFully(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const bytesRead = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function asInputError(name: string, error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  const message = OPEN_ERRORS[String(code)];
  if (message === undefined) return error;
  return new Iso9660Error(
    {
      file: name,
      id: 'iso.image-unreadable',
      message,
      found: String(code),
      expected: 'a readable .iso file',
      remedy: 'check the path',
    },
    { cause: error },
  );
}
