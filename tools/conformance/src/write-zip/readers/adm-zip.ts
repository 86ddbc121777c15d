import { createHash } from 'node:crypto';
import AdmZip from 'adm-zip';
import { NEVER_SKIPPED, withoutSlash, type Reader } from '../reader';

/** It holds archive and contents in memory, and Node reads no file of 2 GiB into one Buffer. */
const LARGEST_FILE = 2 ** 31 - 1;

export const admZip: Reader = {
  name: 'adm-zip',
  whySkipped: NEVER_SKIPPED,
  limits: [
    {
      what: 'holds what it reads in memory, which is too small for 2 GiB',
      appliesTo: ({ largestFile }) => largestFile > LARGEST_FILE,
    },
  ],
  read: async (archive) => {
    const entries = new AdmZip(archive).getEntries();
    return {
      listed: entries.map(({ entryName }) => withoutSlash(entryName)),
      tree: {
        files: entries.flatMap((entry) =>
          entry.isDirectory ? [] : [{ path: entry.entryName, sha256: sha256Of(entry.getData()) }],
        ),
        directories: entries.flatMap(({ isDirectory, entryName }) =>
          isDirectory ? [withoutSlash(entryName)] : [],
        ),
      },
    };
  },
};

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
