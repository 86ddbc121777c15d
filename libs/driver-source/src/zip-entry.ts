import type { IZipEntry } from 'adm-zip';

/** What the central directory of an archive says of an entry (APPNOTE 4.3.12). */
export interface ZipEntry {
  /** As it stands in the archive, where a directory ends in `/`. */
  readonly name: string;
  /** Whether the bytes of the name are UTF-8. */
  readonly isNameValid: boolean;
  readonly isEncrypted: boolean;
  /** Compression method (APPNOTE 4.4.5). */
  readonly method: number;
  /** External file attributes (APPNOTE 4.4.15). */
  readonly externalAttributes: number;
  /** Uncompressed, in bytes. */
  readonly size: number;
}

/** Bits of the general purpose bit flag (APPNOTE 4.4.4). */
const ENCRYPTED = 0x0001;
const STRONG_ENCRYPTION = 0x0040;
const MASKED_HEADERS = 0x2000;

/** Reads the facts of an entry, and nothing of its contents. */
export function zipEntry(entry: IZipEntry): ZipEntry {
  const { flags, method, attr, size } = entry.header;
  return {
    name: entry.entryName,
    isNameValid: isUtf8(entry.rawEntryName),
    isEncrypted: (flags & (ENCRYPTED | STRONG_ENCRYPTION | MASKED_HEADERS)) !== 0,
    method,
    externalAttributes: attr,
    size,
  };
}

/** Whether an entry is a directory (APPNOTE 4.3.8: its name then ends in `/`). */
export function isDirectoryEntry({ name }: Pick<ZipEntry, 'name'>): boolean {
  return name.endsWith('/');
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
