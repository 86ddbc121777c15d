import { setTimeout } from 'node:timers/promises';
import { connectionError, TotalTimeError } from './connection-error';
import type { HttpClient } from './http-client';
import { HttpError } from './http-error';

/** How many attempts in a row may bring no progress before the error is reported. */
const MAXIMUM_ATTEMPTS = 5;

/** Milliseconds before the second attempt; doubled for each further one. */
const FIRST_DELAY = 500;

/** The longest delay in milliseconds, even if a server asks for more. */
const MAXIMUM_DELAY = 60_000;

/** An attempt that gets this many bytes further counts as a success: counting starts again. */
const PROGRESS = 1024 * 1024;

/** Decides whether and when to try again. */
export interface Retries {
  /**
   * Notes how far the transfer is. Only bytes beyond the furthest position count: a transfer that
   * starts again and again makes no progress.
   *
   * @param position How many bytes there are, from the beginning of the file.
   */
  reached(position: number): void;
  /**
   * Waits until the next attempt.
   *
   * @throws The error, if it is not transient, or has occurred too often.
   */
  after(error: unknown): Promise<void>;
}

/**
 * Begins to count the attempts of a transfer.
 *
 * @param from How many bytes there are already, from the beginning of the file.
 */
export function startRetries(client: HttpClient, url: URL, from: number): Retries {
  const { limits, settings } = client;
  const { wait = setTimeout } = settings;
  let failures = 0;
  let inARow = 0;
  let furthest = from;
  let before = from;
  return {
    reached: (position) => {
      furthest = Math.max(furthest, position);
    },
    after: async (error) => {
      if (!(error instanceof HttpError) || !error.isTransient) throw error;
      failures += 1;
      inARow = furthest - before >= PROGRESS ? 1 : inARow + 1;
      before = furthest;
      if (inARow === MAXIMUM_ATTEMPTS) throw givenUp(error, MAXIMUM_ATTEMPTS);
      if (failures >= limits.attempts) throw givenUp(error, failures);
      const wanted = Math.max(FIRST_DELAY * 2 ** (inARow - 1), (error.retryAfter ?? 0) * 1000);
      const delay = Math.min(wanted, MAXIMUM_DELAY);
      if (delay >= client.remainingTime()) {
        throw connectionError(url, new TotalTimeError(limits.totalTime));
      }
      await wait(delay);
    },
  };
}

function givenUp({ problem, cause }: HttpError, attempts: number): HttpError {
  const found = `${problem.found ?? ''}, in ${String(attempts)} attempts`;
  return new HttpError({ ...problem, found }, { cause });
}
