import type { DosDateTime } from './dos-date-time';

/** APPNOTE 4.4.5: the file is stored (no compression). */
export const STORED = 0;
/** APPNOTE 4.4.5: the file is deflated. */
export const DEFLATED = 8;

export type CompressionMethod = typeof STORED | typeof DEFLATED;

/** What the two headers of a file or directory are made of. */
export interface Entry {
  /** APPNOTE 4.4.17, in UTF-8: components separated by `/`, and a directory ends with one. */
  readonly fileName: Uint8Array;
  readonly lastModified: DosDateTime;
  readonly compressionMethod: CompressionMethod;
  /** CRC-32 of the uncompressed data. */
  readonly crc32: number;
  /** Bytes. */
  readonly compressedSize: number;
  /** Bytes. */
  readonly uncompressedSize: number;
}

/** APPNOTE 4.3.8 and 4.4.17: an entry whose name ends with a slash is a directory. */
export function isDirectory({ fileName }: Pick<Entry, 'fileName'>): boolean {
  return fileName.at(-1) === '/'.charCodeAt(0);
}

/**
 * APPNOTE 4.4.4, bit 11 (and appendix D): the name is UTF-8. Set for ASCII names too, which are
 * UTF-8 as well: the flag then says the same of every entry. No other bit is ever set; bit 3 is
 * not, because CRC and sizes stand in the local file header.
 */
export const GENERAL_PURPOSE_BIT_FLAG = 1 << 11;

/**
 * APPNOTE 4.4.2: upper byte 3, UNIX, on every platform, since it decides how a reader takes the
 * external file attributes; lower byte 63, version 6.3, which introduced the UTF-8 flag.
 */
export const VERSION_MADE_BY = (3 << 8) | 63;

/**
 * APPNOTE 4.4.3: 2.0 for directories and deflated files, 4.5 where the zip64 format is used. A
 * stored file could do with 1.0, but no reader is that old, and the field stays out of the way.
 */
export function versionNeededToExtract(zip64: boolean): number {
  return zip64 ? 45 : 20;
}
