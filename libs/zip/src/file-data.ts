import { crc32 as crc32Of } from 'node:zlib';
import type { Deflater } from './deflate/deflater';
import { DEFLATED, STORED, type CompressionMethod } from './entry';
import { changedFile, fileReader } from './file-reader';
import {
  deflatedFileSegments,
  NO_SEGMENTS,
  withSegment,
  type DeflatedFileSegment,
  type SegmentSums,
} from './file-segments';
import type { ZipFile } from './zip-file';

/** How much of a file that is stored is read at a time, in bytes. */
const PIECE_SIZE = 256 * 1024;

/** The file data of APPNOTE 4.3.8, with what the local file header before it has to say of it. */
export interface FileData {
  readonly compressionMethod: CompressionMethod;
  /** CRC-32 of the uncompressed data. */
  readonly crc32: number;
  /** Bytes in `chunks`. */
  readonly compressedSize: number;
  /**
   * The data as it stands in the archive. To be read once, before the data of the next file is asked
   * for, and a chunk before the next chunk is: it may be overwritten then.
   */
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/**
 * Compresses files, or stores those that do not get smaller, and gives their data in the order of the
 * files. Those that come next are read, one after the other, and compressed meanwhile.
 *
 * CRC and sizes come out before the data, since the local file header needs them. So the compressed
 * segments of a file are held until it is complete. Where they get too large for that they are
 * dropped, and the file is read and compressed once more to write it; and one that turns out to be
 * stored, after it was cut into segments, is read once more. The data is the same either way.
 *
 * @param heldMaximum Bytes of compressed segments that are held at most.
 * @throws InputError if a file has not as many bytes as it says, or, while its chunks are read, not
 *   the same bytes the second time.
 */
export async function* fileData(
  files: Iterable<ZipFile>,
  deflater: Deflater,
  heldMaximum: number,
): AsyncGenerator<FileData> {
  const segments = deflatedFileSegments(files, deflater);
  for await (const segment of segments) {
    yield segment.isLast
      ? dataOfSegment(segment)
      : await dataOfSegments(segment, segments, deflater, heldMaximum);
  }
}

/** The data of a file that is one segment. */
function dataOfSegment({ crc32, isDeflated, data }: DeflatedFileSegment): FileData {
  const compressionMethod = isDeflated ? DEFLATED : STORED;
  return { compressionMethod, crc32, compressedSize: data.length, chunks: [data] };
}

/** The data of a file that was cut into segments, from its first one, and from where the next come. */
async function dataOfSegments(
  first: DeflatedFileSegment,
  next: AsyncGenerator<DeflatedFileSegment>,
  deflater: Deflater,
  heldMaximum: number,
): Promise<FileData> {
  const { file } = first;
  let sums = NO_SEGMENTS;
  let held: Uint8Array[] = [];
  for (let segment = first; ; segment = await nextSegment(next)) {
    sums = withSegment(sums, segment);
    if (sums.compressedSize <= heldMaximum) held.push(new Uint8Array(segment.data));
    else held = [];
    if (segment.isLast) break;
  }
  if (sums.compressedSize >= file.size) {
    const chunks = readAgain(file, sums);
    return { ...sums, compressionMethod: STORED, compressedSize: file.size, chunks };
  }
  const chunks = sums.compressedSize <= heldMaximum ? held : deflateAgain(file, sums, deflater);
  return { ...sums, compressionMethod: DEFLATED, chunks };
}

async function nextSegment(
  segments: AsyncGenerator<DeflatedFileSegment>,
): Promise<DeflatedFileSegment> {
  const { done, value } = await segments.next();
  if (done === true) throw new Error('a file ended before its last segment');
  return value;
}

async function* deflateAgain(
  file: ZipFile,
  before: SegmentSums,
  deflater: Deflater,
): AsyncGenerator<Uint8Array> {
  let sums = NO_SEGMENTS;
  for await (const segment of deflatedFileSegments([file], deflater)) {
    sums = withSegment(sums, segment);
    yield segment.data;
  }
  refuseChange(file, sums, before);
}

async function* readAgain(file: ZipFile, before: SegmentSums): AsyncGenerator<Uint8Array> {
  const reader = fileReader(file);
  try {
    const memory = new Uint8Array(PIECE_SIZE);
    let crc = 0;
    for (let left = file.size; left > 0; left -= PIECE_SIZE) {
      const piece = memory.subarray(0, left);
      await reader.fill(piece);
      crc = crc32Of(piece, crc);
      yield piece;
    }
    await reader.finish();
    refuseChange(file, { ...before, crc32: crc }, before);
  } finally {
    await reader.close();
  }
}

function refuseChange(file: ZipFile, found: SegmentSums, expected: SegmentSums): void {
  // The CRC-32 tells nearly all; the size keeps the archive readable where it does not.
  if (found.crc32 === expected.crc32 && found.compressedSize === expected.compressedSize) return;
  throw changedFile(
    file,
    `CRC-32 ${hexadecimal(found.crc32)}`,
    `CRC-32 ${hexadecimal(expected.crc32)}, as at the first reading`,
  );
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(8, '0');
}
