import { Worker } from 'node:worker_threads';

/** How a worker thread ended. */
export type WorkerEnd<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  /** It was ended in its round: that took too long, too much memory, or was not caught. */
  | { readonly kind: 'ended'; readonly round: number; readonly error: string };

/** What a worker is started with, besides its own data. */
export interface WatchedWorkerData {
  /** The worker stores its round here. */
  readonly round: Int32Array;
}

/** Memory that JavaScript objects of a worker may take. Images under examination are small. */
const MAXIMUM_HEAP_MIB = 512;

/**
 * Runs a worker thread that posts one message, its result, and stores the number of its round.
 *
 * @param file The script, compiled.
 * @param secondsPerRound When to give up on a round.
 */
export function runWatchedWorker<Result>(
  file: string,
  workerData: object,
  secondsPerRound: number,
): Promise<WorkerEnd<Result>> {
  const round = new Int32Array(new SharedArrayBuffer(4));
  const data: WatchedWorkerData = { ...workerData, round };
  const worker = new Worker(file, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: MAXIMUM_HEAP_MIB },
  });
  return new Promise((resolve) => {
    let last = -1;
    const watch = setInterval(() => {
      const current = Atomics.load(round, 0);
      if (current === last) end({ kind: 'ended', round: current, error: 'it does not end' });
      last = current;
    }, secondsPerRound * 1000);
    const end = (how: WorkerEnd<Result>): void => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve(how));
    };
    worker.once('message', (result: Result) => end({ kind: 'done', result }));
    worker.once('error', (error: Error) => {
      end({ kind: 'ended', round: Atomics.load(round, 0), error: error.stack ?? error.message });
    });
  });
}
