import { expandSzdd, isSzdd } from './szdd';

/** The largest file that is expanded, in bytes: as large as a file of a driver may be. */
const MAXIMUM_EXPANDED_SIZE = 512 * 1024 * 1024;

/** Compressions that Setup knows and that are not read here, by how such files begin. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['KWAJ', 'KWAJ, as COMPRESS.EXE of MS-DOS 6 makes it'],
  ['MSCF', 'a cabinet, as MAKECAB.EXE makes it'],
]);

/** A file that is stored compressed, and what comes out of it. */
export type CompressedFile =
  | { readonly kind: 'expanded'; readonly contents: Uint8Array }
  /** Truncated or malformed. */
  | { readonly kind: 'malformed' }
  /** In a way that is not read here. */
  | { readonly kind: 'unread'; readonly compression: string };

/**
 * Expands a file of a driver that is stored compressed, as `demo.sy_` is for `demo.sys`. Setup expands it, and looks the
 * result up in the catalog.
 *
 * @param path By its name a file is compressed if that ends in `_` or `$` ("SetupGetFileCompressionInfo function").
 * @returns Undefined if it is not compressed.
 */
export function expandCompressedFile(path: string, bytes: Uint8Array): CompressedFile | undefined {
  if (!/[_$]$/.test(path)) return undefined;
  if (isSzdd(bytes)) {
    const contents = expandSzdd(bytes, MAXIMUM_EXPANDED_SIZE);
    return contents === undefined ? { kind: 'malformed' } : { kind: 'expanded', contents };
  }
  const compression = OTHERS.get(Buffer.from(bytes.subarray(0, 4)).toString('latin1'));
  return compression === undefined ? undefined : { kind: 'unread', compression };
}
