/** Reads bits as RFC 1951, 3.1.1 packs them: from the least significant bit of each byte on. */
export class BitReader {
  /** The number of bits before the next one. */
  position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The next 16 bits, without consuming them; bits beyond the end are zero. */
  peek(): number {
    const at = this.position >> 3;
    const low = (this.bytes[at] ?? 0) | ((this.bytes[at + 1] ?? 0) << 8);
    return ((low | ((this.bytes[at + 2] ?? 0) << 16)) >> (this.position & 7)) & 0xffff;
  }

  /**
   * Consumes the next bits as a number, the first bit being the least significant.
   *
   * @param count Up to 16.
   * @throws Error beyond the end.
   */
  read(count: number): number {
    const value = this.peek() & ((1 << count) - 1);
    this.skip(count);
    return value;
  }

  /** @throws Error beyond the end. */
  skip(count: number): void {
    this.position += count;
    if (this.position > this.bytes.length * 8) {
      throw new Error('not a stream of RFC 1951: it ends within a block');
    }
  }
}
