import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import { readPieces, type FileWindow } from '../files/file-window';

/**
 * The reader that yauzl reads an archive with. Headers are small, and most of them are in the
 * window already.
 */
export class WindowReader extends RandomAccessReader {
  readonly #file: FileWindow;

  constructor(file: FileWindow) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#file.read(position, length).then((bytes) => {
      bytes.copy(buffer, offset);
      callback(null);
    }, callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(copies(readPieces(this.#file, start, end - start)), { objectMode: false });
  }
}

/** Copies each piece: a stream may hand it out after the window has been overwritten. */
async function* copies(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
