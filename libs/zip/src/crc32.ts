/** APPNOTE 4.4.7: the polynomial of the CRC-32, with the coefficient of x^0 in the highest bit. */
const POLYNOMIAL = 0xedb8_8320;

/** x^0 and x^8 with the bits in that order. */
const X_TO_THE_0 = 0x8000_0000;
const X_TO_THE_8 = 0x0080_0000;

/**
 * The CRC-32 of two consecutive pieces of data, computed from their CRCs alone. A CRC is the
 * remainder of the data, as a polynomial, divided by the polynomial of the CRC. Appending n bytes
 * multiplies the data before them by x^8n; the initial and final inversions of a CRC cancel out.
 *
 * @param first CRC-32 of the first piece; 0 if there is none.
 * @param second CRC-32 of the second.
 * @param length Bytes of the second.
 */
export function combinedCrc32(first: number, second: number, length: number): number {
  let factor = X_TO_THE_0;
  let power = X_TO_THE_8;
  for (let left = length; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) factor = product(factor, power);
    power = product(power, power);
  }
  return (product(first, factor) ^ second) >>> 0;
}

/** The product of two polynomials over GF(2), modulo the polynomial of the CRC. */
function product(a: number, b: number): number {
  let sum = 0;
  let shifted = b; // b times the power of x that this bit of a stands for
  for (let bit = 31; bit >= 0; bit--) {
    if (((a >>> bit) & 1) === 1) sum ^= shifted;
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
  }
  return sum;
}
