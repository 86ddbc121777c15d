import type { Problem } from '@aero-guest-tools/diagnostics';
import { digest } from '@aero-guest-tools/file-tree';
import {
  createFileReadStream,
  listImage,
  SECTOR_SIZE,
  type Iso9660Entry,
  type Iso9660Image,
} from '@aero-guest-tools/iso9660/read';
import type { SourceEntry } from './driver-source';
import { sourceEntries } from './iso-source';
import type { LockedContents, LockedFile, LockedName } from './source-lock';

/** Paths of files in an image, in byte order. */
export interface ChosenFiles {
  /** The files that a build may need. */
  readonly files: readonly string[];
  /** The files that imply folders, see {@link LockedContents.otherFiles}. */
  readonly otherFiles: readonly string[];
  /** See {@link LockedContents.listedFor}. */
  readonly listedFor: readonly string[];
}

/** Chooses among the entries of an image. */
export type ChooseFiles = (entries: readonly SourceEntry[]) => ChosenFiles;

/** What a lock can record about the files in an image. */
export interface ListedContents {
  /** Undefined if the files cannot be listed. */
  readonly contents: LockedContents | undefined;
  /** Why they cannot be listed, as a sentence without a full stop. */
  readonly unlisted: string | undefined;
}

/**
 * Lists files of an image for a lock, with their locations and hashes.
 *
 * @throws InputError if the image is damaged.
 */
export async function listContents(
  image: Iso9660Image,
  choose: ChooseFiles,
): Promise<ListedContents> {
  const entries = await imageEntries(image);
  const special = [...entries.values()].find(({ kind }) => kind !== 'file' && kind !== 'directory');
  if (special) {
    return { contents: undefined, unlisted: `${special.path} is neither a file nor a directory` };
  }
  const { files: paths, otherFiles, listedFor } = choose(sourceEntries(entries.values()));
  const chosen = paths.flatMap((path) => entries.get(path) ?? []);
  const odd = chosen.find((entry) => !liesInOnePiece(image, entry));
  if (odd) {
    return { contents: undefined, unlisted: `the contents of ${odd.path} do not lie in one piece` };
  }
  const files: LockedFile[] = [];
  for (const entry of chosen) files.push(await lockedFile(image, entry));
  const others = otherFiles.map((path) => ({ path, size: entries.get(path)?.size ?? 0 }));
  return { contents: { files, otherFiles: others, listedFor }, unlisted: undefined };
}

/** Whether the contents of a file are in one piece, so that one location describes them. */
function liesInOnePiece(
  { logicalBlockSize }: Iso9660Image,
  { extents, unreadable }: Iso9660Entry,
): boolean {
  return extents.length <= 1 && unreadable === undefined && logicalBlockSize === SECTOR_SIZE;
}

async function lockedFile(image: Iso9660Image, entry: Iso9660Entry): Promise<LockedFile> {
  const { sha256 } = await digest(createFileReadStream(image, entry));
  const { path, size, extents } = entry;
  return { path, extent: extents[0]?.sector ?? 0, size, sha256 };
}

async function imageEntries(image: Iso9660Image): Promise<ReadonlyMap<string, Iso9660Entry>> {
  const entries = new Map<string, Iso9660Entry>();
  for await (const entry of listImage(image)) entries.set(entry.path, entry);
  return entries;
}

/**
 * The entries of a list that are wrong about an image: files that do not exist, or have another
 * location, size or hash. A file that the list omits is not a problem here.
 *
 * @param lockFile What problems name.
 * @throws InputError if the image is damaged.
 */
export async function listProblems(
  { files, otherFiles }: LockedContents,
  image: Iso9660Image,
  lockFile: string,
): Promise<readonly Problem[]> {
  const entries = await imageEntries(image);
  const problems: Problem[] = [];
  const compare = ({ path }: LockedName, listed: string, actual: string): void => {
    if (listed === actual) return;
    problems.push({
      file: `${lockFile}: ${path}`,
      id: 'lock.file-differs',
      message: 'the lock describes a file differently than the image',
      found: listed,
      expected: actual,
      remedy: LIST_REMEDY,
      action: 'update-lock',
    });
  };
  for (const file of files) {
    const entry = entries.get(file.path);
    const isListable = entry?.kind === 'file' && liesInOnePiece(image, entry);
    const actual = isListable ? fileText(await lockedFile(image, entry)) : ABSENT;
    compare(file, fileText(file), actual);
  }
  for (const name of otherFiles) {
    const entry = entries.get(name.path);
    compare(name, nameText(name), entry?.kind === 'file' ? nameText(entry) : ABSENT);
  }
  return problems;
}

/** The remedy for a list that does not match its image. */
export const LIST_REMEDY = 'find out who changed the list, and then write a new lock';

const ABSENT = 'no such file, or one whose contents do not lie in one piece';

function fileText({ extent, size, sha256 }: LockedFile): string {
  return `${String(size)} bytes at sector ${String(extent)}, SHA-256 ${sha256}`;
}

function nameText({ size }: Pick<LockedName, 'size'>): string {
  return `${String(size)} bytes`;
}
