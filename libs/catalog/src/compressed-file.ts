import { expandSzdd, isSzdd } from './szdd';

/** The largest file that is expanded, in bytes: the maximum size of a driver's file. */
const MAXIMUM_EXPANDED_SIZE = 512 * 1024 * 1024;

/**
 * Compressions that Setup knows but that are not supported here, by the first bytes of such files.
 */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['KWAJ', 'KWAJ, as COMPRESS.EXE of MS-DOS 6 makes it'],
  ['MSCF', 'a cabinet, as MAKECAB.EXE makes it'],
]);

/** A file that is stored compressed, with the result of expanding it. */
export type CompressedFile =
  | { readonly kind: 'expanded'; readonly contents: Uint8Array }
  /** Truncated or malformed. */
  | { readonly kind: 'malformed' }
  /** Compressed in a way that is not supported here. */
  | { readonly kind: 'unread'; readonly compression: string };

/**
 * Expands a compressed file of a driver: `demo.sy_` is `demo.sys` compressed. Setup expands it, and
 * looks the result up in the catalog.
 *
 * @param path A file counts as compressed if its name ends in `_` or `$`
 *   ("SetupGetFileCompressionInfo function").
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
