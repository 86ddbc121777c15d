/**
 * Orders two strings by their UTF-8 bytes: the order of every list in this project. JavaScript's
 * own `<` compares UTF-16 code units, which differs above U+FFFF.
 *
 * @returns Negative, zero or positive, as for `Array.prototype.sort`.
 */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Ranks surrogates above every other code unit: a code point that needs a pair is larger than any
 * that does not, in UTF-8 as in Unicode.
 */
function rank(codeUnit: number): number {
  if (codeUnit < 0xd800) return codeUnit;
  return codeUnit < 0xe000 ? codeUnit + 0x2000 : codeUnit - 0x800;
}
