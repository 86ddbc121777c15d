import { readFile, stat } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import { InputError, tooLarge } from '@aero-guest-tools/diagnostics';
import type { SourceProblem } from './driver-source';
import { packedData, readZipDirectory, type CentralEntry } from './zip-directory';
import { isDirectoryEntry, isRootEntry, type ZipEntry } from './zip-entry';
import { nameProblem, zipEntryProblems } from './zip-entry-problems';
import { ZIP_LIMITS } from './zip-limits';

/** Compression method of stored data (APPNOTE 4.4.5). */
const STORED = 0;

/** A file in an archive. */
export interface ZipFile {
  readonly entry: ZipEntry;
  /** Its bytes in the archive, see {@link unpack}. */
  readonly packed: Uint8Array;
}

/** The contents of an archive. */
export interface ZipArchive {
  /** The files by their paths. */
  readonly files: ReadonlyMap<string, ZipFile>;
  /** Files whose names cannot be decoded. */
  readonly problems: readonly SourceProblem[];
}

/**
 * Reads a zip archive into memory.
 *
 * @param label What messages call the archive.
 * @throws InputError if it is larger than {@link ZIP_LIMITS} allow.
 */
export async function readZipFile(path: string, label: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > ZIP_LIMITS.archiveSize) {
    throw new InputError(
      tooLarge(label, {
        what: 'the archive',
        size,
        limit: ZIP_LIMITS.archiveSize,
        remedy: 'leave out what does not belong to the drivers, or name a directory',
      }),
    );
  }
  return readFile(path);
}

/**
 * Reads the central directory of a zip archive in memory, and checks every entry before unpacking
 * any.
 *
 * @param label What messages call the archive.
 * @throws InputError if it is not a zip archive, a damaged one, or one with entries that are
 *   refused or more than {@link ZIP_LIMITS} allow.
 */
export function parseZipArchive(bytes: Buffer, label: string): ZipArchive {
  const entries = readZipDirectory(bytes, label);
  const problems = zipEntryProblems(
    entries.filter((entry) => entry.isNameValid && !isRootEntry(entry)),
  );
  if (problems.length > 0) {
    throw new InputError(
      problems.map((problem) => ({
        ...problem,
        file: problem.file === undefined ? label : `${label}: ${problem.file}`,
      })),
    );
  }
  const isFile = (entry: CentralEntry): boolean =>
    entry.isNameValid && !isDirectoryEntry(entry) && !isRootEntry(entry);
  const files = new Map(
    entries
      .filter((entry) => isFile(entry))
      .map((entry) => [entry.name, { entry, packed: packedData(bytes, entry) }] as const),
  );
  return {
    files,
    problems: entries
      .filter((entry) => !entry.isNameValid && !isDirectoryEntry(entry))
      .map((entry) => ({ path: entry.name, kind: 'file', problem: nameProblem(entry, label) })),
  };
}

/**
 * The contents of a file in an archive. Unpacks no more than the archive says, and checks the
 * result against the size and the CRC-32 in the central directory.
 *
 * @param label What messages call the file.
 * @throws InputError if the contents are not what the archive says.
 */
export function unpack({ entry, packed }: ZipFile, label: string): Uint8Array {
  let contents: Uint8Array;
  try {
    contents =
      entry.method === STORED
        ? packed
        : inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) });
  } catch (error) {
    throw damaged(label, 'data that cannot be unpacked, or unpack to more', entry, error);
  }
  if (contents.length !== entry.size || crc32(contents) !== entry.crc) {
    const found = `${String(contents.length)} bytes, CRC-32 ${hexadecimal(crc32(contents))}`;
    throw damaged(label, found, entry);
  }
  return contents;
}

function damaged(
  label: string,
  found: string,
  { size, crc }: ZipEntry,
  cause?: unknown,
): InputError {
  return new InputError(
    {
      file: label,
      id: 'zip.file-damaged',
      message: 'the file in the zip archive is damaged',
      found,
      expected: `${String(size)} bytes, CRC-32 ${hexadecimal(crc)}, as its central directory says`,
      remedy: 'make or copy the archive again',
    },
    { cause },
  );
}

function hexadecimal(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
