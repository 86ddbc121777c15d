import { readSmallFile } from '@aero-guest-tools/file-tree';

/** In bytes. The plan and the report of a hundred thousand files take some thirty million. */
const MAXIMUM_SIZE = 128 * 1024 * 1024;

/**
 * Reads a file that an earlier task has left in the build directory.
 *
 * @param task The task that writes it.
 * @throws InputError if it cannot be read, is not a regular file, or has more than 128 MiB.
 */
export function readStateFile(path: string, task: string): Promise<Uint8Array> {
  return readSmallFile(path, {
    description: `what ${task} writes`,
    maximumSize: MAXIMUM_SIZE,
    remedy: `run ${task} again`,
  });
}
