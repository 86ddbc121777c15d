import { readFile } from 'node:fs/promises';
import { InputError } from '@aero-guest-tools/diagnostics';

/**
 * Reads a file that an earlier task has left in the build directory.
 *
 * @param task The task that writes it.
 * @throws InputError if it cannot be read.
 */
export async function readStateFile(path: string, task: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError(
      {
        file: path,
        message: `what ${task} writes cannot be read`,
        found: (error as NodeJS.ErrnoException).code ?? String(error),
        expected: 'the file of an earlier task',
        remedy: `run ${task} first`,
      },
      { cause: error },
    );
  }
}
