import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';

/** Bytes that may have arrived and not been taken yet. */
const BUFFERED = 1 << 20;

/** What follows the head of an answer. */
export interface ResponseBody {
  /** Can be read once. If the connection breaks, all that arrived before comes first. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Ends the connection if the body is not at its end. */
  discard(): void;
}

/** Takes the body of an answer, which has to be before anything else is waited for. */
export function responseBody(response: IncomingMessage): ResponseBody {
  // The answer itself drops what was not taken yet when it fails, and fails in silence before that.
  const arrived = new PassThrough({ highWaterMark: BUFFERED });
  let failure: Error | undefined;
  response.once('error', (error) => {
    failure = error;
    arrived.end();
  });
  response.pipe(arrived);
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
