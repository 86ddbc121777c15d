import { InputError, type ReadListener } from '@aero-guest-tools/diagnostics';
import * as yauzl from 'yauzl';
import type { Digest } from '@aero-guest-tools/file-tree';
import { openFilePass, type PassFollower } from '../files/file-pass';
import { WINDOW_SIZE, type FileWindow } from '../files/file-window';
import { digestOfEntry } from './digest-of-entry';
import { inflateEntry } from './inflate-entry';
import type { MediaContents } from './media-contents';
import { WindowReader } from './window-reader';

/** APPNOTE 4.4.5: the compression method of stored data. */
const STORED = 0;

/**
 * How many entries are inflated at a time. zlib runs in Node's thread pool, which has four threads;
 * each should find its next entry waiting.
 */
const INFLATED_AT_A_TIME = 8;

/**
 * Reads every file of a zip archive, in the order in which they are stored. Nearly all entries fit
 * in memory: each is inflated in one piece in another thread, while this thread hashes earlier
 * ones. The others are streamed. Each byte of the archive is read once.
 *
 * @param follower Follows the archive itself.
 * @param onRead Called before each file is read, with its size in bytes.
 * @throws InputError if it is not one, or is damaged.
 */
export async function listZipContents(
  path: string,
  follower?: PassFollower,
  onRead?: ReadListener,
): Promise<MediaContents> {
  const file = await openFilePass(path, follower?.write);
  try {
    const archive = await yauzl.fromRandomAccessReaderPromise(new WindowReader(file), file.size, {
      autoClose: false,
      strictFileNames: true,
    });
    const files = await listFiles(archive);
    file.begin();
    const contents = await readEntries(archive, file, files, onRead);
    if (follower) follower.end(await file.complete());
    return contents;
  } catch (error) {
    throw new InputError(
      {
        file: path,
        id: 'media.zip-not-read-back',
        message: 'the zip archive cannot be read back',
        found: error instanceof Error ? error.message : String(error),
        remedy: 'delete it and build again',
      },
      { cause: error },
    );
  } finally {
    await file.close();
  }
}

/** The entries of the central directory that are files, each name once. */
async function listFiles(archive: yauzl.ZipFile): Promise<readonly yauzl.Entry[]> {
  const files = new Map<string, yauzl.Entry>();
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    if (files.has(entry.fileName)) throw new Error(`${entry.fileName} is there twice`);
    files.set(entry.fileName, entry);
  }
  return [...files.values()];
}

async function readEntries(
  archive: yauzl.ZipFile,
  file: FileWindow,
  entries: readonly yauzl.Entry[],
  onRead?: ReadListener,
): Promise<MediaContents> {
  const contents = new Map<string, Digest>();
  const inflated: { readonly name: string; readonly digest: Promise<Digest> }[] = [];
  const takeOldest = async (): Promise<void> => {
    const oldest = inflated.shift();
    if (oldest !== undefined) contents.set(oldest.name, await oldest.digest);
  };
  for (const entry of entries.toSorted(byOffset)) {
    const name = entry.fileName;
    onRead?.(name, entry.uncompressedSize);
    if (!fitsInMemory(entry)) {
      const stream = await archive.openReadStreamPromise(entry);
      contents.set(name, await digestOfEntry(entry, stream));
      continue;
    }
    const header = await archive.readLocalFileHeaderPromise(entry, { minimal: true });
    const data = await file.read(header.fileDataStart, entry.compressedSize);
    if (entry.compressionMethod === STORED) {
      contents.set(name, await digestOfEntry(entry, [data]));
      continue;
    }
    const digest = digestOfEntry(entry, inflateEntry(entry, Buffer.from(data)));
    // The failure is handled when this entry's turn comes; until then it must not count as
    // unhandled.
    digest.catch(() => undefined);
    inflated.push({ name, digest });
    if (inflated.length === INFLATED_AT_A_TIME) await takeOldest();
  }
  while (inflated.length > 0) await takeOldest();
  return contents;
}

function byOffset(a: yauzl.Entry, b: yauzl.Entry): number {
  return a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader;
}

/** An entry that yauzl cannot decode is left to yauzl, which refuses it. */
function fitsInMemory(entry: yauzl.Entry): boolean {
  return (
    entry.canDecodeFileData() &&
    entry.compressedSize <= WINDOW_SIZE &&
    entry.uncompressedSize <= WINDOW_SIZE
  );
}
