import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { writeZip } from '@aero-guest-tools/zip';
import type { Shape } from '../write-iso/shape';

/** 2001-09-09T01:46:40Z, in seconds since 1970. */
const SOURCE_DATE_EPOCH = 1_000_000_000;

/** The same in the format of MS-DOS (APPNOTE 4.4.6), worked out by hand. */
export const MS_DOS_DATE = (21 << 9) | (9 << 5) | 9;
export const MS_DOS_TIME = (1 << 11) | (46 << 5) | 20;

/** Writes the archive of a shape, whose directories are those that its files imply. */
export async function writeArchive({ files }: Shape, path: string): Promise<void> {
  const entries = files.map((file) => ({
    path: file.path,
    size: file.size,
    async *open() {
      yield* file.open();
    },
  }));
  const archive = writeZip(entries, { sourceDateEpoch: SOURCE_DATE_EPOCH, workers: 2 });
  await pipeline(archive, createWriteStream(path, { flags: 'wx' }));
}
