import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import type { HashedFile } from '../../image-tree';
import { NEVER_SKIPPED, withoutSlash, type Reader } from '../reader';

export const yauzl: Reader = {
  name: 'yauzl',
  whySkipped: NEVER_SKIPPED,
  read: async (path) => {
    const listed: string[] = [];
    const files: HashedFile[] = [];
    const directories: string[] = [];
    const archive = await openPromise(path, { strictFileNames: true });
    try {
      for await (const entry of archive.eachEntry()) {
        const name = withoutSlash(entry.fileName);
        listed.push(name);
        if (entry.fileName.endsWith('/')) {
          directories.push(name);
        } else {
          const hash = createHash('sha256');
          await pipeline(await archive.openReadStreamPromise(entry), hash);
          files.push({ path: name, sha256: hash.digest('hex') });
        }
      }
    } finally {
      archive.close();
    }
    return { listed, tree: { files, directories } };
  },
};
