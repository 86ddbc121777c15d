import type { RemedyAction } from './remedy-action';

/** A position in a file. Lines and columns count from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * The stable name of a problem: its area and what is wrong there, `spec.duplicate-key`. Programs
 * that read reports compare it, since texts change. Each occurs at one place of the code, and
 * docs/refusals.md explains it.
 */
export type ProblemId = `${string}.${string}`;

/**
 * One problem that the user can fix. It names what is at fault, what was found there, what was
 * expected, and what to do about it.
 */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly id: ProblemId;
  /** What is wrong, as a sentence without a full stop. */
  readonly message: string;
  /** The file or directory at fault, as the user named it or as a path below what the user named. */
  readonly file?: string | undefined;
  readonly position?: Position | undefined;
  /** JSON pointer (RFC 6901) of the value at fault. */
  readonly pointer?: string | undefined;
  readonly found?: string | undefined;
  readonly expected?: string | undefined;
  /** What the user can do, as an imperative sentence without a full stop. */
  readonly remedy?: string | undefined;
  /** The action for which each face adds its own words to the remedy. */
  readonly action?: RemedyAction | undefined;
}

/** A {@link Diagnostic} without its severity, which the function that receives it decides. */
export type Problem = Omit<Diagnostic, 'severity'>;

/** Makes an error of a problem. */
export function errorDiagnostic(problem: Problem): Diagnostic {
  return { severity: 'error', ...problem };
}

/** Makes a warning of a problem. */
export function warningDiagnostic(problem: Problem): Diagnostic {
  return { severity: 'warning', ...problem };
}
