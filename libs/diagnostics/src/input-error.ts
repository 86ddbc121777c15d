import { errorDiagnostic, type Diagnostic, type Problem } from './diagnostic';
import { formatDiagnostics } from './format';

/**
 * Input was refused. Carries every problem that was found, so that the user sees them together.
 * Programs print its message without a stack trace and exit with status 1; any other exception is a
 * defect of the program. Libraries throw this class or a subclass of their own.
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';
  readonly diagnostics: readonly Diagnostic[];
  /** Makes gulp print the message without a stack trace, as for the errors of its plugins. */
  readonly showStack = false;

  /** @param problems At least one problem, in the order in which they are shown. */
  constructor(problems: Problem | readonly (Problem | Diagnostic)[], options?: ErrorOptions) {
    const list: readonly (Problem | Diagnostic)[] = isList(problems) ? problems : [problems];
    const diagnostics = list.map((problem) => errorDiagnostic(problem));
    super(formatDiagnostics(diagnostics), options);
    this.diagnostics = diagnostics;
  }
}

function isList(
  problems: Problem | readonly (Problem | Diagnostic)[],
): problems is readonly (Problem | Diagnostic)[] {
  return Array.isArray(problems);
}

/**
 * Throws an {@link InputError} if one of the diagnostics is an error.
 *
 * @returns The diagnostics, which then are all warnings.
 */
export function throwIfErrors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputError(errors);
  return diagnostics;
}
