/**
 * The JSON pointer (RFC 6901, 3) of a member or element of the value that `pointer` points to.
 *
 * @param pointer A JSON pointer; the empty string points to the whole document.
 * @param token A member's name or an element's index, not escaped.
 */
export function appendToPointer(pointer: string, token: string | number): string {
  return `${pointer}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/**
 * The unescaped reference tokens of a JSON pointer, outermost first (RFC 6901, 4).
 *
 * @returns `undefined` if it is not empty and does not begin with `/`.
 */
export function pointerTokens(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
