import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';

/**
 * A search pattern: a regular expression from a spec, or a literal. Matching takes time linear in
 * the text: RE2 has no back-references and no look-around, so no spec can make the packager hang.
 */
export interface Pattern {
  /** The expression as the spec writes it, or the literal. */
  readonly source: string;
  /** Whether it occurs anywhere in the text, ignoring case. */
  matches(text: string): boolean;
}

/**
 * Compiles a regular expression in RE2 syntax, ignoring case.
 *
 * @throws RE2JSException if it is not one; check with {@link patternProblem} first.
 */
export function compilePattern(source: string): Pattern {
  const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  return { source, matches: (text) => expression.test(text) };
}

/** A pattern that matches a literal text, ignoring case. */
export function literalPattern(source: string): Pattern {
  const lowerCase = source.toLowerCase();
  return { source, matches: (text) => text.toLowerCase().includes(lowerCase) };
}

/** Why a text is not a regular expression in RE2 syntax, or `undefined` if it is one. */
export function patternProblem(source: string): string | undefined {
  try {
    compilePattern(source);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) {
      const part = error.getPattern();
      return part === null ? error.getDescription() : `${error.getDescription()}: ${part}`;
    }
    if (error instanceof RE2JSException) return error.message;
    throw error;
  }
}
