import { hash } from 'node:crypto';

/**
 * Bytes that repeat at many distances, the same in every run: from a linear congruential generator.
 *
 * @param alphabet How many values a byte can have.
 */
export function repetitive(size: number, alphabet = 64): Buffer {
  const data = Buffer.alloc(size);
  let state = size + 1;
  for (let index = 0; index < size; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const copies = index > 40_000 && (state >> 8) % 4 === 0;
    data[index] = copies ? (data[index - (state % 40_000)] ?? 0) : (state >> 16) % alphabet;
  }
  return data;
}

/** Bytes without a pattern, the same in every run. */
export function incompressible(size: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(size / 64) }, (_, index) =>
    hash('sha512', String(index), 'buffer'),
  );
  return Buffer.concat(blocks).subarray(0, size);
}

/** Bytes that are quick to make and to compress; the beginning and the end depend on the seed. */
export function quick(size: number, seed = 0): Buffer {
  const data = Buffer.alloc(size, `driver files repeat themselves, ${String(seed)}; `);
  const ends = incompressible(Math.min(size, 1000));
  data.set(ends.toReversed());
  data.set(ends, size - ends.length);
  return data;
}

/** Chunks of the given size; the last one may be shorter. */
export function chunksOf(data: Uint8Array, chunkSize: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(data.length / chunkSize) }, (_, index) =>
    data.subarray(index * chunkSize, (index + 1) * chunkSize),
  );
}
