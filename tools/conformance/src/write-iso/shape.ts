import { createHash } from 'node:crypto';
import type { ImageFile, ImageOptions } from '@aero-guest-tools/iso9660';
import { parentDirectories, type ImageTree } from '../image-tree';

/** A file of which the hash is known. */
export interface ShapeFile extends ImageFile {
  readonly sha256: string;
  readonly open: () => Iterable<Uint8Array>;
}

/** A tree to write, of the kind that a reader may stumble over. */
export interface Shape {
  readonly name: string;
  readonly files: readonly ShapeFile[];
  /** Those that no file implies. */
  readonly directories: readonly string[];
}

/** A shape by its name. It is made when it is asked for: the contents of large files are hashed then. */
export interface NamedShape {
  readonly name: string;
  /** It takes GiB of disk and minutes: for the command, not for the tests. */
  readonly isLarge: boolean;
  readonly make: () => Shape;
}

/** A file with this text, its path unless told otherwise. */
export function textFile(path: string, text = `contents of ${path}`): ShapeFile {
  return bytesFile(path, Buffer.from(text));
}

/** A file of so many bytes, which repeat its path. */
export function sizedFile(path: string, size: number): ShapeFile {
  return bytesFile(path, Buffer.alloc(size, `${path} `));
}

function bytesFile(path: string, bytes: Buffer): ShapeFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, size: bytes.length, sha256, open: () => [bytes] };
}

const PIECE_LENGTH = 1024 * 1024;

/** Bytes between two marks of a sparse file: not a multiple of anything that is usual. */
const MARK_DISTANCE = 419_430_407;

/**
 * A large file of zeros, with a mark here and there that tells where it stands. Its pieces are made
 * one by one, in one buffer.
 */
export function sparseFile(path: string, size: number): ShapeFile {
  const file = { path, size, open: () => sparsePieces(path, size) };
  const hash = createHash('sha256');
  for (const piece of file.open()) hash.update(piece);
  return { ...file, sha256: hash.digest('hex') };
}

function* sparsePieces(path: string, size: number): Generator<Uint8Array> {
  const piece = Buffer.alloc(PIECE_LENGTH);
  for (let offset = 0; offset < size; offset += PIECE_LENGTH) {
    const mark = offset % MARK_DISTANCE < PIECE_LENGTH || offset + PIECE_LENGTH >= size;
    if (mark) piece.write(`${path} at byte ${String(offset)}\n`);
    yield piece.subarray(0, size - offset);
    if (mark) piece.fill(0);
  }
}

/** 2001-09-09T01:46:40Z */
const SOURCE_DATE_EPOCH = 1_000_000_000;

/** What the image of a shape is written with. */
export function imageOptionsOf({ directories }: Shape): ImageOptions {
  return { volumeId: 'CONFORMANCE', sourceDateEpoch: SOURCE_DATE_EPOCH, directories };
}

/** What an image of the shape has to show. */
export function treeOf({ files, directories }: Shape): ImageTree {
  const paths = [...files.map(({ path }) => path), ...directories.map((path) => `${path}/`)];
  return {
    files: files.map(({ path, sha256 }) => ({ path, sha256 })),
    directories: parentDirectories(paths),
  };
}
