import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { SlowError } from './connection-error';
import type { TransferLimits } from './transfer-limits';

/** Bytes that may have arrived and not been taken yet. */
const BUFFERED = 1 << 20;

/** What follows the head of an answer. */
export interface ResponseBody {
  /** Can be read once. If the connection breaks, all that arrived before comes first. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Ends the connection if the body is not at its end. */
  discard(): void;
}

/** Of an answer that has none. */
export function emptyBody(): ResponseBody {
  return { chunks: none(), discard: () => {} };
}

async function* none(): AsyncGenerator<Buffer> {}

/**
 * Takes the body of an answer, which has to be before anything else is waited for. It fails if it does
 * not come to its end, or comes too slowly.
 */
export function responseBody(response: IncomingMessage, limits: TransferLimits): ResponseBody {
  // The answer itself drops what was not taken yet when it fails, and fails in silence before that.
  const arrived = new PassThrough({ highWaterMark: BUFFERED });
  let failure: Error | undefined;
  response.once('error', (error) => {
    failure = error;
    arrived.end();
  });
  response.once('close', () => {
    if (!response.readableEnded) failure ??= new Error('the connection was closed');
    arrived.end();
  });
  response.pipe(arrived);
  watchSpeed(response, arrived, limits);
  const discard = (): void => {
    response.destroy();
  };
  return { chunks: chunksOf(arrived, () => failure, discard), discard };
}

async function* chunksOf(
  arrived: AsyncIterable<Buffer>,
  failure: () => Error | undefined,
  discard: () => void,
): AsyncGenerator<Buffer> {
  try {
    yield* arrived;
    const error = failure();
    if (error) throw error;
  } finally {
    discard();
  }
}

/** Ends an answer that comes too slowly; not while it is what takes the bytes that is slow. */
function watchSpeed(
  response: IncomingMessage,
  arrived: PassThrough,
  { leastSpeed, speedTime }: TransferLimits,
): void {
  let received = 0;
  response.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  const watch = setInterval(() => {
    const isSlow = received < (leastSpeed * speedTime) / 1000;
    if (isSlow && !arrived.writableNeedDrain) response.destroy(new SlowError(received, speedTime));
    received = 0;
  }, speedTime);
  response.once('close', () => {
    clearInterval(watch);
  });
}
