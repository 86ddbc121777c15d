import { deflate as libdeflate } from 'libdeflate';

// The one place that knows which compressor is used, and why it is this one stands in
// docs/performance.md. Whatever stands here has to be pinned with the project, because the bytes of
// an archive are its bytes: `node:zlib` is not, since it differs between builds of Node.

/** 1 is fastest and 12 smallest. The steps above 6 take more time than what they save is worth. */
const LEVEL = 6;

/**
 * Compresses data in the format of RFC 1951, which is compression method 8 of APPNOTE 4.4.5. It is
 * compressed in one piece, so memory grows with it.
 *
 * @returns Memory of its own, of exactly that length.
 */
export function deflate(data: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!compiled) compile();
  return libdeflate(data, LEVEL) as Uint8Array<ArrayBuffer>;
}

let compiled = false;

/**
 * Has the WebAssembly compiled, which the first call does. The code that comes with it is made for
 * whole programs: it registers handlers that throw what nobody caught once more, and so would change
 * how a process fails that merely compresses something. They are removed.
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
