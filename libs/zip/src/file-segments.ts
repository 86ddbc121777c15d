import { ahead } from './ahead';
import { batchMemory, type BatchMemory } from './deflate/batch';
import { combinedCrc32 } from './crc32';
import type { DeflatedSegment } from './deflate/deflate-batch';
import type { Deflater } from './deflate/deflater';
import { readBatches, type FileSegment } from './read-batches';
import type { ZipFile } from './zip-file';

/** A segment of a file after compression. */
export interface DeflatedFileSegment extends FileSegment, DeflatedSegment {
  /** The contents of its place. Overwritten after the next segment is asked for. */
  readonly data: Uint8Array;
}

/**
 * The compressed segments of files, in order. Some more are read and compressed than were asked
 * for.
 *
 * @throws InputError if a file has not as many bytes as it says.
 */
export async function* deflatedFileSegments(
  files: Iterable<ZipFile>,
  deflater: Deflater,
): AsyncGenerator<DeflatedFileSegment> {
  const unused: BatchMemory[] = [];
  const batches = readBatches(files, () => unused.pop() ?? batchMemory());
  const deflated = ahead(batches, deflater.batchesAhead, async (batch) => ({
    ...batch,
    results: await deflater.deflate(batch),
  }));
  for await (const { memory, segments, results } of deflated) {
    for (const [index, segment] of segments.entries()) {
      const result = results[index];
      if (result === undefined) throw new Error('a segment was not compressed');
      const data = memory.subarray(segment.begin, segment.begin + result.dataLength);
      yield { ...segment, ...result, data };
    }
    unused.push(memory);
  }
}

/** The totals of the segments of a file. */
export interface SegmentSums {
  /** CRC-32 of the file before compression. */
  readonly crc32: number;
  /** Bytes. */
  readonly compressedSize: number;
}

export const NO_SEGMENTS: SegmentSums = { crc32: 0, compressedSize: 0 };

export function withSegment(sums: SegmentSums, segment: DeflatedFileSegment): SegmentSums {
  return {
    crc32: combinedCrc32(sums.crc32, segment.crc32, segment.length),
    compressedSize: sums.compressedSize + segment.dataLength,
  };
}
