/**
 * The meaning of a value of the keyword `format` for strings (JSON Schema Validation 2020-12, 7).
 */
export interface StringFormat {
  /** A noun phrase for strings of this format, with an article: `a regular expression`. */
  readonly description: string;
  /** What is wrong with a string, or `undefined` if it has the format. */
  readonly flaw: (text: string) => string | undefined;
  /** What the user can do about a string without the format. */
  readonly remedy: string;
}

/** Functions that check whether a string has a format, in the form that ajv takes. */
export function formatChecks(
  formats: Readonly<Record<string, StringFormat>>,
): Record<string, (text: string) => boolean> {
  return Object.fromEntries(
    Object.entries(formats).map(([name, { flaw }]) => [name, (text) => flaw(text) === undefined]),
  );
}
