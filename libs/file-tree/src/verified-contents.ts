import { createHash } from 'node:crypto';
import { changedSinceChecked, changedWhileRead, InputError } from '@aero-guest-tools/diagnostics';
import type { FileEntry, ReadableFile } from './readable-file';

/**
 * Reads contents, and compares them with what is known of the file: its size, and its SHA-256 if there is one.
 *
 * @param file Its `open` need not verify anything.
 * @param place What a diagnostic calls the file. Default: its path.
 * @throws InputError when the contents end, or there are more of them, if they are others.
 */
export async function* verifiedContents(
  file: ReadableFile,
  place: string = file.path,
): AsyncGenerator<Uint8Array> {
  const hash = file.sha256 === undefined ? undefined : createHash('sha256');
  let size = 0;
  for await (const piece of file.open()) {
    size += piece.length;
    if (size > file.size) throw otherSize(file, `${String(size)} bytes or more`, place);
    hash?.update(piece);
    yield piece;
  }
  verifyDigest(file, { size, sha256: hash?.digest('hex') }, place);
}

/**
 * A file whose contents are known from now on.
 *
 * @param sha256 In lower-case hexadecimal.
 * @returns The file; it fails while it is read if it has other contents by then.
 */
export function withDigest<File extends ReadableFile>(
  file: File,
  sha256: string,
): File & { readonly sha256: string } {
  // What knows its SHA-256 is verified already.
  const isVerified = file.sha256 === sha256;
  const open = isVerified ? file.open : () => verifiedContents({ ...file, sha256 });
  return { ...file, sha256, open };
}

/**
 * Compares what was read of a file with what is known of it. This is the one place where contents are refused because
 * they are not those that an earlier step has seen.
 *
 * @param found Of what was read; without SHA-256 if nothing was hashed.
 * @param place What a diagnostic calls the file. Default: its path.
 * @throws InputError if it is something else.
 */
export function verifyDigest(
  file: FileEntry,
  found: Pick<FileEntry, 'size' | 'sha256'>,
  place: string = file.path,
): void {
  if (found.size !== file.size) throw otherSize(file, `${String(found.size)} bytes`, place);
  if (file.sha256 === undefined || found.sha256 === undefined) return;
  if (found.sha256 === file.sha256) return;
  const change = { found: `sha256 ${found.sha256}`, expected: `sha256 ${file.sha256}` };
  throw new InputError(changedSinceChecked(place, change));
}

function otherSize({ size, sha256 }: FileEntry, found: string, place: string): InputError {
  const change = { found, expected: `${String(size)} bytes` };
  return new InputError(
    sha256 === undefined ? changedWhileRead(place, change) : changedSinceChecked(place, change),
  );
}
