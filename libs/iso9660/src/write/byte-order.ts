/**
 * Orders text by code units. For text of the Basic Multilingual Plane, which is all that an image
 * holds, that is the order of its bytes in UTF-8 and in UCS-2, and of d-characters in ASCII; and of
 * two texts of which one begins with the other, the shorter comes first.
 */
export function compareInByteOrder(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
