/**
 * Text that cannot command a terminal: names from images and directories may hold anything. Control
 * characters but line breaks are written as `\u001b`, and so are the characters that change the
 * direction of text (Unicode Standard Annex #9, 2. Directional Formatting Characters).
 */
export function printable(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
