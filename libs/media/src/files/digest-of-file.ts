import { digest, type Digest } from './digest';
import { openFileWindow, readPieces } from './file-window';

/**
 * Size and SHA-256 of a file on disk.
 *
 * @throws InputError if the file cannot be opened, or becomes shorter while it is read.
 */
export async function digestOfFile(path: string): Promise<Digest> {
  const file = await openFileWindow(path);
  try {
    return await digest(readPieces(file, 0, file.size));
  } finally {
    await file.close();
  }
}
