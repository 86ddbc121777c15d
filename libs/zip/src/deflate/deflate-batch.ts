import { crc32 } from 'node:zlib';
import { roomFor, type Batch, type BatchMemory, type Segment } from './batch';
import { continuedStream } from './continued-stream';
import { deflate } from './deflate';

/** What became of a segment. */
export interface DeflatedSegment {
  /** Of the segment before it was compressed. */
  readonly crc32: number;
  /**
   * Whether its compressed data stand in its place. Those of all segments of a file, in order, are
   * one stream of RFC 1951. Where it is a whole file that does not get smaller, it stays as it was.
   */
  readonly isDeflated: boolean;
  /** How many bytes stand there now. */
  readonly dataLength: number;
}

/** Compresses the segments of a batch, each by itself and where it stands. */
export function deflateBatch({ memory, segments }: Batch): readonly DeflatedSegment[] {
  return segments.map((segment) => deflateSegment(memory, segment));
}

function deflateSegment(memory: BatchMemory, segment: Segment): DeflatedSegment {
  const { begin, length, isFirst, isLast } = segment;
  const data = memory.subarray(begin, begin + length);
  const crc = crc32(data);
  // An empty file is stored; the many that there may be are not worth calling the compressor for.
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
