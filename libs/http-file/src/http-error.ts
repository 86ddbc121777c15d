import { InputError, type Problem } from '@aero-guest-tools/diagnostics';

/** A server, a proxy or the network did not do what was asked of them. */
export class HttpError extends InputError {
  override readonly name: string = 'HttpError';
  readonly problem: Problem;
  /** Whether the same request may succeed in a moment. */
  readonly isTransient: boolean;
  /** How long the server wants to be left alone, in seconds, if it says so. */
  readonly retryAfter: number | undefined;

  constructor(
    problem: Problem,
    options: ErrorOptions & { readonly isTransient?: boolean; readonly retryAfter?: number } = {},
  ) {
    super(problem, options);
    this.problem = problem;
    this.isTransient = options.isTransient ?? false;
    this.retryAfter = options.retryAfter;
  }
}
