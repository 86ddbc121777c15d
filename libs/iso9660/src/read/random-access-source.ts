import { truncated } from './iso9660-error';

/**
 * Random access to the bytes of an image: the interface between this library and files, HTTP or
 * memory.
 */
export interface RandomAccessSource {
  /** What messages call the image: a path or a URL. */
  readonly name: string;
  /** Bytes in the image. */
  readonly size: number;
  /**
   * Reads `length` bytes from byte `offset` on, both within `size`. The caller owns the bytes.
   * Fewer bytes come back only if the image has become shorter since it was opened.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Reads exactly `length` bytes from byte `offset` on.
 *
 * @param what The name of these bytes in messages.
 * @throws Iso9660Error if the source ends before that.
 */
export async function readExactly(
  source: RandomAccessSource,
  offset: number,
  length: number,
  what: string,
): Promise<Buffer> {
  const end = offset + length;
  if (end > source.size) throw truncated(source.name, what, source.size, end);
  const bytes = await source.read(offset, length);
  if (bytes.length < length) throw truncated(source.name, what, offset + bytes.length, end);
  return Buffer.from(bytes.buffer, bytes.byteOffset, length);
}
