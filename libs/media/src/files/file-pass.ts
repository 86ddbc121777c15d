import { createHash } from 'node:crypto';
import { openReadable, type Digest } from '@aero-guest-tools/file-tree';
import { WINDOW_SIZE, endsTooEarly, type FileWindow } from './file-window';

/**
 * A file that is read once from beginning to end and hashed on the way. Structures that locate the
 * rest, such as the directories of an image, are read first and kept until the pass reaches them.
 */
export interface FilePass extends FileWindow {
  /**
   * Starts the pass. Reads should be in order from here on; anything read out of order is read
   * twice.
   */
  begin(): void;
  /** Reads the rest. @returns Size and SHA-256 of the whole file. */
  complete(): Promise<Digest>;
}

/** Observes the bytes of a pass. */
export interface PassFollower {
  /** Receives every byte in order, once. The buffer is reused when the promise resolves. */
  readonly write?: (bytes: Uint8Array, offset: number) => Promise<void>;
  /** Receives the size and digest at the end of the pass. */
  readonly end: (file: Digest) => void;
}

/**
 * How many bytes read before the pass are kept. In an image with larger directories, the excess is
 * read twice.
 */
const MAXIMUM_KEPT = 32 * 1024 * 1024;

/**
 * How many bytes are read at a time before the pass. A directory of a zip archive or of an image is
 * asked for entry by entry, and each read of the disk takes longer than what it reads is worth.
 */
export const READ_AHEAD = 64 * 1024;

/** Bytes that were read before the pass reached them. */
interface KeptBytes {
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * Opens a file for a pass.
 *
 * @param follow Receives the bytes as they are hashed.
 * @throws InputError if the file cannot be opened.
 */
export async function openFilePass(
  path: string,
  follow?: PassFollower['write'],
): Promise<FilePass> {
  const handle = await openReadable(path);
  const buffer = Buffer.allocUnsafeSlow(WINDOW_SIZE);
  const hash = createHash('sha256');
  const kept: KeptBytes[] = [];
  let keptLength = 0;
  /** In bytes, when the file was opened. */
  let size = 0;
  let isBegun = false;
  /** The window's range; its end is also the end of the hashed bytes. */
  let begin = 0;
  let end = 0;

  async function readAt(offset: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(length);
    const filled = await fill(bytes, offset);
    if (filled < length) throw endsTooEarly(path, offset + filled, offset + length);
    return bytes;
  }

  async function fill(target: Uint8Array, offset: number): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      const length = target.length - filled;
      const { bytesRead } = await handle.read(target, filled, length, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }

  async function readAhead(offset: number, length: number): Promise<Buffer> {
    /** Nothing that is kept is read again. */
    let limit = size;
    for (const piece of kept) {
      const start = offset - piece.offset;
      if (start >= 0 && start + length <= piece.bytes.length) {
        return piece.bytes.subarray(start, start + length);
      }
      if (start < 0) limit = Math.min(limit, piece.offset);
    }
    const wanted = Math.max(length, Math.min(READ_AHEAD, limit - offset));
    if (length === 0 || keptLength + wanted > MAXIMUM_KEPT) return readAt(offset, length);
    const bytes = await readAt(offset, wanted);
    keptLength += wanted;
    kept.push({ offset, bytes });
    return bytes.subarray(0, length);
  }

  /** Reads more bytes at the end of the window. @returns Whether there were any. */
  async function extend(): Promise<boolean> {
    const first = end;
    while (end - begin < WINDOW_SIZE) {
      const room = buffer.subarray(end - begin);
      // These are sorted by offset, so those behind the end need not be looked at.
      while ((kept[0]?.offset ?? Infinity) + (kept[0]?.bytes.length ?? 0) <= end) kept.shift();
      const [next] = kept;
      let length: number;
      if (next !== undefined && next.offset <= end) {
        length = next.bytes.copy(room, 0, end - next.offset);
      } else {
        const gap = next === undefined ? room.length : next.offset - end;
        length = await fill(room.subarray(0, gap), end);
      }
      if (length === 0) break;
      const writing = follow?.(room.subarray(0, length), end);
      // The hash is computed while another thread writes.
      hash.update(room.subarray(0, length));
      await writing;
      end += length;
    }
    return end > first;
  }

  async function passTo(offset: number): Promise<void> {
    while (offset > end) {
      begin = end;
      if (!(await extend())) return;
    }
    buffer.copyWithin(0, offset - begin, end - begin);
    begin = offset;
    await extend();
  }

  try {
    ({ size } = await handle.stat());
    return {
      size,
      begin: () => {
        isBegun = true;
        kept.sort((a, b) => a.offset - b.offset);
      },
      async read(offset, length) {
        if (!isBegun) return readAhead(offset, length);
        if (offset < begin) return readAt(offset, length);
        if (offset + length > end) await passTo(offset);
        if (offset + length > end) throw endsTooEarly(path, end, offset + length);
        return buffer.subarray(offset - begin, offset - begin + length);
      },
      async complete() {
        do begin = end;
        while (await extend());
        return { size: end, sha256: hash.digest('hex') };
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
