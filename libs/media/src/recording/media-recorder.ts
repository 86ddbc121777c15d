import type { FillableFile } from '@aero-guest-tools/atomic-output';
import type { ReadListener } from '@aero-guest-tools/diagnostics';
import { openTreeFile, sha256Of, verifyDigest, withDigest } from '@aero-guest-tools/file-tree';
import {
  imageRecorder,
  SECTOR_SIZE,
  type FileReader,
  type ImageOptions,
} from '@aero-guest-tools/iso9660/write';
import type { ZipFile } from '@aero-guest-tools/zip';
import { contentsCheck } from '../checks/contents-check';
import {
  readSource,
  sourceInMemory,
  type HashedSource,
  type MediaSource,
} from '../files/media-source';
import {
  createManifest,
  formatManifest,
  MANIFEST_NAME,
  type ManifestFacts,
} from '../manifest/manifest';

/** Records media on an ISO 9660 image while their files are read for a zip archive. */
export interface MediaRecorder {
  /** To be read in the order of a zip archive (byte order of the paths), each to its end. */
  readonly files: readonly ZipFile[];
  /**
   * Ends the image, after all files were read.
   *
   * @returns All files of the media, in byte order of the path, the manifest among them.
   * @throws InputError with every file that holds a private key.
   */
  complete(): Promise<readonly HashedSource[]>;
}

/** How much of a file is read back from the image at a time, in bytes. */
const READ_BACK_SIZE = 256 * 1024;

/**
 * Begins media that hold the sources and the manifest. Each source is read and hashed once: as it
 * is read for the archive, it is recorded on the image.
 *
 * The manifest is in the middle of the media, but holds the hashes of the files behind it. When its
 * turn comes, its place on the image is left empty, the files behind it are recorded, and then the
 * manifest is. The archive reads those files from the image afterwards, and any file that it reads
 * a second time.
 *
 * @param iso Receives the image.
 * @param onRead Called for each file that is recorded.
 * @throws InputError if the paths cannot be recorded; while files are read, if one has changed or
 *   is not what was checked.
 */
export function mediaRecorder(
  sources: readonly MediaSource[],
  facts: ManifestFacts,
  options: ImageOptions,
  iso: FillableFile,
  onRead?: ReadListener,
): MediaRecorder {
  const manifest: MediaSource = {
    path: MANIFEST_NAME,
    size: manifestSize(facts, sources),
    open: () => contents(manifest),
  };
  const check = contentsCheck(facts.drivers);
  const digests = new Map<MediaSource, string>();
  /** The contents of the file that is being recorded, if they are in memory. */
  let inMemory: Uint8Array | undefined;
  let manifestBytes: Uint8Array | undefined;
  const recorder = imageRecorder<MediaSource>(
    [...sources, manifest],
    (file) => openSource(file, inMemory),
    options,
    iso,
  );

  async function* contents(file: MediaSource): AsyncGenerator<Uint8Array> {
    if (file === manifest) {
      manifestBytes ??= await recordManifest();
      yield manifestBytes;
    } else if (digests.has(file)) {
      yield* recordedContents(file);
    } else {
      digests.set(file, yield* checked(file));
    }
  }

  /** Records a file, and checks the recorded contents. */
  async function* checked(file: MediaSource): AsyncGenerator<Uint8Array, string> {
    const checking = check.begin(file);
    onRead?.(file.path, 0);
    inMemory = file.onDisk === undefined ? await readSource(file) : undefined;
    const pieces = recorder.record(file);
    for (;;) {
      const { done, value } = await pieces.next();
      if (done === true) {
        verifyDigest(file, { size: file.size, sha256: value }, file.place);
        await checking.end(value);
        return value;
      }
      checking.update(value);
      onRead?.(file.path, value.length);
      yield value;
    }
  }

  async function recordManifest(): Promise<Uint8Array> {
    await recorder.reserve(manifest);
    for (const file of recorder.files.slice(recorder.files.indexOf(manifest) + 1)) {
      const pieces = contents(file);
      while ((await pieces.next()).done !== true);
    }
    const bytes = manifestOf(facts, sources, (file) => digestOf(file));
    await recorder.recordReserved(manifest, bytes);
    return bytes;
  }

  async function* recordedContents(file: MediaSource): AsyncGenerator<Uint8Array> {
    const { location, dataLength } = await recorder.recordedExtent(file);
    for (let offset = 0; offset < dataLength; offset += READ_BACK_SIZE) {
      const piece = new Uint8Array(Math.min(READ_BACK_SIZE, dataLength - offset));
      await iso.read(piece, location * SECTOR_SIZE + offset);
      yield piece;
    }
  }

  function digestOf(file: MediaSource): string {
    const sha256 = digests.get(file);
    if (sha256 === undefined) throw new Error(`${file.path} was not read`);
    return sha256;
  }

  return {
    files: recorder.files.map((file) => ({
      path: file.path,
      size: file.size,
      open: () => contents(file),
    })),
    complete: async () => {
      check.complete();
      if (manifestBytes === undefined) throw new Error('the manifest was not read');
      await recorder.complete();
      const ofManifest = sourceInMemory(MANIFEST_NAME, manifestBytes);
      const sha256 = sha256Of(manifestBytes);
      return recorder.files.map((file) =>
        file === manifest ? { ...ofManifest, sha256 } : withDigest(file, digestOf(file)),
      );
    },
  };
}

/** The size is known before the hashes are: every SHA-256 has the same length. */
function manifestSize(facts: ManifestFacts, sources: readonly MediaSource[]): number {
  return manifestOf(facts, sources, () => '0'.repeat(64)).length;
}

function manifestOf(
  facts: ManifestFacts,
  sources: readonly MediaSource[],
  sha256: (source: MediaSource) => string,
): Uint8Array {
  const files = sources.map((file) => ({ path: file.path, size: file.size, sha256: sha256(file) }));
  return formatManifest(createManifest(facts, files));
}

/** A file on a disk is read from there, piece by piece. */
function openSource(
  { path, onDisk, sha256 }: MediaSource,
  inMemory: Uint8Array | undefined,
): FileReader {
  if (inMemory !== undefined) return memoryReader(inMemory, sha256);
  if (onDisk === undefined) throw new Error(`${path} is neither in memory nor on a disk`);
  return openTreeFile(onDisk);
}

/** Reads bytes in memory. @param sha256 Of the bytes, if it is known. */
function memoryReader(bytes: Uint8Array, sha256: string | undefined): FileReader {
  let offset = 0;
  return {
    sha256,
    read: (target) => {
      const piece = bytes.subarray(offset, offset + target.length);
      target.set(piece);
      offset += piece.length;
      return piece.length;
    },
    close: () => undefined,
  };
}
