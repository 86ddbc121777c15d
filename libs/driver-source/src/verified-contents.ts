import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { changedSinceChecked, InputError } from '@aero-guest-tools/diagnostics';
import { openSourceFile } from './source-file';

/**
 * The contents of a file of which the hash is known. Nothing is opened before the first read, and the
 * stream fails with an InputError at its end if the contents have another hash by now.
 *
 * @param sha256 Lower-case hexadecimal.
 */
export function verifiedContents(path: string, sha256: string): Readable {
  return Readable.from(chunks(path, sha256), { objectMode: false });
}

async function* chunks(path: string, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    const file = await openSourceFile(path);
    for await (const chunk of file.createReadStream({ start: 0 })) {
      hash.update(chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw changed(path, code === 'ENOENT' ? 'nothing of that name' : code, sha256, error);
  }
  const found = hash.digest('hex');
  if (found !== sha256) throw changed(path, `SHA-256 ${found}`, sha256);
}

function changed(path: string, found: string, sha256: string, cause?: unknown): InputError {
  return new InputError(changedSinceChecked(path, { found, expected: `SHA-256 ${sha256}` }), {
    cause,
  });
}
