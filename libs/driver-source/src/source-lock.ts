import { canonicalSha256, parseJson, type JsonDocument } from '@aero-guest-tools/canonical-json';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import {
  compareBytes,
  readSmallFile,
  type DigestedFile,
  type FileEntry,
} from '@aero-guest-tools/file-tree';
import { inFileOrder, problemAt, schemaValidator } from '@aero-guest-tools/json-schema';
import { SECTOR_SIZE } from '@aero-guest-tools/iso9660/read';
import compiledSchema from './generated/virtio-win-lock-schema';

/** A lock: what is known of an image on a server. */
export interface SourceLock {
  /** The URL, without the parts that may be secret; see {@link publicUrl}. */
  readonly source: string;
  /** Of the image, in lower-case hexadecimal. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  /** Volume identifier (ECMA-119, 8.4.8), without trailing spaces. */
  readonly volumeId: string;
  /**
   * Locations of the files in the image that a build may need; undefined if the lock does not list
   * them.
   */
  readonly contents: LockedContents | undefined;
}

/** The files of an image that a lock lists. Both lists are in byte order of the path. */
export interface LockedContents {
  readonly files: readonly LockedFile[];
  /** Files that are not needed, but that imply folders that no other listed file implies. */
  readonly otherFiles: readonly LockedName[];
  /** The ids of the versions of Windows whose drivers are among the files. */
  readonly listedFor: readonly string[];
}

/** The default for locks that do not say for which Windows they list drivers. */
const LISTED_BY_DEFAULT: readonly string[] = ['w7'];

/** A file whose contents a lock pins. */
export interface LockedFile extends DigestedFile {
  /** The sector of 2048 bytes at which the contents begin; 0 if the file is empty. */
  readonly extent: number;
}

/** A file that is known to exist, by its path as the image spells it. */
export type LockedName = Pick<FileEntry, 'path' | 'size'>;

/** A lock as written in its file, after the schema has accepted it. */
interface SourceLockJson {
  readonly source: string;
  readonly sha256: string;
  readonly size: number;
  readonly volume_id: string;
  readonly windows?: readonly string[];
  readonly files?: readonly LockedFile[];
  readonly other_files?: readonly LockedName[];
}

/**
 * A URL without the parts that may be secret, as locks store it: no user name or password, and no
 * query or fragment, since expiring links carry their signature there.
 */
export function publicUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/**
 * The SHA-256 of a lock's list of files: of the canonical JSON (RFC 8785) of
 * `{"files": [{path, extent, size, sha256}], "other_files": [{path, size}]}`, both in byte order of
 * the path. It is part of the key of everything made from these files, so that another list of the
 * same image makes other media.
 *
 * @returns Undefined for a lock without a list.
 */
export function lockedListSha256(
  contents: Pick<LockedContents, 'files' | 'otherFiles'> | undefined,
): string | undefined {
  if (!contents) return undefined;
  const inOrder = <Name extends LockedName>(names: readonly Name[]): readonly Name[] =>
    names.toSorted((a, b) => compareBytes(a.path, b.path));
  return canonicalSha256({
    files: inOrder(contents.files).map(({ path, extent, size, sha256 }) => ({
      path,
      extent,
      size,
      sha256,
    })),
    other_files: inOrder(contents.otherFiles).map(({ path, size }) => ({ path, size })),
  });
}

const REMEDY = 'write a new lock';

/** In bytes: much more than the list of a virtio-win image takes, at some 150 for each file. */
const MAXIMUM_LOCK_SIZE = 16 * 1024 * 1024;

/**
 * Reads a lock.
 *
 * @returns Undefined if there is no such file.
 * @throws InputError with all problems, in the order of the file; or if it is not a regular file,
 *   or too large for a lock.
 */
export async function readSourceLock(file: string): Promise<SourceLock | undefined> {
  const text = await readSmallFile(file, {
    description: 'the lock',
    maximumSize: MAXIMUM_LOCK_SIZE,
    remedy: REMEDY,
  }).catch((error: unknown) => {
    const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
    if (cause?.code === 'ENOENT') return undefined;
    throw error;
  });
  return text && parseSourceLock(parseJson(text, file));
}

