import { toDCharacters } from './d-characters';

/** Bytes in the Volume Identifier field (ECMA-119, 8.4.7). */
const VOLUME_IDENTIFIER_LENGTH = 32;

/**
 * The volume identifier for a text that a user chose: ASCII letters upper-cased, every character
 * that is not one of A-Z, 0-9 and `_` replaced by `_`, cut to 32 characters (ECMA-119, 8.4.7;
 * packager rules, 9. Outputs). The Joliet descriptor has room for the first 16 of them.
 */
export function volumeIdentifier(text: string): string {
  return toDCharacters(text).slice(0, VOLUME_IDENTIFIER_LENGTH);
}
