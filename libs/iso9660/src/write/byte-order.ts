/**
 * Orders text by code units. For text of the Basic Multilingual Plane, the only text in an image,
 * that is the order of its bytes in UTF-8 and in UCS-2, and of d-characters in ASCII. If one text
 * is a prefix of the other, the shorter comes first.
 */
export function compareInByteOrder(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
