import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  InputError,
  tooLarge as tooLargeProblem,
  type ReadListener,
} from '@aero-guest-tools/diagnostics';
import {
  digestOfFile,
  fileOnDisk,
  listFileTree,
  openReadable,
  type Digest,
} from '@aero-guest-tools/file-tree';
import {
  createFileReadStream,
  listImage,
  openFileSource,
  openIso9660Image,
} from '@aero-guest-tools/iso9660/read';
import * as yauzl from 'yauzl';
import { listIsoContents } from '../contents/iso-contents';
import type { MediaContents } from '../contents/media-contents';
import { listZipContents } from '../contents/zip-contents';

/** What holds the files of driver media. */
export type MediumKind = 'iso' | 'zip' | 'directory';

/** Existing driver media, wherever they are. */
export interface Medium {
  /** As the user named it. */
  readonly path: string;
  readonly kind: MediumKind;
  /**
   * Size and SHA-256 of each file. Reads all files.
   *
   * @param onRead Called before each file is read, with its size in bytes.
   * @throws InputError if the medium is damaged.
   */
  contents(onRead?: ReadListener): Promise<MediaContents>;
  /**
   * The bytes of one file; undefined if there is no file of that path.
   *
   * @param limit In bytes.
   * @throws InputError if the medium is damaged, or the file has more bytes than that.
   */
  read(path: string, limit: number): Promise<Uint8Array | undefined>;
}

/** APPNOTE 4.3.7: the signature at the beginning of a zip archive that has an entry. */
const LOCAL_FILE_HEADER = 'PK\x03\x04';

/**
 * Opens media: an ISO image, a zip archive, or a directory with the contents of the media.
 *
 * @throws InputError if the path does not exist.
 */
export async function openMedium(path: string): Promise<Medium> {
  const kind = await kindOf(path);
  const { contents, open } = FORMATS[kind];
  return {
    path,
    kind,
    contents: (onRead) => contents(path, onRead),
    read: async (file, limit) => {
      const chunks: Uint8Array[] = [];
      const found = await open(path, file, async (stream) => {
        let size = 0;
        for await (const chunk of stream as AsyncIterable<Uint8Array>) {
          size += chunk.length;
          if (size > limit) throw tooLarge(`${path}: ${file}`, limit);
          chunks.push(chunk);
        }
      });
      return found ? Buffer.concat(chunks) : undefined;
    },
  };
}

async function kindOf(path: string): Promise<MediumKind> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() === true) return 'directory';
  if (stats?.isFile() !== true) {
    throw new InputError({
      file: path,
      id: 'media.not-found',
      message: 'there are no media here',
      found: stats === undefined ? 'nothing of that name' : 'a device, socket or named pipe',
      expected: 'an ISO image, a zip archive or a directory',
      remedy: 'correct the path',
    });
  }
  const handle = await openReadable(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1', 0, bytesRead) === LOCAL_FILE_HEADER ? 'zip' : 'iso';
  } finally {
    await handle.close();
  }
}

/** How to read media of a kind. */
interface Format {
  readonly contents: (path: string, onRead?: ReadListener) => Promise<MediaContents>;
  /** Passes on the stream of a file while it is open; false if there is no such file. */
  readonly open: (
    path: string,
    file: string,
    read: (stream: Readable) => Promise<void>,
  ) => Promise<boolean>;
}

const FORMATS: Readonly<Record<MediumKind, Format>> = {
  iso: {
    contents: (path, onRead) => listIsoContents(path, undefined, onRead),
    open: async (path, file, read) => {
      const source = await openFileSource(path);
      try {
        const image = await openIso9660Image(source);
        for await (const entry of listImage(image)) {
          if (entry.path !== file || entry.kind !== 'file') continue;
          await read(createFileReadStream(image, entry));
          return true;
        }
        return false;
      } finally {
        await source.close();
      }
    },
  },
  zip: {
    contents: (path, onRead) => listZipContents(path, undefined, onRead),
    open: async (path, file, read) => {
      const archive = await openZip(path);
      try {
        for await (const entry of archive.eachEntry()) {
          if (entry.fileName !== file) continue;
          await read(await archive.openReadStreamPromise(entry));
          return true;
        }
        return false;
      } catch (error) {
        throw error instanceof InputError ? error : unreadable(path, error);
      } finally {
        archive.close();
      }
    },
  },
  directory: {
    contents: async (path, onRead) => {
      const { files } = await listFileTree(path);
      const contents = new Map<string, Digest>();
      for (const file of files) {
        onRead?.(file.path, file.size);
        contents.set(file.path, await digestOfFile(file.absolutePath));
      }
      return contents;
    },
    open: async (path, file, read) => {
      const { files } = await listFileTree(path);
      const found = files.find((candidate) => candidate.path === file);
      if (found === undefined) return false;
      await read(Readable.from(fileOnDisk(found).open()));
      return true;
    },
  },
};

async function openZip(path: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false, strictFileNames: true });
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): InputError {
  return new InputError(
    {
      file: path,
      id: 'media.zip-unreadable',
      message: 'the zip archive cannot be read',
      found: error instanceof Error ? error.message : String(error),
      expected: 'a complete archive',
      remedy: 'get it again, or build it again',
    },
    { cause: error },
  );
}

function tooLarge(file: string, limit: number): InputError {
  const remedy = 'check whether these are driver media';
  return new InputError(tooLargeProblem(file, { what: 'the file', limit, remedy }));
}