/** @throws InputError with all problems, in the order of the file. */
export function parseSourceLock(document: JsonDocument): SourceLock {
  const fromSchema = schemaProblems(document);
  const problems = fromSchema.length > 0 ? fromSchema : valueProblems(document);
  if (problems.length > 0) throw new InputError(inFileOrder(problems));
  const lock = document.value as unknown as SourceLockJson;
  return {
    source: lock.source,
    sha256: lock.sha256,
    size: lock.size,
    volumeId: lock.volume_id,
    contents: lock.files && {
      files: lock.files,
      otherFiles: lock.other_files ?? [],
      listedFor: lock.windows ?? LISTED_BY_DEFAULT,
    },
  };
}

/**
 * The text of a lock: the same bytes for the same image, with one line per file, so that a
 * difference between two images can be reviewed.
 */
export function sourceLockText({ source, sha256, size, volumeId, contents }: SourceLock): string {
  const members = [
    ['$schema', '../specs/schemas/virtio-win-lock.schema.json'],
    ['schema_version', 1],
    ['source', source],
    ['sha256', sha256],
    ['size', size],
    ['volume_id', volumeId],
  ].map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  if (contents) {
    const files = contents.files.map((file) => lineOf(file, ['path', 'extent', 'size', 'sha256']));
    const others = contents.otherFiles.map((file) => lineOf(file, ['path', 'size']));
    if (contents.listedFor.join() !== LISTED_BY_DEFAULT.join()) {
      const names = contents.listedFor.map((name) => JSON.stringify(name));
      members.push(`  "windows": [${names.join(', ')}]`);
    }
    members.push(listOf('files', files), listOf('other_files', others));
  }
  return `{\n${members.join(',\n')}\n}\n`;
}

function listOf(name: string, lines: readonly string[]): string {
  const text = lines.map((line) => `\n    ${line}`).join(',');
  return `  ${JSON.stringify(name)}: [${text}${text === '' ? '' : '\n  '}]`;
}

function lineOf<File extends object>(file: File, names: readonly (keyof File & string)[]): string {
  const members = names.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(file[name])}`);
  return `{ ${members.join(', ')} }`;
}

const schemaProblems = schemaValidator(compiledSchema);

/**
 * What the schema cannot check: the URL is public, paths are listed once, contents are inside the
 * image.
 */
function valueProblems(document: JsonDocument): readonly Problem[] {
  const {
    source,
    size,
    files = [],
    other_files: others = [],
  } = document.value as unknown as SourceLockJson;
  const inFiles = files.map((file, index) => ({ ...file, pointer: `/files/${String(index)}` }));
  const inOthers = others.map(({ path }, index) => ({
    path,
    pointer: `/other_files/${String(index)}`,
  }));
  const flaw = sourceFlaw(source);
  return [
    ...(flaw === undefined
      ? []
      : [
          problemAt(document, '/source', {
            id: 'lock.source-not-public',
            message: 'the source is not a public URL',
            // The text itself is not shown, since it may hold a password.
            found: flaw,
            expected: 'an https: or http: URL without user name, password, query and fragment',
            remedy: REMEDY,
            action: 'update-lock',
          }),
        ]),
    ...listedTwice([...inFiles, ...inOthers]).map(({ path, pointer }) =>
      problemAt(document, `${pointer}/path`, {
        id: 'lock.file-listed-twice',
        message: 'a file is listed twice',
        found: JSON.stringify(path),
        expected: 'each file once',
        remedy: REMEDY,
        action: 'update-lock',
      }),
    ),
    ...inFiles
      .filter((file) => file.extent * SECTOR_SIZE + file.size > size)
      .map((file) =>
        problemAt(document, `${file.pointer}/extent`, {
          id: 'lock.file-outside-image',
          message: 'the contents of a file lie outside of the image',
          found: `contents up to byte ${String(file.extent * SECTOR_SIZE + file.size)}`,
          expected: `at most ${String(size)}, the size of the image`,
          remedy: REMEDY,
          action: 'update-lock',
        }),
      ),
  ];
}

function sourceFlaw(source: string): string | undefined {
  if (!/^https?:\/\//.test(source) || !URL.canParse(source)) return 'another text';
  const url = new URL(source);
  if (url.username !== '' || url.password !== '') return 'a URL with user name or password';
  if (url.search !== '' || url.hash !== '') return 'a URL with query or fragment';
  return publicUrl(url) === source ? undefined : `a URL that is written ${publicUrl(url)}`;
}

function listedTwice<File extends { readonly path: string }>(files: readonly File[]): File[] {
  const seen = new Set<string>();
  return files.filter(({ path }) => seen.size === seen.add(path).size);
}
