/**
 * APPNOTE 4.4.1.4: this value in a 32-bit field means that the actual one is in a zip64 structure.
 * So it cannot be an actual size, and a file of 4 GiB - 1 bytes needs zip64.
 */
const IN_ZIP64 = 0xffff_ffff;

/** Whether a size or offset must be moved to a zip64 structure. */
export function needsZip64(value: number): boolean {
  return value >= IN_ZIP64;
}

/** The value of a 32-bit field for a size or offset. */
export function uint32OrInZip64(value: number): number {
  return needsZip64(value) ? IN_ZIP64 : value;
}

/**
 * The zip64 extended information extra field (APPNOTE 4.5.3): 4 bytes, and 8 for each value; empty
 * if there are no values.
 *
 * @param values Those that are needed, in the order original size, compressed size, offset of the
 *   local header.
 */
export function zip64ExtendedInformation(values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(0x0001, 0); // tag
  field.writeUInt16LE(8 * values.length, 2); // size of the rest
  for (const [index, value] of values.entries()) {
    field.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  }
  return field;
}
