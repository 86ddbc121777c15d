import { readFile, stat } from 'node:fs/promises';
import { InputError } from '@aero-guest-tools/diagnostics';
import type AdmZip from 'adm-zip';
import type { IZipEntry } from 'adm-zip';
import { isDirectoryEntry, zipEntry } from './zip-entry';
import { zipEntryProblems } from './zip-entry-problems';
import { ZIP_LIMITS } from './zip-limits';

/** The files of an archive by their paths. */
export type ZipFiles = ReadonlyMap<string, IZipEntry>;

/**
 * Reads the central directory of a zip archive, which is then in memory whole, and checks every
 * entry before anything of it is unpacked.
 *
 * @param label What messages call the archive.
 * @throws InputError if it is not a zip archive, a damaged one, or one with entries that are
 *   refused or more than {@link ZIP_LIMITS} allow.
 */
export async function readZipArchive(path: string, label: string): Promise<ZipFiles> {
  const { size } = await stat(path);
  if (size > ZIP_LIMITS.archiveSize) {
    throw new InputError({
      file: label,
      message: 'the archive is too large',
      found: `${String(size)} bytes`,
      expected: `at most ${String(ZIP_LIMITS.archiveSize)} bytes`,
      remedy: 'leave out of it what does not belong to the drivers, or name a directory',
    });
  }
  const entries = readEntries(await readFile(path), label);
  const problems = zipEntryProblems(entries.map((entry) => zipEntry(entry)));
  if (problems.length > 0) {
    throw new InputError(
      problems.map((problem) => ({
        ...problem,
        file: problem.file === undefined ? label : `${label}: ${problem.file}`,
      })),
    );
  }
  return new Map(
    entries.flatMap((entry) => {
      const { entryName: name } = entry;
      return isDirectoryEntry({ name }) ? [] : [[name, entry] as const];
    }),
  );
}

/**
 * The contents of a file in an archive. No more is unpacked than the archive says, and what is
 * unpacked is checked against the size and the CRC-32 there.
 *
 * @param label What messages call the file.
 * @throws InputError if the contents are not what the archive says.
 */
export function unpack(entry: IZipEntry, label: string): Buffer {
  const contents = readable(label, () => entry.getData());
  if (contents.length !== entry.header.size) {
    throw damaged(label, `${String(contents.length)} bytes`, entry.header.size);
  }
  return contents;
}

function readEntries(bytes: Buffer, label: string): readonly IZipEntry[] {
  // Most sources are no archives, and need not wait until it is loaded.
  const ZipReader = require('adm-zip') as typeof AdmZip;
  return readable(label, () => {
    const zip = new ZipReader(bytes, { noSort: true, decoder: nameDecoder(label) });
    const count = zip.getEntryCount();
    if (count > ZIP_LIMITS.entries) {
      throw new InputError({
        file: label,
        message: 'the archive has too many entries',
        found: String(count),
        expected: `at most ${String(ZIP_LIMITS.entries)}`,
        remedy: 'leave out of it what does not belong to the drivers',
      });
    }
    return zip.getEntries();
  });
}

/**
 * Names are bounded as they are read: adm-zip makes a table of all directories that they imply,
 * which grows with the square of their length. What else is wrong with them is reported together.
 */
function nameDecoder(label: string): {
  decode(bytes: Uint8Array): string;
  encode(name: string): Buffer;
} {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    decode: (bytes) => {
      const name = decoder.decode(bytes);
      const depth = name.split('/').length;
      if (bytes.length <= ZIP_LIMITS.nameLength && depth <= ZIP_LIMITS.depth) return name;
      throw new InputError({
        file: label,
        message: 'the name of an entry in the archive is too long, or nested too deep',
        found: `${String(bytes.length)} bytes, ${String(depth)} components: ${JSON.stringify(name.slice(0, 60))}`,
        expected: `at most ${String(ZIP_LIMITS.nameLength)} bytes and ${String(ZIP_LIMITS.depth)} components`,
        remedy: 'make the archive again, without such an entry',
      });
    },
    encode: (name) => Buffer.from(name, 'utf8'),
  };
}

/** What adm-zip and zlib throw is about the archive. */
function readable<T>(label: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      {
        file: label,
        message: 'the zip archive cannot be read',
        found: error instanceof Error ? error.message : String(error),
        expected: 'a zip archive that is whole',
        remedy: 'make or copy it again',
      },
      { cause: error },
    );
  }
}

function damaged(label: string, found: string, size: number): InputError {
  return new InputError({
    file: label,
    message: 'the file in the zip archive is damaged',
    found,
    expected: `${String(size)} bytes, as its central directory says`,
    remedy: 'make or copy the archive again',
  });
}
