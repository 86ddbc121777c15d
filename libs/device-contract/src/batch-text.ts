/**
 * The first character of a text that would not reach the variables of a batch file unchanged:
 * quotation marks, `%` and `^`, `!` under delayed expansion, line breaks and other control
 * characters (Packager rules, 6. Device contract), and anything that is not ASCII, which depends on
 * the code page.
 *
 * @param text A value inside double quotes, or the text of a `rem`.
 */
export function batchReserved(text: string): string | undefined {
  return /["%!^]|[^\x20-\x7e]/u.exec(text)?.[0];
}

/**
 * The same for an element of a list in `for %%i in (%LIST%)`, which also treats `*` and `?` as
 * wildcards of file names.
 */
export function batchListReserved(text: string): string | undefined {
  return batchReserved(text) ?? /[*?]/.exec(text)?.[0];
}
