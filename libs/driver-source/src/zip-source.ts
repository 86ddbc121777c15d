import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { DriverSource } from './driver-source';
import { readZipArchive, unpack } from './zip-archive';

/** Signatures that a zip archive begins with: of a local file header, and of an empty archive. */
const SIGNATURES: ReadonlySet<string> = new Set(['504b0304', '504b0506']);

/** Whether a file begins as a zip archive does (APPNOTE 4.3.7 and 4.3.16). */
export async function isZipArchive(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return SIGNATURES.has(buffer.subarray(0, bytesRead).toString('hex'));
  } finally {
    await file.close();
  }
}

/**
 * The files of a zip archive, which is in memory until the source is let go.
 *
 * @param named What the archive is and what the user calls it; it is not checked again.
 * @throws InputError as {@link readZipArchive} does.
 */
export async function zipSource(
  path: string,
  named: Pick<DriverSource, 'identity' | 'label'>,
): Promise<DriverSource> {
  const files = await readZipArchive(path, named.label);
  return {
    ...named,
    entries: [...files].map(([name, { header }]) => ({
      path: name,
      kind: 'file',
      size: header.size,
    })),
    open: (name) => {
      const entry = files.get(name);
      if (!entry) throw new RangeError(`${name} is not an entry of ${path}`);
      const chunks = function* (): Generator<Uint8Array> {
        yield unpack(entry, `${named.label}: ${name}`);
      };
      return Readable.from(chunks(), { objectMode: false });
    },
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
