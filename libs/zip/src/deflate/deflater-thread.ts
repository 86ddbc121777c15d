import { parentPort } from 'node:worker_threads';
import type { Batch } from './batch';
import { deflateBatch } from './deflate-batch';

// What runs in each of the threads of deflater-threads.ts: a batch comes in, and what its segments
// became goes out. An error ends the thread and arrives there.

parentPort?.on('message', (batch: Batch) => parentPort?.postMessage(deflateBatch(batch)));
