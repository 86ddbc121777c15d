import { PassThrough, pipeline, Readable } from 'node:stream';

/**
 * The chunks of a stream of whatever make. Those that vinyl-fs gives to files are duplex streams of
 * the package streamx, whose own iterator waits for the end of the writing side, which never comes.
 */
export function streamChunks(stream: NodeJS.ReadableStream): AsyncIterable<Uint8Array> {
  if (stream instanceof Readable) return stream;
  return pipeline(stream, new PassThrough(), () => {
    // An error destroys the last stream too, and so ends the iteration.
  });
}
