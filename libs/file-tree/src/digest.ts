import { createHash } from 'node:crypto';

/** Size in bytes and lower-case hexadecimal SHA-256 of contents that were read to their end. */
export interface Digest {
  readonly size: number;
  readonly sha256: string;
}

/** Receives each piece that is read; the piece is only valid until the next one. */
export interface PieceListener {
  update(piece: Uint8Array): void;
}

/**
 * Reads contents to their end.
 *
 * @param listener Also receives each piece.
 */
export async function digest(
  contents: Iterable<Uint8Array> | AsyncIterable<Uint8Array> | NodeJS.ReadableStream,
  listener?: PieceListener,
): Promise<Digest> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of contents as AsyncIterable<Uint8Array>) {
    hash.update(piece);
    listener?.update(piece);
    size += piece.length;
  }
  return { size, sha256: hash.digest('hex') };
}

/** The lower-case hexadecimal SHA-256 of bytes in memory. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Size and SHA-256 of bytes in memory. */
export function digestOfBytes(bytes: Uint8Array): Digest {
  return { size: bytes.length, sha256: sha256Of(bytes) };
}

/** Size and SHA-256 as diagnostics show them, or that there is no such file. */
export function describeDigest(found: Digest | undefined): string {
  return found === undefined
    ? 'no such file'
    : `${String(found.size)} bytes, sha256 ${found.sha256}`;
}
