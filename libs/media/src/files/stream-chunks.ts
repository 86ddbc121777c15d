import { PassThrough, pipeline, Readable } from 'node:stream';

/**
 * The chunks of any readable stream. vinyl-fs gives files duplex streams of the package streamx,
 * whose own iterator waits for the writing side to end, which never happens.
 */
export function streamChunks(stream: NodeJS.ReadableStream): AsyncIterable<Uint8Array> {
  if (stream instanceof Readable) return stream;
  return pipeline(stream, new PassThrough(), () => {
    // An error also destroys the last stream, and so ends the iteration.
  });
}
