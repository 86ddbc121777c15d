import { createHash } from 'node:crypto';
import type { Digest } from '@aero-guest-tools/file-tree';
import { WINDOW_SIZE, endsTooEarly, type FileWindow } from './file-window';
import { openReadable } from './open-readable';

/**
 * A file that is read from its beginning to its end, once, and hashed on the way. What tells where the rest is,
 * such as the directories of an image, is read before that, and kept until the pass comes to it.
 */
export interface FilePass extends FileWindow {
  /** What is read from now on lies in order; what does not is read once more. */
  begin(): void;
  /** Passes what is left. @returns Size and SHA-256 of all that was passed. */
  complete(): Promise<Digest>;
}

/** Follows a file that is passed. */
export interface PassFollower {
  /** Is given every byte in order, once; a piece is overwritten when this is done with it. */
  readonly write?: (bytes: Uint8Array, offset: number) => Promise<void>;
  /** Is told at the end what was passed. */
  readonly end: (file: Digest) => void;
}

/** How much is kept that was read before the pass, in bytes. Whoever makes more directories has them read twice. */
const MAXIMUM_KEPT = 32 * 1024 * 1024;

/** Bytes that were read before it was their turn. */
interface KeptBytes {
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * Opens a file for a pass.
 *
 * @param follow Is given the bytes as they are hashed.
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
  let isBegun = false;
  /** The window, whose end is also the end of what was hashed. */
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
    const known = kept.find(
      (piece) => piece.offset <= offset && offset + length <= piece.offset + piece.bytes.length,
    );
    if (known) return known.bytes.subarray(offset - known.offset, offset - known.offset + length);
    const bytes = await readAt(offset, length);
    if (length > 0 && keptLength + length <= MAXIMUM_KEPT) {
      keptLength += length;
      kept.push({ offset, bytes });
    }
    return bytes;
  }

  /** Fills the window up from its end. @returns Whether anything came. */
  async function extend(): Promise<boolean> {
    const first = end;
    while (end - begin < WINDOW_SIZE) {
      const room = buffer.subarray(end - begin);
      // Sorted by their offsets: those that lie behind the end need not be looked at again.
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
      // While another thread writes, this one hashes.
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
    const { size } = await handle.stat();
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
