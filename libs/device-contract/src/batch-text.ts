/**
 * The first character of a text that does not reach the variables of a batch file as it is:
 * quotation marks, `%` and `^`, `!` under delayed expansion, line breaks and other control
 * characters (Packager rules, 6. Device contract), and what is not ASCII, which each code page
 * reads in its own way.
 *
 * @param text A value inside double quotes, or the text of a `rem`.
 */
export function batchReserved(text: string): string | undefined {
  return /["%!^]|[^\x20-\x7e]/u.exec(text)?.[0];
}

/**
 * The same for an element of a list that `for %%i in (%LIST%)` goes through, which also takes `*`
 * and `?` for wildcards of file names.
 */
export function batchListReserved(text: string): string | undefined {
  return batchReserved(text) ?? /[*?]/.exec(text)?.[0];
}
