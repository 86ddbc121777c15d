import type { Random } from './random';

/** A file to be made: a head of its own, and behind it a piece of the driver data. */
export interface CutFile {
  /** Relative to the tree, components joined by `/`. */
  readonly path: string;
  /** In bytes: the head included, so at least {@link HEAD_LENGTH}. */
  readonly size: number;
  readonly head: Buffer;
  /** Where the piece begins in the driver data. */
  readonly offset: number;
}

/** Bytes at the beginning of a file that no other file has, so that no two files are equal. */
export const HEAD_LENGTH = 32;

/** Decides on a file. The driver data has to be larger than the file. */
export function cutFile(path: string, size: number, dataLength: number, random: Random): CutFile {
  const pieceLength = size - HEAD_LENGTH;
  return {
    path,
    size,
    head: random.bytes(HEAD_LENGTH),
    offset: random.below(dataLength - pieceLength + 1),
  };
}

/** The contents of a file. */
export function contentsOf({ size, head, offset }: CutFile, data: Buffer): Buffer {
  return Buffer.concat([head, data.subarray(offset, offset + size - HEAD_LENGTH)]);
}
