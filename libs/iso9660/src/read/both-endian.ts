/**
 * A 32-bit number recorded little-endian and then big-endian (ECMA-119, 7.3.3), at `offset`.
 *
 * Only the little-endian half is read. Existing images disagree (some leave the big-endian half
 * zero), and the systems that they are made for, all little-endian, never look at it.
 */
export function readUint32BothEndian(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset);
}

/** A 16-bit number recorded both ways (ECMA-119, 7.2.3); see {@link readUint32BothEndian}. */
export function readUint16BothEndian(bytes: Buffer, offset: number): number {
  return bytes.readUInt16LE(offset);
}
