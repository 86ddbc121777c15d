import { deflate as libdeflate } from 'libdeflate';

// Only this file knows which compressor is used; docs/performance.md says why it is this one. The
// compressor must be pinned with the project, because its output is part of the bytes of an
// archive. `node:zlib` cannot be pinned, since it differs between builds of Node.

/** 1 is fastest and 12 smallest. Above 6, the savings are not worth the time. */
const LEVEL = 6;

/**
 * Compresses data in the format of RFC 1951, which is compression method 8 of APPNOTE 4.4.5. The
 * data are compressed in one piece, so memory grows with them.
 *
 * @returns Memory of its own, of exactly that length.
 */
export function deflate(data: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!compiled) compile();
  return libdeflate(data, LEVEL) as Uint8Array<ArrayBuffer>;
}

let compiled = false;

/**
 * Compiles the WebAssembly; the first call of the compressor does that. The code that comes with it
 * is meant for whole programs: it registers handlers that rethrow uncaught exceptions, which would
 * change how a process fails that merely compresses something. They are removed here.
 */
function compile(): void {
  const others = new Set<unknown>(uncaughtHandlers().map(({ handler }) => handler));
  libdeflate(new Uint8Array(1), LEVEL);
  for (const { event, handler } of uncaughtHandlers()) {
    if (!others.has(handler)) process.removeListener(event, handler);
  }
  compiled = true;
}

function uncaughtHandlers(): readonly { event: string; handler: (...args: unknown[]) => void }[] {
  return ['uncaughtException', 'unhandledRejection'].flatMap((event) =>
    process
      .rawListeners(event)
      .map((handler) => ({ event, handler: handler as (...args: unknown[]) => void })),
  );
}
