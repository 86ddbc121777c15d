import { Worker } from 'node:worker_threads';
import type { Batch } from './batch';
import type { DeflatedSegment } from './deflate-batch';
import type { Deflater } from './deflater';

/** A thread loads compiled code, also where this file is run as it was written. */
const THREAD_FILE = require.resolve('../../dist/deflate/deflater-thread.js');

/**
 * One that is compressed, one that is there when that is done, and one to read meanwhile: batches are
 * taken in order, so a thread may be done with later ones while an earlier one is waited for.
 */
const BATCHES_PER_THREAD = 3;

interface Thread {
  readonly worker: Worker;
  /** For each batch that it was given, in order, and has not sent back. */
  readonly waiting: {
    readonly done: (segments: readonly DeflatedSegment[]) => void;
    readonly failed: (error: Error) => void;
  }[];
}

/**
 * Compresses in threads. One is started when a batch comes and those that are there have work.
 *
 * @param maximum How many there may be.
 */
export function deflaterThreads(maximum: number): Deflater {
  const threads: Thread[] = [];
  let failure: Error | undefined;

  function freestThread(): Thread {
    const [freest] = threads.toSorted((a, b) => a.waiting.length - b.waiting.length);
    const isNeeded =
      freest === undefined || (freest.waiting.length > 0 && threads.length < maximum);
    return isNeeded ? startThread() : freest;
  }

  function startThread(): Thread {
    // Without the flags of this process, by which some programs load a compiler.
    const worker = new Worker(THREAD_FILE, { execArgv: [] });
    const thread: Thread = { worker, waiting: [] };
    worker.on('message', (segments: readonly DeflatedSegment[]) => {
      thread.waiting.shift()?.done(segments);
    });
    worker.on('error', (cause) => {
      fail(new Error('a thread that compresses failed', { cause }));
    });
    worker.on('exit', (status) => {
      fail(new Error(`a thread that compresses ended with status ${String(status)}`));
    });
    threads.push(thread);
    return thread;
  }

  /** The first failure is that of every batch from then on. */
  function fail(error: Error): void {
    failure ??= error;
    for (const { waiting } of threads) {
      for (const { failed } of waiting.splice(0)) failed(failure);
    }
  }

  return {
    batchesAhead: maximum * BATCHES_PER_THREAD,
    async deflate({ memory, segments }) {
      if (failure !== undefined) throw failure;
      const { worker, waiting } = freestThread();
      // Only what the thread needs: what else belongs to a segment may not be sent.
      const batch: Batch = {
        memory,
        segments: segments.map(({ begin, length, isFirst, isLast }) => ({
          begin,
          length,
          isFirst,
          isLast,
        })),
      };
      return new Promise((done, failed) => {
        waiting.push({ done, failed });
        worker.postMessage(batch);
      });
    },
    async close() {
      fail(new Error('the compressor was closed'));
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
