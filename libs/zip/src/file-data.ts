import { crc32 } from 'node:zlib';
import { InputError } from '@aero-guest-tools/diagnostics';
import { deflate } from './deflate';
import { DEFLATED, STORED, type CompressionMethod } from './entry';
import type { ZipFile } from './zip-file';

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** The file data of APPNOTE 4.3.8, with what the local file header before it has to say of it. */
export interface FileData {
  readonly compressionMethod: CompressionMethod;
  /** CRC-32 of the uncompressed data. */
  readonly crc32: number;
  /** Bytes in `chunks`. */
  readonly compressedSize: number;
  /** The data as it stands in the archive. May be read once. */
  readonly chunks: Chunks;
}

/**
 * Compresses a file, or stores it if that is not larger. CRC and sizes come out before the first
 * byte, since the local file header needs them: a small file is held in memory; a larger one is
 * read and compressed once to learn them and once more to write it. The result is the same either
 * way.
 *
 * @param inMemoryMaximum Bytes up to which a file is held in memory.
 * @throws InputError if the file has not as many bytes as it says, or, while `chunks` are read,
 *   not the same bytes the second time.
 */
export function fileData(file: ZipFile, inMemoryMaximum: number): Promise<FileData> {
  return file.size <= inMemoryMaximum ? dataInMemory(file) : dataReadTwice(file);
}

async function dataInMemory(file: ZipFile): Promise<FileData> {
  const contents: Checked = { crc32: 0 };
  const stored: Uint8Array[] = [];
  for await (const chunk of read(file, contents)) stored.push(chunk);

  const asStored: FileData = {
    ...contents,
    compressionMethod: STORED,
    compressedSize: file.size,
    chunks: stored,
  };
  // Known before the compressor is set up, which for many empty files takes seconds.
  if (file.size === 0) return asStored;

  const deflated: Uint8Array[] = [];
  let deflatedSize = 0;
  for await (const chunk of deflate(stored, file.size)) {
    deflated.push(chunk);
    deflatedSize += chunk.length;
  }
  return deflatedSize < file.size
    ? { ...contents, compressionMethod: DEFLATED, compressedSize: deflatedSize, chunks: deflated }
    : asStored;
}

async function dataReadTwice(file: ZipFile): Promise<FileData> {
  const contents: Checked = { crc32: 0 };
  let deflatedSize = 0;
  for await (const chunk of deflate(read(file, contents), file.size)) deflatedSize += chunk.length;

  const compressionMethod = deflatedSize < file.size ? DEFLATED : STORED;
  const compressedSize = Math.min(deflatedSize, file.size);
  async function* readAgain(): AsyncGenerator<Uint8Array> {
    const contentsNow: Checked = { crc32: 0 };
    const data = read(file, contentsNow);
    let sizeNow = 0;
    for await (const chunk of compressionMethod === STORED ? data : deflate(data, file.size)) {
      sizeNow += chunk.length;
      yield chunk;
    }
    if (contentsNow.crc32 !== contents.crc32 || sizeNow !== compressedSize) {
      throw changedFile(
        file,
        `CRC-32 ${hexadecimal(contentsNow.crc32)}`,
        `CRC-32 ${hexadecimal(contents.crc32)}, as at the first reading`,
      );
    }
  }
  return { ...contents, compressionMethod, compressedSize, chunks: readAgain() };
}

/** What is learnt of a file's contents while they are read. */
interface Checked {
  crc32: number;
}

/** Passes the contents of a file on, adds them to the CRC-32, and refuses more or fewer bytes. */
async function* read(file: ZipFile, contents: Checked): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of file.open()) {
    size += chunk.length;
    if (size > file.size) {
      throw changedFile(file, `${String(size)} bytes or more`, `${String(file.size)} bytes`);
    }
    contents.crc32 = crc32(chunk, contents.crc32);
    yield chunk;
  }
  if (size < file.size) {
    throw changedFile(file, `${String(size)} bytes`, `${String(file.size)} bytes`);
  }
}

function changedFile(file: ZipFile, found: string, expected: string): InputError {
  return new InputError({
    message: 'the file changed while it was written to the zip archive',
    file: file.path,
    found,
    expected,
    remedy: 'run again when nothing writes to the file',
  });
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(8, '0');
}
