/**
 * How many bytes of a file are compressed in one piece. A larger file is cut at multiples of this,
 * whatever chunks its source gives: so its compressed data depend on its contents alone, its
 * segments can be compressed at the same time, and memory does not grow with it. That no match
 * reaches into the segment before costs less than 0.1% of the compressed size.
 */
export const SEGMENT_SIZE = 2 * 1024 * 1024;

/** A file, or a part of one that has more than {@link SEGMENT_SIZE} bytes. */
export interface Segment {
  /** Where it stands in the memory of its batch. */
  readonly begin: number;
  /** Bytes. */
  readonly length: number;
  /** Whether the file begins with it. */
  readonly isFirst: boolean;
  /** Whether the file ends with it. */
  readonly isLast: boolean;
}

/**
 * Segments that are compressed together, where they stand: so small files do not take a message to
 * another thread each, and no memory has to be found for every file and given up again.
 */
export interface Batch {
  /** Shared with the thread that compresses, which alone uses it while it does. */
  readonly memory: BatchMemory;
  readonly segments: readonly Segment[];
}

export type BatchMemory = Uint8Array<SharedArrayBuffer>;

/**
 * How many bytes of memory a segment takes, so that there is room for its compressed data in any
 * case. What does not get smaller gets larger: by 5 bytes for each block (RFC 1951, 3.2.4), which
 * libdeflate makes no shorter than 5,000 bytes, and by what makes it possible to continue it.
 */
export function roomFor(length: number): number {
  return length + Math.ceil(length / 512) + 64;
}

/** Memory for a batch: for one segment of {@link SEGMENT_SIZE}, or many small ones. */
export function batchMemory(): BatchMemory {
  return new Uint8Array(new SharedArrayBuffer(roomFor(SEGMENT_SIZE)));
}
