/** Space, and every control character: what stands around an INF value and does not belong to it. */
export function isWhiteSpace(code: number): boolean {
  return code <= 0x20;
}

/** The text without the white space around it. */
export function trimWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
