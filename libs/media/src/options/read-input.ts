import { readSmallFile } from '@aero-guest-tools/file-tree';

/** In bytes. The largest spec and contract that ship take some ten thousand. */
const MAXIMUM_SIZE = 4 * 1024 * 1024;

/**
 * Reads a spec or a contract that the user named.
 *
 * @param description What the file is, for the error: `the packaging spec`.
 * @throws InputError if it cannot be read, is not a regular file, or has more than 4 MiB.
 */
export function readInput(path: string, description: string): Promise<Uint8Array> {
  return readSmallFile(path, { description, maximumSize: MAXIMUM_SIZE });
}
