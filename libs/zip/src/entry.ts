import type { DosDateTime } from './dos-date-time';

/** APPNOTE 4.4.5: the file is stored (no compression). */
export const STORED = 0;
/** APPNOTE 4.4.5: the file is deflated. */
export const DEFLATED = 8;

export type CompressionMethod = typeof STORED | typeof DEFLATED;

/** The fields from which the two headers of a file or directory are made. */
export interface Entry {
  /** APPNOTE 4.4.17, in UTF-8: components separated by `/`, with a final `/` for a directory. */
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
 * APPNOTE 4.4.4, bit 11 (and appendix D): the name is UTF-8. It is also set for ASCII names, which
 * are UTF-8 as well, so that it is the same for every entry. No other bit is ever set. Bit 3 is
 * not, because CRC and sizes are in the local file header.
 */
export const GENERAL_PURPOSE_BIT_FLAG = 1 << 11;

/**
 * APPNOTE 4.4.2: upper byte 3, UNIX, on every platform, since it decides how a reader interprets
 * the external file attributes; lower byte 63, version 6.3, which introduced the UTF-8 flag.
 */
export const VERSION_MADE_BY = (3 << 8) | 63;

/**
 * APPNOTE 4.4.3: 2.0 for directories and deflated files, 4.5 if the zip64 format is used. A stored
 * file would only need 1.0, but no reader is that old, and one value for all is simpler.
 */
export function versionNeededToExtract(zip64: boolean): number {
  return zip64 ? 45 : 20;
}
