import { createHash } from 'node:crypto';

/** Size in bytes and lower-case hexadecimal SHA-256 of something that was read to its end. */
export interface Digest {
  readonly size: number;
  readonly sha256: string;
}

/** A file that was read to its end. */
export interface DigestedFile extends Digest {
  readonly path: string;
}

/**
 * Reads contents to their end.
 *
 * @param listener Is given each piece, too.
 */
export async function digest(
  contents: AsyncIterable<Uint8Array> | NodeJS.ReadableStream,
  listener?: { readonly update: (chunk: Uint8Array) => void },
): Promise<Digest> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of contents as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    listener?.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}

/** The lower-case hexadecimal SHA-256 of bytes in memory. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
