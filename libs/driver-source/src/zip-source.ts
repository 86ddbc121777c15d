import { open } from 'node:fs/promises';
import type { DriverSource } from './driver-source';
import type { KeptContents } from './kept-contents';
import { parseZipArchive, readZipFile, unpack, type ZipFile } from './zip-archive';
import { endOfDirectory } from './zip-directory';

/** Offset and identifier of the first volume descriptor in an ISO 9660 image (ECMA-119, 8.1). */
const VOLUME_DESCRIPTOR = { offset: 16 * 2048 + 1, identifier: 'CD001' } as const;

/** The signatures that a zip archive can begin with: a local file header, or an empty archive. */
const SIGNATURES: ReadonlySet<string> = new Set(['504b0304', '504b0506']);

/** Longest end of central directory record, with its comment, in bytes (APPNOTE 4.3.16). */
const MAXIMUM_END_LENGTH = 22 + 0xffff;

/**
 * Whether a file is a zip archive. It begins like one (APPNOTE 4.3.7 and 4.3.16); or it is not an
 * image and ends like one, with something in front of the archive.
 */
export async function isZipArchive(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const read = async (offset: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    if (SIGNATURES.has((await read(0, 4)).toString('hex'))) return true;
    const { offset, identifier } = VOLUME_DESCRIPTOR;
    if ((await read(offset, identifier.length)).toString('latin1') === identifier) return false;
    const { size } = await file.stat();
    const length = Math.min(size, MAXIMUM_END_LENGTH);
    return endOfDirectory(await read(size - length, length)) !== undefined;
  } finally {
    await file.close();
  }
}

/**
 * The files of a zip archive, which stays in memory until the source is released.
 *
 * @param named The identity of the archive, which is not checked again, and the user's name for it.
 * @param kept Holds the archive, or keeps it from now on.
 * @throws InputError as {@link parseZipArchive} does.
 */
export async function zipSource(
  path: string,
  named: Pick<DriverSource, 'identity' | 'label'>,
  kept?: KeptContents,
): Promise<DriverSource> {
  const { sha256 } = named.identity;
  const archive = kept?.get(sha256) ?? (await readZipFile(path, named.label));
  kept?.keep(sha256, archive);
  const { files, problems } = parseZipArchive(
    Buffer.from(archive.buffer, archive.byteOffset, archive.length),
    named.label,
  );
  return {
    ...named,
    problems,
    entries: [...files].map(([name, { entry }]) => ({
      path: name,
      kind: 'file',
      size: entry.size,
    })),
    open: (name) => {
      const entry = files.get(name);
      if (!entry) throw new RangeError(`${name} is not an entry of ${path}`);
      return unpacked(entry, `${named.label}: ${name}`);
    },
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

async function* unpacked(file: ZipFile, label: string): AsyncGenerator<Uint8Array> {
  const contents = unpack(file, label);
  if (contents.length > 0) yield contents;
}
