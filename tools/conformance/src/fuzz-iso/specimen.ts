const SECTOR = 2048;

/** A sound image that is to be damaged, and where in it something stands that readers look at. */
export interface Specimen {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Offsets of bytes that are not zero. */
  readonly used: readonly number[];
  /** Offsets of directory records. */
  readonly records: readonly number[];
  /** Offsets of system use entries. */
  readonly systemUseEntries: readonly number[];
}

const SIGNATURES = new Set('SP ER CE ST PX NM SL CL PL RE TF ZF Z2 SF PN RR'.split(' '));

/**
 * Looks for whatever has the form of a directory record or of a system use entry. What is none is
 * damaged all the same, with less effect.
 */
export function specimen(name: string, image: Uint8Array): Specimen {
  const bytes = Buffer.from(image);
  const offsets = Array.from(bytes.keys()).filter((offset) => offset >= 16 * SECTOR);
  return {
    name,
    bytes,
    used: offsets.filter((offset) => bytes[offset] !== 0),
    records: offsets.filter((offset) => isDirectoryRecord(bytes, offset)),
    systemUseEntries: offsets.filter((offset) => isSystemUseEntry(bytes, offset)),
  };
}

function isDirectoryRecord(bytes: Buffer, offset: number): boolean {
  const length = bytes.readUInt8(offset);
  if (length < 34 || (offset % SECTOR) + length > SECTOR) return false;
  return (
    bytes.readUInt32LE(offset + 2) === bytes.readUInt32BE(offset + 6) &&
    bytes.readUInt32LE(offset + 10) === bytes.readUInt32BE(offset + 14) &&
    bytes.readUInt32LE(offset + 28) === 0x01000001 &&
    bytes.readUInt8(offset + 32) + 33 <= length
  );
}

function isSystemUseEntry(bytes: Buffer, offset: number): boolean {
  return (
    offset + 4 <= bytes.length &&
    SIGNATURES.has(bytes.toString('latin1', offset, offset + 2)) &&
    bytes.readUInt8(offset + 2) >= 4 &&
    bytes.readUInt8(offset + 3) === 1
  );
}
