import { Deflate, deflateSync, type DeflateOptions } from 'fflate';

// The one place that knows which compressor is used. Whatever stands here has to be pinned with the
// project, because the bytes of an archive are its bytes: `node:zlib` is not, since a Node that a
// distribution built compresses with that distribution's zlib.

/**
 * On the files of a virtio-win image, level 9 makes an archive 0.02% smaller than level 6 and takes
 * 1.6 times as long; levels 7 and 8 lie between.
 */
const LEVEL = 6;

/** Data up to this many bytes is compressed in one piece. */
const WHOLE_MAXIMUM = 8 * 1024 * 1024;

/**
 * How many bytes of more data are compressed at a time. fflate ends a block of its output with each
 * piece of input that it is given, so input is cut at fixed places: how the source happened to be
 * cut into chunks must not show in the output.
 */
const BLOCK_SIZE = 512 * 1024;

/** How far back RFC 1951 lets a match begin. */
const WINDOW_SIZE = 32 * 1024;

/**
 * Compresses data in the format of RFC 1951, which is compression method 8 of APPNOTE 4.4.5. The
 * output depends on the bytes alone, not on how they are cut into chunks. Memory does not grow
 * with the amount of data.
 *
 * @param size How many bytes `chunks` will give in all.
 */
export async function* deflate(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  if (size > WHOLE_MAXIMUM) {
    yield* deflateBlocks(chunks);
    return;
  }
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  yield deflateSync(Buffer.concat(pieces), { level: LEVEL, mem: memoryLevel(size) });
}

/**
 * The streaming half of fflate 0.8.3 takes what comes before the first byte for 32 KiB of zeros and
 * lets matches begin there, which no reader can follow (101arrowz/fflate issue 260; the other half
 * is right). So the first 32 KiB are written uncompressed, and the rest is compressed with them as
 * its window: then nothing stands before it that the reader does not have.
 */
async function* deflateBlocks(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let deflated: Uint8Array[] = [];
  let deflater: Deflate | undefined;
  for await (const block of cutIntoBlocks(chunks)) {
    if (deflater) {
      deflater.push(block);
    } else {
      const dictionary = block.slice(0, WINDOW_SIZE);
      yield* storedBlock(dictionary);
      deflater = new Deflate({ level: LEVEL, mem: memoryLevel(Infinity), dictionary }, (output) => {
        deflated.push(output);
      });
      deflater.push(block.subarray(WINDOW_SIZE));
    }
    yield* deflated;
    deflated = [];
  }
  deflater?.push(new Uint8Array(0), true);
  yield* deflated;
}

/** A block that is not compressed and not the last (RFC 1951, 3.2.4). */
function storedBlock(data: Uint8Array): readonly Uint8Array[] {
  const header = Buffer.alloc(5);
  header.writeUInt8(0b000, 0); // BFINAL 0, BTYPE 00, and up to the next byte boundary
  header.writeUInt16LE(data.length, 1); // LEN
  header.writeUInt16LE(~data.length & 0xffff, 3); // NLEN
  return [header, data];
}

/** Regroups data into blocks of BLOCK_SIZE, the last one shorter. Each overwrites the one before. */
async function* cutIntoBlocks(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const block = new Uint8Array(BLOCK_SIZE);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + BLOCK_SIZE - filled);
      block.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled === BLOCK_SIZE) {
        yield block;
        filled = 0;
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

type MemoryLevel = NonNullable<DeflateOptions['mem']>;

/**
 * A hash table of 2^12 to 2^20 positions, about one for each byte: clearing the largest for every
 * small file would take longer than compressing the file. fflate's default is alike but goes
 * through `Math.log`, whose last digit the ECMAScript standard leaves to the engine.
 */
function memoryLevel(size: number): MemoryLevel {
  const bits = 32 - Math.clz32(Math.min(size, 2 ** 20 - 1));
  return Math.max(bits - 12, 0) as MemoryLevel;
}
