import { parentPort, workerData } from 'node:worker_threads';
import { runRounds, type RoundsOptions } from './rounds';
import type { WatchedWorkerData } from './watched-worker';

const { round, ...options } = workerData as RoundsOptions & WatchedWorkerData;

void runRounds({
  ...options,
  onRound: (current) => {
    Atomics.store(round, 0, current);
  },
}).then((result) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
  parentPort?.postMessage(result);
});
