import { InputError } from '@aero-guest-tools/diagnostics';
import { openHttpClient, otherFileProblem, readRange } from '@aero-guest-tools/http-file';
import { SECTOR_SIZE } from '@aero-guest-tools/iso9660/read';
import { imageRanges, type ImageRange } from './image-ranges';
import { checkStore, makeStore } from './private-store';
import { OTHER_FILE_REMEDY, type PinnedAccess } from './remote-access';
import type { RemoteLocation } from './source-location';
import type { LockedFile } from './source-lock';
import { downloadPath, isStored, storeStream, type StoredFile } from './source-store';
import { withClaim } from './store-claim';
import { transferText } from './transfer-text';

/** The key of an image's file in the store. */
export function storedFile({ sha256 }: LockedFile): StoredFile {
  return { kind: 'file', sha256 };
}

/**
 * Fetches files of an image on a server into the store, with as few range requests as possible, and
 * verifies each against the lock. Files that the store has, and empty files, are not requested. If
 * several processes want files of the same image, one fetches at a time.
 *
 * @throws NoRangesError if the server delivers the image only as a whole. HttpError if it does not
 *   deliver it, InputError if a file is not the one of the lock; files before that one stay in the
 *   store.
 */
export async function fetchLockedFiles(
  location: RemoteLocation,
  files: readonly LockedFile[],
  storeDirectory: string,
  access: PinnedAccess,
): Promise<void> {
  if ((await missingFiles(files, storeDirectory)).length === 0) return;
  await checkStore(storeDirectory);
  await makeStore(storeDirectory);
  const { lock } = access;
  const say = access.onProgress ?? (() => {});
  await withClaim(
    downloadPath(storeDirectory, lock.sha256, 'claim'),
    (owner) => {
      say(`waiting for ${owner}, which downloads from ${location.label}`);
    },
    async () => {
      const ranges = imageRanges(await missingFiles(files, storeDirectory));
      const size = ranges.reduce((sum, { length }) => sum + length, 0);
      let received = 0;
      const arrived = (bytes: number): void => {
        received += bytes;
        say(transferText(location.label, received, size));
      };
      const client = openHttpClient(access.http);
      try {
        for (const range of ranges) {
          const { url, label } = location;
          const chunks = readRange(client, url, range, lock.size);
          await storeFiles(takeBytes(chunks, arrived), range, label, storeDirectory);
        }
      } finally {
        client.close();
      }
    },
    access.claimTimes,
  );
}

async function missingFiles(
  files: readonly LockedFile[],
  storeDirectory: string,
): Promise<readonly LockedFile[]> {
  const missing: LockedFile[] = [];
  for (const file of files.filter(({ size }) => size > 0)) {
    if (!(await isStored(storeDirectory, storedFile(file)))) missing.push(file);
  }
  return missing;
}

/** Stores the files of a range as its bytes arrive. */
async function storeFiles(
  bytes: Pieces,
  range: ImageRange,
  label: string,
  storeDirectory: string,
): Promise<void> {
  let position = range.offset;
  try {
    for (const file of range.files) {
      const offset = file.extent * SECTOR_SIZE;
      await bytes.skip(offset - position);
      await storeStream(storeDirectory, storedFile(file), bytes.take(file.size), ({ sha256 }) => {
        if (sha256 !== file.sha256) throw otherFile(label, file, sha256);
      });
      position = offset + file.size;
    }
  } finally {
    await bytes.close();
  }
}

/** Cuts chunks of any length into pieces of requested lengths, in bytes. */
interface Pieces {
  take(length: number): AsyncIterable<Buffer>;
  skip(length: number): Promise<void>;
  close(): Promise<void>;
}

function takeBytes(chunks: AsyncGenerator<Buffer>, arrived: (bytes: number) => void): Pieces {
  let rest: Buffer = Buffer.alloc(0);
  /** Returns at most the given number of bytes; none at the end. */
  const next = async (length: number): Promise<Buffer> => {
    if (rest.length === 0) {
      const { done, value } = await chunks.next();
      if (done === true) return rest;
      rest = value;
      arrived(rest.length);
    }
    const piece = rest.subarray(0, length);
    rest = rest.subarray(piece.length);
    return piece;
  };
  return {
    take: async function* (length) {
      for (let left = length; left > 0;) {
        const piece = await next(left);
        if (piece.length === 0) return;
        left -= piece.length;
        yield piece;
      }
    },
    skip: async (length) => {
      for (let left = length; left > 0;) {
        const { length: skipped } = await next(left);
        if (skipped === 0) return;
        left -= skipped;
      }
    },
    close: async () => {
      await chunks.return(undefined);
    },
  };
}

function otherFile(label: string, file: LockedFile, found: string): InputError {
  return new InputError(
    otherFileProblem(`${label}: ${file.path}`, {
      found: `SHA-256 ${found}`,
      expected: `SHA-256 ${file.sha256}, as the lock says`,
      remedy: OTHER_FILE_REMEDY,
      action: 'update-lock',
    }),
  );
}
