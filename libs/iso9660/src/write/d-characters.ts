/**
 * Converts text to d-characters, which are A-Z, 0-9 and `_` (ECMA-119, 7.4.1): ASCII letters become
 * upper case, every other character becomes one `_`. The result does not depend on locale or
 * Unicode version, since only ASCII letters change case.
 */
export function toDCharacters(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]/gu, '_').toUpperCase();
}
