import { type FileDescription, type FileReader } from './image-file';
import { type ImageOutput } from './sequential-output';

export const OPTIONS = { volumeId: 'TEST', sourceDateEpoch: 0 };
export const MIB = 1024 * 1024;

/** A file in memory that records the calls on it. */
export interface MemoryFile extends FileDescription {
  readonly contents: Uint8Array;
  readonly events: string[];
}

export function open({ contents, events }: MemoryFile): FileReader {
  let offset = 0;
  events.push('opened');
  return {
    read: (target) => {
      const piece = contents.subarray(offset, offset + target.length);
      target.set(piece);
      offset += piece.length;
      return piece.length;
    },
    close: () => {
      events.push('closed');
    },
  };
}

export function file(path: string, contents: Uint8Array, size = contents.length): MemoryFile {
  return { path, size, contents, events: [] };
}

/** The given number of equal bytes, except for the first. */
export function bytes(length: number, value: number, first = value): Uint8Array {
  const contents = new Uint8Array(length).fill(value);
  contents[0] = first;
  return contents;
}

/** Collects an image. Unwritten bytes are 0xee, so that they are noticed. */
export function memoryOutput(): ImageOutput & { bytes(): Buffer } {
  let image = Buffer.alloc(0);
  return {
    write: async (piece, offset) => {
      // Like a file system, which may read the bytes at any time before the write completes.
      await new Promise((resolve) => setImmediate(resolve));
      const end = offset + piece.length;
      if (end > image.length) {
        image = Buffer.concat([image, Buffer.alloc(end - image.length, 0xee)]);
      }
      image.set(piece, offset);
    },
    truncate: async (length) => {
      image = image.subarray(0, length);
    },
    bytes: () => image,
  };
}
