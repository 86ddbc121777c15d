/** Where an image is recorded: a file, for example. */
export interface ImageOutput {
  /** Writes bytes at an offset. They are not changed before the promise is settled. */
  write(bytes: Uint8Array, offset: number): Promise<unknown>;
  /** Cuts off what was written at this offset and behind it. */
  truncate(length: number): Promise<unknown>;
}

/** What can be asked for in one piece, in bytes. */
export const PIECE_CAPACITY = 1024 * 1024;

/**
 * What is collected is written when it has so many bytes: fewer take more calls, and for more, Linux caches the
 * file in larger blocks of memory, which a virtual machine may first have to get back from its host.
 */
export const WRITTEN_TOGETHER = 128 * 1024;

/** Collects bytes, and writes them in large pieces: one piece is written while the next is collected. */
export interface SequentialOutput {
  /** Whether so many bytes may be collected behind those that were taken; if not, flush first. */
  fits(length: number): boolean;
  /** Has the piece that was collected written, as soon as the one before it is. */
  flush(): Promise<void>;
  /**
   * Room for so many bytes, which have to fit: to be filled, and taken before anything else is asked
   * for. It may hold anything.
   */
  room(length: number): Uint8Array;
  /** Takes the first bytes of the room that was given last. */
  take(length: number): void;
  /** Goes on at another offset. */
  moveTo(offset: number): Promise<void>;
  /** Waits until all is written. */
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
    // Whoever waits for it next gets the error; until then nobody does.
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

/** Writes bytes of any number. */
export async function put(output: SequentialOutput, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length; offset += PIECE_CAPACITY) {
    const piece = bytes.subarray(offset, offset + PIECE_CAPACITY);
    if (!output.fits(piece.length)) await output.flush();
    output.room(piece.length).set(piece);
    output.take(piece.length);
  }
}
