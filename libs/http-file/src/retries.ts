import { setTimeout } from 'node:timers/promises';
import type { HttpSettings } from './http-client';
import { HttpError } from './http-error';

/** Attempts in a row that bring nothing, before the error is told. */
const MAXIMUM_ATTEMPTS = 5;

/** Milliseconds before the second attempt; the time doubles with each further one. */
const FIRST_DELAY = 500;

/** Milliseconds at the most, also where a server asks for more. */
const MAXIMUM_DELAY = 60_000;

/** An attempt that brought as many bytes counts as a success: the next one begins to count anew. */
const PROGRESS = 1024 * 1024;

/** Decides whether and when to try again. */
export interface Retries {
  /** Notes that bytes arrived. */
  arrived(bytes: number): void;
  /**
   * Waits for the time of the next attempt.
   *
   * @throws The error, if it is not one that passes, or was met too often.
   */
  after(error: unknown): Promise<void>;
}

/** Begins to count the attempts of a transfer. */
export function startRetries({ wait = setTimeout }: HttpSettings): Retries {
  let failures = 0;
  let bytes = 0;
  return {
    arrived: (more) => {
      bytes += more;
    },
    after: async (error) => {
      if (!(error instanceof HttpError) || !error.isTransient) throw error;
      failures = bytes >= PROGRESS ? 1 : failures + 1;
      bytes = 0;
      if (failures === MAXIMUM_ATTEMPTS) throw givenUp(error);
      const delay = Math.max(FIRST_DELAY * 2 ** (failures - 1), (error.retryAfter ?? 0) * 1000);
      await wait(Math.min(delay, MAXIMUM_DELAY));
    },
  };
}

function givenUp({ problem, cause }: HttpError): HttpError {
  const found = `${problem.found ?? ''}, in ${String(MAXIMUM_ATTEMPTS)} attempts`;
  return new HttpError({ ...problem, found }, { cause });
}
