import { readUint32BothEndian } from './both-endian';
import {
  LONG_DATE_LENGTH,
  parseLongDate,
  parseRecordingDate,
  RECORDING_DATE_LENGTH,
} from './recording-date';
import { parseLinkTarget } from './symbolic-link';
import { entryData, unfinishedEntry, type SystemUseEntry } from './system-use-entry';
import { decodeText } from './text';

/** What the Rock Ridge Interchange Protocol (RRIP 1.12) records about one file or directory. */
export interface RockRidgeFields {
  readonly name: string | undefined;
  /** The file type in the POSIX mode. */
  readonly fileType: 'regular' | 'directory' | 'symbolic-link' | 'special' | undefined;
  /** Seconds since 1970. */
  readonly modified: number | undefined;
  readonly linkTarget: string | undefined;
  /** Logical block of the directory that belongs in this place (entry CL). */
  readonly childLocation: number | undefined;
  /** Whether the directory belongs elsewhere, where an entry CL leads here (entry RE). */
  readonly isRelocated: boolean;
  /** Whether this is a relocated directory's record for its parent (entry PL). */
  readonly hasParentLink: boolean;
  /** Why the extents do not hold the bytes of the file. */
  readonly unreadable: string | undefined;
}

/** RRIP 1.09, RRIP 1.12, and other spellings of the latter in use (RRIP 1.12, 4.3). */
const EXTENSION_IDENTIFIERS = new Set(['RRIP_1991A', 'IEEE_P1282', 'IEEE_1282']);

/**
 * Whether the entries of the root directory's own record announce Rock Ridge: by its extension
 * identifier, or, since some programs omit that, by POSIX attributes.
 */
export function announcesRockRidge(entries: readonly SystemUseEntry[]): boolean {
  return entries.some(
    ({ signature, data }) =>
      signature === 'PX' ||
      (signature === 'ER' &&
        EXTENSION_IDENTIFIERS.has(data.toString('latin1', 4, 4 + (data[0] ?? 0)))),
  );
}

/**
 * The Rock Ridge fields in the entries of one directory record.
 *
 * @throws Iso9660Error if an entry is malformed, or a name or link target is incomplete.
 */
export function parseRockRidgeFields(entries: readonly SystemUseEntry[]): RockRidgeFields {
  const bySignature = (signature: string) =>
    entries.filter((entry) => entry.signature === signature);
  const [posixAttributes] = bySignature('PX');
  const [childLink] = bySignature('CL');
  return {
    name: parseName(bySignature('NM')),
    fileType: posixAttributes === undefined ? undefined : parseFileType(posixAttributes),
    modified: bySignature('TF').reduce<number | undefined>(
      (found, entry) => found ?? parseModified(entry),
      undefined,
    ),
    linkTarget: parseLinkTarget(bySignature('SL')),
    childLocation:
      childLink === undefined ? undefined : readUint32BothEndian(entryData(childLink, 8), 0),
    isRelocated: bySignature('RE').length > 0,
    hasParentLink: bySignature('PL').length > 0,
    unreadable: unreadableBecause(entries),
  };
}

const NAME_CONTINUES = 0x01;
const NAME_IS_SELF = 0x02;
const NAME_IS_PARENT = 0x04;

/**
 * Entries NM (RRIP 1.12, 4.1.4): a flag byte and a part of the name. With the flags CURRENT and
 * PARENT there should be no name. If a program wrote one all the same, it counts, as for Linux and
 * xorriso.
 */
function parseName(entries: readonly SystemUseEntry[]): string | undefined {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    const data = entryData(entry, 1);
    const flags = data.readUInt8(0);
    const part = data.subarray(1);
    if (part.length === 0 && (flags & NAME_IS_SELF) !== 0) return '.';
    if (part.length === 0 && (flags & NAME_IS_PARENT) !== 0) return '..';
    parts.push(part);
    if ((flags & NAME_CONTINUES) === 0) return decodeText(Buffer.concat(parts));
  }
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  throw unfinishedEntry(last, 'name');
}

const FILE_TYPE_MASK = 0o170000;
const FILE_TYPES: Readonly<Record<number, RockRidgeFields['fileType']>> = {
  0o010000: 'special',
  0o020000: 'special',
  0o040000: 'directory',
  0o060000: 'special',
  0o100000: 'regular',
  0o120000: 'symbolic-link',
  0o140000: 'special',
};

/** Entry PX (RRIP 1.12, 4.1.1), which begins with the file mode. */
function parseFileType(entry: SystemUseEntry): RockRidgeFields['fileType'] {
  return FILE_TYPES[readUint32BothEndian(entryData(entry, 8), 0) & FILE_TYPE_MASK];
}

const TIME_CREATION = 0x01;
const TIME_MODIFY = 0x02;
const TIME_LONG_FORM = 0x80;

/**
 * Entry TF (RRIP 1.12, 4.1.6): flags, then the times that they announce, in the order of the bits.
 */
function parseModified(entry: SystemUseEntry): number | undefined {
  const flags = entryData(entry, 1).readUInt8(0);
  if ((flags & TIME_MODIFY) === 0) return undefined;
  const isLong = (flags & TIME_LONG_FORM) !== 0;
  const length = isLong ? LONG_DATE_LENGTH : RECORDING_DATE_LENGTH;
  const start = 1 + ((flags & TIME_CREATION) === 0 ? 0 : length);
  const date = entryData(entry, start + length).subarray(start, start + length);
  return isLong ? parseLongDate(date) : parseRecordingDate(date);
}

/** Detects entries which say that the extents do not hold the bytes of the file. */
function unreadableBecause(entries: readonly SystemUseEntry[]): string | undefined {
  for (const { signature, data } of entries) {
    // libisofs can write Z2 in place of ZF, so that other readers overlook it.
    if (signature === 'ZF' || signature === 'Z2') {
      const algorithm = JSON.stringify(data.toString('latin1', 0, 2));
      return `it is compressed with zisofs (algorithm ${algorithm})`;
    }
    if (signature === 'SF') return 'it is recorded as a sparse file';
  }
  return undefined;
}
