import { createHash } from 'node:crypto';
import { changedSinceChecked, changedWhileRead, InputError } from '@aero-guest-tools/diagnostics';
import type { FileEntry, ReadableFile } from './readable-file';

/**
 * Reads contents, and compares them with the known facts about the file: its size, and its SHA-256
 * if there is one.
 *
 * @param file Its `open` need not verify anything.
 * @param place What a diagnostic calls the file. Default: its path.
 * @throws InputError if the contents differ: when they end, or as soon as there are too many.
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
 * A file with a known digest.
 *
 * @param sha256 In lower-case hexadecimal.
 * @returns The file; reading it fails if it has other contents by then.
 */
export function withDigest<File extends ReadableFile>(
  file: File,
  sha256: string,
): File & { readonly sha256: string } {
  // A file that already has this SHA-256 is verified by its own `open`.
  const isVerified = file.sha256 === sha256;
  const open = isVerified ? file.open : () => verifiedContents({ ...file, sha256 });
  return { ...file, sha256, open };
}

/**
 * Compares what was read of a file with what is known about it. Only this function refuses contents
 * because an earlier step saw others.
 *
 * @param found The digest of what was read; without SHA-256 if nothing was hashed.
 * @param place What a diagnostic calls the file. Default: its path.
 * @throws InputError if they differ.
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
