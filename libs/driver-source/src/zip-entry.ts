/** An entry of an archive's central directory (APPNOTE 4.3.12). */
export interface ZipEntry {
  /** The decoded path; a directory ends in `/`. */
  readonly name: string;
  /** The name as recorded in the archive, for messages. */
  readonly recordedName: string;
  /** Whether the bytes of the name are UTF-8. */
  readonly isNameValid: boolean;
  readonly isEncrypted: boolean;
  /** Compression method (APPNOTE 4.4.5). */
  readonly method: number;
  /** External file attributes (APPNOTE 4.4.15). */
  readonly externalAttributes: number;
  /** CRC-32 of the contents (APPNOTE 4.4.7). */
  readonly crc: number;
  /** Uncompressed, in bytes. */
  readonly size: number;
}

/** Whether an entry is a directory (APPNOTE 4.3.8: its name then ends in `/`). */
export function isDirectoryEntry({ name }: Pick<ZipEntry, 'name'>): boolean {
  return name.endsWith('/');
}

/** Whether an entry is the root of the archive: `./`. */
export function isRootEntry({ name, recordedName }: ZipEntry): boolean {
  return name === '' && recordedName !== '';
}
