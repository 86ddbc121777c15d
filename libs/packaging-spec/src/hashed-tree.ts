import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { DriverTree, DriverTreeFile } from './driver-tree';

/** A tree that remembers what was read of it. */
export interface HashedTree extends DriverTree {
  /** SHA-256 of a file that was read, in lower-case hexadecimal; undefined if nobody has read it. */
  sha256Of(path: string): string | undefined;
}

/**
 * A tree whose files are hashed as they are read: the digests say which bytes were checked, so that
 * recording can tell whether they are still the same.
 *
 * Reading a file fails with an InputError if it was read before and had other contents then: what is
 * checked has to be one state of the file.
 */
export function hashedTree(tree: DriverTree): HashedTree {
  const digests = new Map<string, string>();

  async function readHashed({ path, read }: DriverTreeFile): Promise<Uint8Array> {
    const bytes = await read();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const before = digests.get(path) ?? sha256;
    if (sha256 !== before) {
      throw new InputError({
        file: join(tree.root, path),
        message: 'the file changed while it was checked',
        found: `sha256 ${sha256}`,
        expected: `sha256 ${before}`,
        remedy: 'run again when nothing writes to it',
      });
    }
    digests.set(path, sha256);
    return bytes;
  }

  return {
    ...tree,
    files: tree.files.map((file) => ({ ...file, read: () => readHashed(file) })),
    sha256Of: (path) => digests.get(path),
  };
}
