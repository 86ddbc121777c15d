import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { SlowError } from './connection-error';
import type { TransferLimits } from './transfer-limits';

/** How many bytes are buffered that have arrived and not been read. */
const BUFFERED = 1 << 20;

/** The body of a response. */
export interface ResponseBody {
  /** Can be read once. If the connection breaks, everything that arrived before it comes first. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Closes the connection unless the body has ended. */
  discard(): void;
}

/** The body of a response that has none. */
export function emptyBody(): ResponseBody {
  return { chunks: none(), discard: () => {} };
}

async function* none(): AsyncGenerator<Buffer> {}

/**
 * Takes over the body of a response. Call it before awaiting anything else. The body fails if it is
 * incomplete or arrives too slowly.
 */
export function responseBody(response: IncomingMessage, limits: TransferLimits): ResponseBody {
  // When the response itself fails, it drops what was not read yet; a failure before that is
  // silent.
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

/** Aborts a response that arrives too slowly, but not if only its consumer is slow. */
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
