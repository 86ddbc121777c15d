import { InputError, type Problem } from '@aero-guest-tools/diagnostics';

/** A server, a proxy or the network failed to serve a request. */
export class HttpError extends InputError {
  override readonly name: string = 'HttpError';
  readonly problem: Problem;
  /** Whether the same request may succeed a moment later. */
  readonly isTransient: boolean;
  /** How long the server asks clients to wait, in seconds, if it does. */
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
