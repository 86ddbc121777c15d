import {
  fileInMemory,
  fileOnDisk,
  readContents,
  type DigestedFile,
  type LocatedFile,
  type ReadableFile,
} from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';

/** A file that goes on the media, identified by its path there. */
export interface MediaSource extends ReadableFile {
  /** The driver that it belongs to, as validate-spec has found it. */
  readonly driver?: DriverReport | undefined;
  /**
   * Where the plan of the media says the file is; undefined if it was made for the media and is not
   * on disk yet.
   */
  readonly place?: string | undefined;
  /** Its location if it is on a disk, from which it may be read directly. */
  readonly onDisk?: LocatedFile | undefined;
  /**
   * Finds which kind of private key the file holds, if it was searched for one: see `privateKeyIn`.
   */
  readonly privateKey?: (() => Promise<string | undefined>) | undefined;
}

/** A file of the media whose contents are known. */
export type HashedSource = MediaSource & DigestedFile;

/** A file on a disk, opened when its contents are asked for. */
export function sourceOnDisk(file: LocatedFile): MediaSource {
  const { path, size, sha256, absolutePath: place } = file;
  const { open } = fileOnDisk(file, 'run the task that makes it again');
  return { path, size, sha256, open, place, onDisk: file };
}

/** A file that is made for the media. */
export function sourceInMemory(path: string, contents: Uint8Array): MediaSource {
  return fileInMemory(path, contents);
}

/** No file of an ISO 9660 image has more bytes in one extent (ECMA-119, 9.1.4). */
const MEDIA_FILE = { description: 'the file', maximumSize: 0xffffffff };

/** All contents of a file. @throws InputError as `readContents`. */
export function readSource(source: MediaSource): Promise<Uint8Array> {
  return readContents(source, MEDIA_FILE, source.place);
}
