import { isWhiteSpace } from './white-space';

/**
 * Finds the end of the `%strkey%` token that begins at `start`.
 *
 * Source of the rule: "INF Strings Section": a string key consists of explicitly visible
 * characters. So a percent sign in a sentence does not begin a token.
 *
 * @param start Index of a percent sign.
 * @returns Index of the percent sign that closes the token, or `undefined` if there is none.
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
