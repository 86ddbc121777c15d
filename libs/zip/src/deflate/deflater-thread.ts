import { parentPort } from 'node:worker_threads';
import type { Batch } from './batch';
import { deflateBatch } from './deflate-batch';

// The code that each thread of deflater-threads.ts runs: it receives batches, and sends back the
// results of their segments. An error ends the thread and is reported there.

parentPort?.on('message', (batch: Batch) => parentPort?.postMessage(deflateBatch(batch)));
