/**
 * Records a 16-bit number in four bytes, first little-endian and then big-endian (ECMA-119, 7.2.3).
 */
export function writeBothEndian16(target: Buffer, value: number, offset: number): void {
  target.writeUInt16LE(value, offset);
  target.writeUInt16BE(value, offset + 2);
}

/**
 * Records a 32-bit number in eight bytes, first little-endian and then big-endian (ECMA-119,
 * 7.3.3).
 */
export function writeBothEndian32(target: Buffer, value: number, offset: number): void {
  target.writeUInt32LE(value, offset);
  target.writeUInt32BE(value, offset + 4);
}
