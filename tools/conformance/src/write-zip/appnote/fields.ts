/** Reads the fields of a structure one after the other, little-endian as APPNOTE 4.1.1 has them. */
export class Fields {
  private position = 0;

  /** @param place What is read, for errors. */
  constructor(
    private readonly bytes: Buffer,
    private readonly place: string,
  ) {}

  uint16(): number {
    return this.bytes.readUInt16LE(this.advance(2));
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.advance(4));
  }

  /** @throws Error if it is larger than a number counts. */
  uint64(): number {
    const value = Number(this.bytes.readBigUInt64LE(this.advance(8)));
    if (!Number.isSafeInteger(value)) throw new Error(`${this.place}: a number that is too large`);
    return value;
  }

  bytesOf(length: number): Buffer {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  /** @throws Error if a field is not what it has to be. */
  expect(field: string, found: number, expected: number): void {
    if (found === expected) return;
    throw new Error(`${this.place}: ${field} is ${hex(found)}, and should be ${hex(expected)}`);
  }

  /** @throws Error if something is left. */
  end(): void {
    this.expect('what is left after the last field, in bytes', this.left, 0);
  }

  get left(): number {
    return this.bytes.length - this.position;
  }

  private advance(length: number): number {
    if (length > this.left) throw new Error(`${this.place}: it ends too early`);
    this.position += length;
    return this.position - length;
  }
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
