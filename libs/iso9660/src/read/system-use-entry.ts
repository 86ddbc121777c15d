import { SECTOR_SIZE } from '../sector';
import { readUint32BothEndian } from './both-endian';
import { malformed, type Iso9660Error, type Place } from './iso9660-error';
import { readExactly, type RandomAccessSource } from './random-access-source';
import { spendBytes, type ReadBudget } from './read-budget';

/** An entry of the System Use Sharing Protocol (SUSP 1.12, 4.1). */
export interface SystemUseEntry {
  /** Two characters, such as `NM`. */
  readonly signature: string;
  /** The bytes after signature, length and version. */
  readonly data: Buffer;
  readonly place: Place;
}

const HEADER_LENGTH = 4;

/**
 * The most continuation areas of one record. The longest name needs three; a cycle would never end.
 */
const MAXIMUM_CONTINUATIONS = 32;

/**
 * The entries in a system use field or a continuation area (SUSP 1.12, 4): up to `ST`, up to fewer
 * than four bytes, or up to a zero, with which some programs pad.
 *
 * @throws Iso9660Error if an entry is shorter than its header or runs past the area.
 */
export function parseSystemUseEntries(area: Buffer, place: Place): SystemUseEntry[] {
  const entries: SystemUseEntry[] = [];
  let offset = 0;
  while (area.length - offset >= HEADER_LENGTH && area[offset] !== 0) {
    const signature = area.toString('latin1', offset, offset + 2);
    if (signature === 'ST') break;
    const length = area.readUInt8(offset + 2);
    const entryPlace = { ...place, offset: place.offset + offset };
    if (length < HEADER_LENGTH || offset + length > area.length) {
      throw malformed(entryPlace, 'a system use entry does not fit its area', {
        found: `${String(length)} bytes`,
        expected: `${String(HEADER_LENGTH)} to ${String(area.length - offset)} bytes`,
      });
    }
    entries.push({
      signature,
      data: area.subarray(offset + HEADER_LENGTH, offset + length),
      place: entryPlace,
    });
    offset += length;
  }
  return entries;
}

/**
 * The data of an entry.
 *
 * @throws Iso9660Error if there are fewer bytes than `minimum`.
 */
export function entryData({ signature, data, place }: SystemUseEntry, minimum: number): Buffer {
  if (data.length >= minimum) return data;
  throw malformed(place, `an entry ${signature} is too short`, {
    found: `${String(data.length)} bytes of data`,
    expected: `at least ${String(minimum)} bytes of data`,
  });
}

/** The error for the last entry of a value, if it says that more entries follow. */
export function unfinishedEntry({ signature, place }: SystemUseEntry, value: string): Iso9660Error {
  return malformed(place, `a ${value} has no end`, {
    found: `the last entry ${signature} says that the ${value} goes on`,
    expected: `one more entry ${signature}`,
  });
}

/** The state for reading the continuation areas of a directory's records. */
export interface ContinuationReader {
  readonly source: RandomAccessSource;
  /** In bytes. */
  readonly logicalBlockSize: number;
  readonly budget: ReadBudget;
  /** The sector that was read last, since the areas of neighbouring records share sectors. */
  last?: { readonly offset: number; readonly bytes: Buffer };
}

/**
 * The entries of a system use field and of the continuation areas that it refers to (`CE`; SUSP
 * 1.12, 5.1).
 *
 * @throws Iso9660Error if an entry or an area is malformed, or the areas form a cycle.
 */
export async function readSystemUseEntries(
  systemUse: Buffer,
  place: Place,
  reader: ContinuationReader,
): Promise<SystemUseEntry[]> {
  const entries = parseSystemUseEntries(systemUse, place);
  let continuation = findContinuation(entries);
  let previousEnd: number | undefined;
  for (let count = 0; continuation !== undefined; count += 1) {
    if (count === MAXIMUM_CONTINUATIONS) {
      throw malformed(place, 'the continuation areas of a directory record do not end', {
        found: `more than ${String(MAXIMUM_CONTINUATIONS)} areas`,
        expected: 'an area without a CE entry',
      });
    }
    const area = continuationArea(continuation, reader.logicalBlockSize, previousEnd);
    const found = parseSystemUseEntries(await readContinuationArea(area, place, reader), {
      ...place,
      offset: area.offset,
    });
    entries.push(...found);
    continuation = findContinuation(found);
    previousEnd = area.offset + area.length;
  }
  return entries;
}

function findContinuation(entries: readonly SystemUseEntry[]): SystemUseEntry | undefined {
  return entries.find(({ signature }) => signature === 'CE');
}

/** In bytes; `offset` counts from the beginning of the image. */
interface ContinuationArea {
  readonly offset: number;
  readonly length: number;
}

function continuationArea(
  entry: SystemUseEntry,
  logicalBlockSize: number,
  previousEnd: number | undefined,
): ContinuationArea {
  const data = entryData(entry, 24);
  const offset = readUint32BothEndian(data, 0) * logicalBlockSize + readUint32BothEndian(data, 8);
  const length = readUint32BothEndian(data, 16);
  if (length > SECTOR_SIZE) {
    throw malformed(entry.place, 'a continuation area is too large', {
      found: `${String(length)} bytes`,
      expected: `at most ${String(SECTOR_SIZE)} bytes`,
    });
  }
  // If a continuation area (of a name of 249 bytes or more, with -iso-level 4) leads to another
  // one, genisoimage records the location zero, which is in the system area. It writes the other
  // area right after the first.
  return { offset: offset === 0 && previousEnd !== undefined ? previousEnd : offset, length };
}

async function readContinuationArea(
  { offset, length }: ContinuationArea,
  place: Place,
  reader: ContinuationReader,
): Promise<Buffer> {
  spendBytes(reader.budget, length, place);
  const { source, last } = reader;
  const end = offset + length;
  if (last !== undefined && last.offset <= offset && last.offset + last.bytes.length >= end) {
    return last.bytes.subarray(offset - last.offset, end - last.offset);
  }
  const start = offset - (offset % SECTOR_SIZE);
  const sectors = Math.ceil((end - start) / SECTOR_SIZE) * SECTOR_SIZE;
  const what = `a continuation area of ${place.structure}`;
  const bytes = await readExactly(
    source,
    start,
    Math.max(Math.min(sectors, source.size - start), end - start),
    what,
  );
  reader.last = { offset: start, bytes };
  return bytes.subarray(offset - start, end - start);
}
