/** The destination of an image: a file, for example. */
export interface ImageOutput {
  /** Writes bytes at an offset. They do not change before the promise settles. */
  write(bytes: Uint8Array, offset: number): Promise<unknown>;
  /** Cuts off everything from this offset on. */
  truncate(length: number): Promise<unknown>;
}

/** The most bytes that can be asked for in one piece. */
export const PIECE_CAPACITY = 1024 * 1024;

/**
 * How many collected bytes are written together. With fewer, there are more calls. With more, Linux
 * caches the file in larger blocks of memory, which a virtual machine may first have to get back
 * from its host.
 */
export const WRITTEN_TOGETHER = 128 * 1024;

/**
 * Collects bytes, and writes them in large pieces: one piece is written while the next is
 * collected.
 */
export interface SequentialOutput {
  /** Whether this many bytes fit after those that were taken; if not, flush first. */
  fits(length: number): boolean;
  /** Starts writing the collected piece, once the previous one has been written. */
  flush(): Promise<void>;
  /**
   * Room for this many bytes, which must fit. The caller fills it, and takes it before the next
   * call. Its initial contents are arbitrary.
   */
  room(length: number): Uint8Array;
  /** Takes the first bytes of the room that was returned last. */
  take(length: number): void;
  /** Continues at another offset. */
  moveTo(offset: number): Promise<void>;
  /** Waits until everything is written. */
  end(): Promise<void>;
}

/** Starts to write at an offset. */
export function sequentialOutput(output: ImageOutput, start: number): SequentialOutput {
  let collecting = Buffer.allocUnsafeSlow(PIECE_CAPACITY);
  let spare = Buffer.allocUnsafeSlow(PIECE_CAPACITY);
  let offset = start;
  let filled = 0;
  let underWay: Promise<unknown> = Promise.resolve();

  async function flush(): Promise<void> {
    await underWay;
    if (filled === 0) return;
    underWay = output.write(collecting.subarray(0, filled), offset);
    // The next caller that waits gets the error; until then it must not count as unhandled.
    underWay.catch(() => {});
    [collecting, spare] = [spare, collecting];
    offset += filled;
    filled = 0;
  }

  return {
    fits: (length) => filled < WRITTEN_TOGETHER && filled + length <= PIECE_CAPACITY,
    flush,
    room: (length) => collecting.subarray(filled, filled + length),
    take: (length) => {
      filled += length;
    },
    moveTo: async (target) => {
      await flush();
      offset = target;
    },
    end: async () => {
      await flush();
      await underWay;
    },
  };
}

/** Writes any number of bytes. */
export async function put(output: SequentialOutput, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length; offset += PIECE_CAPACITY) {
    const piece = bytes.subarray(offset, offset + PIECE_CAPACITY);
    if (!output.fits(piece.length)) await output.flush();
    output.room(piece.length).set(piece);
    output.take(piece.length);
  }
}
