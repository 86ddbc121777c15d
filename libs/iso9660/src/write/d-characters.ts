/**
 * Text in d-characters, which are A-Z, 0-9 and `_` (ECMA-119, 7.4.1): ASCII letters are upper-cased,
 * every other character becomes one `_`. Independent of locale and Unicode version, since only ASCII
 * is left when letters are upper-cased.
 */
export function toDCharacters(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]/gu, '_').toUpperCase();
}
