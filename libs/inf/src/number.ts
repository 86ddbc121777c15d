/**
 * A number in an INF file: decimal, or hexadecimal with the prefix `0x`, of at most 32 bits.
 *
 * @returns `undefined` if it is not one.
 */
export function parseNumber(text: string): number | undefined {
  if (!/^(?:0x[\da-f]{1,8}|\d{1,10})$/i.test(text)) return undefined;
  const number = Number(text);
  return number <= 0xff_ff_ff_ff ? number : undefined;
}
