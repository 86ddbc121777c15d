/** What the keyword `format` of a schema means for strings (JSON Schema Validation 2020-12, 7). */
export interface StringFormat {
  /** What a string of this format is, with its article: `a regular expression`. */
  readonly description: string;
  /** What is wrong with a string, or `undefined` if it has the format. */
  readonly flaw: (text: string) => string | undefined;
  /** What the user can do about a string without the format. */
  readonly remedy: string;
}

/** Functions that tell whether a string has a format, as ajv takes them. */
export function formatChecks(
  formats: Readonly<Record<string, StringFormat>>,
): Record<string, (text: string) => boolean> {
  return Object.fromEntries(
    Object.entries(formats).map(([name, { flaw }]) => [name, (text) => flaw(text) === undefined]),
  );
}
