import { isWhiteSpace } from './white-space';

/**
 * Where the `%strkey%` token that begins at `start` ends.
 *
 * Source of the rule: "INF Strings Section": a string key consists of explicitly visible
 * characters. A percent sign that only stands in a sentence therefore begins no token.
 *
 * @param start Index of a percent sign.
 * @returns Index of the percent sign that closes the token, or `undefined` if none does.
 */
export function strkeyEnd(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === PERCENT) return index;
    if (code === QUOTATION_MARK || isWhiteSpace(code)) return undefined;
  }
  return undefined;
}

const PERCENT = 0x25;
const QUOTATION_MARK = 0x22;
