import { Worker } from 'node:worker_threads';
import type { Batch } from './batch';
import type { DeflatedSegment } from './deflate-batch';
import type { Deflater } from './deflater';

/** A thread loads compiled code, even if this file runs from its source. */
const THREAD_FILE = require.resolve('../../dist/deflate/deflater-thread.js');

/**
 * One that is being compressed, one that waits for that, and one to fill meanwhile. Batches are
 * taken in order, so a thread may finish later ones while an earlier one is awaited.
 */
const BATCHES_PER_THREAD = 3;

interface Thread {
  readonly worker: Worker;
  /** One for each batch that it has received and not sent back, in order. */
  readonly waiting: {
    readonly done: (segments: readonly DeflatedSegment[]) => void;
    readonly failed: (error: Error) => void;
  }[];
}

/**
 * Compresses in threads. A thread is started when a batch arrives and all existing threads are
 * busy.
 *
 * @param maximum The most threads that there may be.
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
    // Without the flags of this process, with which some programs load a compiler.
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

  /** After the first failure, every further batch fails with the same error. */
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
      // Only the fields that the thread needs: other fields of a segment may not be transferable.
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
