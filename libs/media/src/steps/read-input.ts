import { readFile } from 'node:fs/promises';
import { InputError } from '@aero-guest-tools/diagnostics';

/**
 * Reads a file that the user named.
 *
 * @param description What the file is, for the error: `the packaging spec`.
 * @throws InputError if it cannot be read.
 */
export async function readInput(path: string, description: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError(
      {
        file: path,
        message: `${description} cannot be read`,
        found: describe(error),
        expected: 'a readable file',
        remedy: 'check the path',
      },
      { cause: error },
    );
  }
}

function describe(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'nothing of that name';
  return code === 'EISDIR' ? 'a directory' : (code ?? String(error));
}
