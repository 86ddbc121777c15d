import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';

/**
 * A regular expression that comes from a spec. It is matched in time linear in the text: RE2 has no
 * back-references and no look-around, so that no spec can make the packager hang.
 */
export interface Pattern {
  /** The expression as the spec writes it. */
  readonly source: string;
  /** Whether the expression is found anywhere in the text, whatever the case. */
  matches(text: string): boolean;
}

/**
 * Compiles a regular expression in RE2 syntax, without regard to case.
 *
 * @throws RE2JSException if it is not one; {@link patternProblem} tells beforehand.
 */
export function compilePattern(source: string): Pattern {
  const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  return { source, matches: (text) => expression.test(text) };
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
