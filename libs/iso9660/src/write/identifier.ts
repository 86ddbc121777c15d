/** Bytes per character in the identifiers of a name space: one for d-characters, two for UCS-2. */
export type CharacterLength = 1 | 2;

/**
 * The identifier of a directory's record for itself, and of the root in a path table (ECMA-119,
 * 6.8.2.2).
 */
export const SELF_IDENTIFIER = '\u0000';
/** The identifier of a directory's record for its parent. */
export const PARENT_IDENTIFIER = '\u0001';

/**
 * Length of an identifier in bytes. The identifiers of a directory's records for itself and its
 * parent have one byte, in Joliet too.
 */
export function identifierLength(identifier: string, characterLength: CharacterLength): number {
  return isOwnRecord(identifier) ? 1 : identifier.length * characterLength;
}

/**
 * Writes an identifier, the most significant byte of a character first (Joliet, wide character byte
 * ordering).
 */
export function writeIdentifier(
  target: Uint8Array,
  identifier: string,
  characterLength: CharacterLength,
  offset: number,
): void {
  // For such short texts this takes a fraction of the time of a call to the encoders of Buffer.
  if (characterLength === 1 || isOwnRecord(identifier)) {
    for (let index = 0; index < identifier.length; index += 1) {
      target[offset + index] = identifier.charCodeAt(index);
    }
    return;
  }
  for (let index = 0; index < identifier.length; index += 1) {
    const code = identifier.charCodeAt(index);
    target[offset + 2 * index] = code >> 8;
    target[offset + 2 * index + 1] = code & 0xff;
  }
}

function isOwnRecord(identifier: string): boolean {
  return identifier === SELF_IDENTIFIER || identifier === PARENT_IDENTIFIER;
}
