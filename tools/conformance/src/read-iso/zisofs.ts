import { deflateSync } from 'node:zlib';

/** Bytes that zisofs compresses together, as a power of two. */
const BLOCK_SIZE_LOG2 = 15;
const HEADER_LENGTH = 16;

/**
 * A file as zisofs compresses it, which authors of images recognise by its first bytes and mark in
 * the image, so that whoever reads that uncompresses it: a header, pointers to the blocks and their
 * end, and the blocks, compressed by zlib.
 */
export function zisofsFile(contents: Buffer): Buffer {
  const blockSize = 2 ** BLOCK_SIZE_LOG2;
  const blocks = Array.from({ length: Math.ceil(contents.length / blockSize) }, (_, index) =>
    deflateSync(contents.subarray(index * blockSize, (index + 1) * blockSize)),
  );
  const head = Buffer.alloc(HEADER_LENGTH + 4 * (blocks.length + 1));
  head.set([0x37, 0xe4, 0x53, 0x96, 0xc9, 0xdb, 0xd6, 0x07]);
  head.writeUInt32LE(contents.length, 8);
  head.writeUInt8(HEADER_LENGTH / 4, 12);
  head.writeUInt8(BLOCK_SIZE_LOG2, 13);
  let end = head.length;
  [...blocks, Buffer.alloc(0)].forEach((block, index) => {
    head.writeUInt32LE(end, HEADER_LENGTH + 4 * index);
    end += block.length;
  });
  return Buffer.concat([head, ...blocks]);
}
