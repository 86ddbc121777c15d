/**
 * How many bytes of a file are compressed in one piece. A larger file is cut at multiples of this,
 * whatever chunks its source gives. So its compressed data depend only on its contents, its
 * segments can be compressed at the same time, and memory does not grow with it. Matches cannot
 * reach into the previous segment, which costs less than 0.1% of the compressed size.
 */
export const SEGMENT_SIZE = 2 * 1024 * 1024;

/** A file, or a part of a file that has more than {@link SEGMENT_SIZE} bytes. */
export interface Segment {
  /** Its offset in the memory of its batch. */
  readonly begin: number;
  /** Bytes. */
  readonly length: number;
  /** Whether it is the first of the file. */
  readonly isFirst: boolean;
  /** Whether it is the last of the file. */
  readonly isLast: boolean;
}

/**
 * Segments that are compressed together, in place. So small files do not need a message to another
 * thread each, and memory is not allocated and freed for every file.
 */
export interface Batch {
  /** Shared with the thread that compresses; only that thread uses it meanwhile. */
  readonly memory: BatchMemory;
  readonly segments: readonly Segment[];
}

export type BatchMemory = Uint8Array<SharedArrayBuffer>;

/**
 * How many bytes of memory a segment needs, so that its compressed data always fit. Incompressible
 * data grow: by 5 bytes for each block (RFC 1951, 3.2.4), which libdeflate makes no shorter than
 * 5,000 bytes, and by the bytes that make the stream continuable.
 */
export function roomFor(length: number): number {
  return length + Math.ceil(length / 512) + 64;
}

/** Memory for a batch: for one segment of {@link SEGMENT_SIZE}, or many small ones. */
export function batchMemory(): BatchMemory {
  return new Uint8Array(new SharedArrayBuffer(roomFor(SEGMENT_SIZE)));
}
