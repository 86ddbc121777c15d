import { InputError } from '@aero-guest-tools/diagnostics';
import * as yauzl from 'yauzl';
import { digest, type Digest } from '../digest';
import type { MediaContents } from './media-contents';

/**
 * Reads every file of a zip archive.
 *
 * @throws InputError if it is not one, or is damaged.
 */
export async function listZipContents(path: string): Promise<MediaContents> {
  const contents = new Map<string, Digest>();
  let archive: yauzl.ZipFile | undefined;
  try {
    archive = await yauzl.openPromise(path, { strictFileNames: true });
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      contents.set(entry.fileName, await digest(await archive.openReadStreamPromise(entry)));
    }
    return contents;
  } catch (error) {
    throw new InputError(
      {
        file: path,
        message: 'the zip archive cannot be read back',
        found: error instanceof Error ? error.message : String(error),
        remedy: 'delete it and build again',
      },
      { cause: error },
    );
  } finally {
    archive?.close();
  }
}
