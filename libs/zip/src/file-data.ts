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

/** How much of a stored file is read at a time, in bytes. */
const PIECE_SIZE = 256 * 1024;

/** The file data of APPNOTE 4.3.8, with the values that the local file header before it needs. */
export interface FileData {
  readonly compressionMethod: CompressionMethod;
  /** CRC-32 of the uncompressed data. */
  readonly crc32: number;
  /** Total bytes of `chunks`. */
  readonly compressedSize: number;
  /**
   * The data as stored in the archive. Read it once, before asking for the data of the next file. A
   * chunk may be overwritten when the next one is asked for.
   */
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/**
 * Compresses files, or stores those that do not get smaller, and yields their data in the order of
 * the files. The following files are meanwhile read, one after the other, and compressed.
 *
 * CRC and sizes come before the data, since the local file header needs them. So the compressed
 * segments of a file are held until it is complete. If they get too large for that, they are
 * dropped, and the file is read and compressed a second time to write it. A file that was cut into
 * segments but turns out to be stored is also read a second time. The data are the same in each
 * case.
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

/** The data of a file that is a single segment. */
function dataOfSegment({ crc32, isDeflated, data }: DeflatedFileSegment): FileData {
  const compressionMethod = isDeflated ? DEFLATED : STORED;
  return { compressionMethod, crc32, compressedSize: data.length, chunks: [data] };
}

/**
 * The data of a file that was cut into segments, from its first segment and the source of the next
 * ones.
 */
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
  // The CRC-32 detects nearly every change; the size keeps the archive readable if it does not.
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
