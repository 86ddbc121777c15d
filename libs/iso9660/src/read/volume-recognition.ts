import { SECTOR_SIZE } from '../sector';
import { readExactly, type RandomAccessSource } from './random-access-source';

/**
 * Standard identifiers that begin and end the part of the area that does not belong to ISO 9660
 * (ECMA-167, 2/9).
 */
const BEGINNING = 'BEA01';
const END = 'TEA01';

/** The identifiers that announce UDF: ECMA-167, 3/9.1, second and third edition. */
const UDF_IDENTIFIERS = new Set(['NSR02', 'NSR03']);

/** Descriptors of other standards that may come in between (ECMA-167, 2/9.1, and ECMA-168). */
const OTHER_IDENTIFIERS = new Set(['BOOT2', 'CDW02', 'CD001', 'TEA01', 'BEA01']);

/** Real images have three descriptors of this kind. */
const MAXIMUM_DESCRIPTORS = 64;

/** The standard identifier in a descriptor of a volume recognition sequence (ECMA-167, 2/9.1.2). */
export function standardIdentifier(sector: Buffer): string {
  return sector.toString('latin1', 1, 6);
}

/** Whether a descriptor belongs to a volume recognition sequence that may announce UDF. */
export function beginsExtendedArea(sector: Buffer): boolean {
  const identifier = standardIdentifier(sector);
  return identifier === BEGINNING || UDF_IDENTIFIERS.has(identifier);
}

/**
 * Whether a UDF file system is announced from a sector on: `BEA01`, `NSR02` or `NSR03`, `TEA01`.
 * The sequence ends at the first sector that is not one of its descriptors (ECMA-167, 2/8.3).
 *
 * @param sector Number of the first sector to look at, of 2048 bytes.
 */
export async function announcesUdf(source: RandomAccessSource, sector: number): Promise<boolean> {
  for (let index = 0; index < MAXIMUM_DESCRIPTORS; index += 1) {
    const offset = (sector + index) * SECTOR_SIZE;
    if (offset + SECTOR_SIZE > source.size) return false;
    const identifier = standardIdentifier(
      await readExactly(source, offset, SECTOR_SIZE, 'the volume recognition sequence'),
    );
    if (UDF_IDENTIFIERS.has(identifier)) return true;
    if (identifier === END || !OTHER_IDENTIFIERS.has(identifier)) return false;
  }
  return false;
}
