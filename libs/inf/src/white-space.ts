/** U+00A0: 0xA0 in windows-1252, which some editors insert instead of a space. */
const NO_BREAK_SPACE = 0xa0;

/**
 * White space around INF values: space, every control character, and the no-break space. Windows'
 * character types count the no-break space as white space: "GetStringType", C1_SPACE.
 */
export function isWhiteSpace(code: number): boolean {
  return code <= 0x20 || code === NO_BREAK_SPACE;
}

/** The text without the white space around it. */
export function trimWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
