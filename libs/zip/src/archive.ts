import { centralDirectoryHeader } from './central-directory-header';
import type { DosDateTime } from './dos-date-time';
import { endOfCentralDirectory } from './end-of-central-directory';
import { STORED, type Entry } from './entry';
import type { FileData } from './file-data';
import { localFileHeader } from './local-file-header';
import type { Member } from './member';

const NO_DATA: FileData = { compressionMethod: STORED, crc32: 0, compressedSize: 0, chunks: [] };

/**
 * An archive, from its first byte to its last (APPNOTE 4.3.6).
 *
 * @param fileData The data of each member that is a file, in order. It is closed with the archive,
 *   even if the archive is not read to its end.
 */
export async function* archive(
  members: readonly Member[],
  fileData: AsyncGenerator<FileData>,
  lastModified: DosDateTime,
): AsyncGenerator<Uint8Array> {
  const centralDirectory: Uint8Array[] = [];
  let offset = 0;
  try {
    for (const { fileName, file } of members) {
      const { chunks, ...data } = file ? await next(fileData) : NO_DATA;
      const entry: Entry = { fileName, lastModified, uncompressedSize: file?.size ?? 0, ...data };
      const header = localFileHeader(entry);
      yield header;
      yield* chunks;
      centralDirectory.push(centralDirectoryHeader(entry, offset));
      offset += header.length + entry.compressedSize;
    }
  } finally {
    await fileData.return(undefined);
  }
  yield* centralDirectory;
  const size = centralDirectory.reduce((sum, header) => sum + header.length, 0);
  yield endOfCentralDirectory({ entries: members.length, size, offset });
}

async function next(fileData: AsyncGenerator<FileData>): Promise<FileData> {
  const { done, value } = await fileData.next();
  if (done === true) throw new Error('fewer files were compressed than have an entry');
  return value;
}
