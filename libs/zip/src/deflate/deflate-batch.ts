import { crc32 } from 'node:zlib';
import { roomFor, type Batch, type BatchMemory, type Segment } from './batch';
import { continuedStream } from './continued-stream';
import { deflate } from './deflate';

/** The result of compressing a segment. */
export interface DeflatedSegment {
  /** CRC-32 of the segment before compression. */
  readonly crc32: number;
  /**
   * Whether its place holds compressed data. The data of all segments of a file, in order, are one
   * stream of RFC 1951. A segment that is a whole file is left unchanged if it does not get
   * smaller.
   */
  readonly isDeflated: boolean;
  /** How many bytes its place holds now. */
  readonly dataLength: number;
}

/** Compresses the segments of a batch, each separately and in place. */
export function deflateBatch({ memory, segments }: Batch): readonly DeflatedSegment[] {
  return segments.map((segment) => deflateSegment(memory, segment));
}

function deflateSegment(memory: BatchMemory, segment: Segment): DeflatedSegment {
  const { begin, length, isFirst, isLast } = segment;
  const data = memory.subarray(begin, begin + length);
  const crc = crc32(data);
  // An empty file is stored; there may be many, and calling the compressor for them is not
  // worthwhile.
  if (length === 0) return { crc32: crc, isDeflated: false, dataLength: length };

  const stream = deflate(data);
  const deflated = isLast ? stream : continuedStream(stream);
  if (isFirst && isLast && deflated.length >= length) {
    return { crc32: crc, isDeflated: false, dataLength: length };
  }
  if (deflated.length > roomFor(length))
    throw new Error('compressed data are larger than expected');
  memory.set(deflated, begin);
  return { crc32: crc, isDeflated: true, dataLength: deflated.length };
}
