import { createHash } from 'node:crypto';
import type { Transform } from 'node:stream';
import { changedSinceChecked, InputError } from '@aero-guest-tools/diagnostics';
import { mediaPathOf, setContents, type MediaFile } from '../files/media-file';
import { eachFile } from './file-transform';

/**
 * Makes the contents of each file fail at their end if they are not the ones whose SHA-256 the file
 * carries: whoever consumes them then has not written anything that the manifest does not say.
 */
export function verifyContents(): Transform {
  return eachFile((file) => {
    const { openContents } = file;
    setContents(file, () => verified(file, openContents()));
    return file;
  });
}

async function* verified(
  file: MediaFile,
  contents: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of contents) {
    hash.update(chunk);
    yield chunk;
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== file.sha256) {
    throw new InputError(
      changedSinceChecked(mediaPathOf(file), {
        found: `sha256 ${sha256}`,
        expected: `sha256 ${String(file.sha256)}`,
      }),
    );
  }
}
