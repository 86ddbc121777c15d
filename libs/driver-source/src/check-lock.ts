import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { openFileSource, openIso9660Image } from '@aero-guest-tools/iso9660/read';
import { downloadLocked, requireSizeAndVolume } from './download-image';
import { fetchSource, type Location } from './fetch-source';
import { LIST_REMEDY, listContents, listProblems, type ChooseFiles } from './locked-contents';
import { requirePin, type PinnedAccess } from './remote-access';
import { resolveSource } from './source-location';
import { lockedListSha256, type LockedContents, type SourceLock } from './source-lock';
import { storedPath } from './source-store';

/** A lock, and the location of the image to compare it with: on its server, or on a file system. */
export interface CheckLockOptions extends Location {
  readonly remote: PinnedAccess;
}

/**
 * Compares a lock with its image, all of which is read: hash, size, volume id, and the list of
 * files, which must be the one that a new lock would have. An image on a server is downloaded for
 * it, and stays in the store.
 *
 * The hash of the image in a lock does not protect the list beside it: anyone who edits the list
 * can name any bytes that a server has. A build takes the listed bytes, and records the hash of the
 * list. Only this function checks that they are the bytes of the image.
 *
 * @param choose As for `lockImage`.
 * @throws HttpError if the server does not deliver the image. InputError with everything that
 *   differs.
 */
export async function checkLock(options: CheckLockOptions, choose: ChooseFiles): Promise<void> {
  const { storeDirectory, remote: access } = options;
  const { lock, lockFile } = access;
  await fetchWhole(options);
  const { contents } = lock;
  if (!contents) return;
  const source = await openFileSource(
    storedPath(storeDirectory, { kind: 'iso', sha256: lock.sha256 }),
  );
  try {
    const image = await openIso9660Image(source);
    const problems = await listProblems(contents, image, lockFile);
    const { contents: expected } = await listContents(image, choose);
    const all = problems.length > 0 ? problems : selectionProblems(contents, expected, lockFile);
    if (all.length > 0) throw new InputError(all);
  } finally {
    await source.close();
  }
}

/** Makes sure that the store holds the image of the lock. */
async function fetchWhole(options: CheckLockOptions): Promise<void> {
  const { source, baseDirectory, storeDirectory, remote: access } = options;
  const location = resolveSource(source, baseDirectory);
  if (location.kind === 'remote') {
    await downloadLocked(location, storeDirectory, requirePin(location, access));
    return;
  }
  const expectedSha256 = access.lock.sha256;
  const { identity } = await fetchSource({
    source,
    baseDirectory,
    storeDirectory,
    expectedSha256,
  });
  requireSizeAndVolume(identity, access);
}

/** The files that a list without wrong entries omits, or has in excess. */
function selectionProblems(
  listed: LockedContents,
  expected: SourceLock['contents'],
  lockFile: string,
): readonly Problem[] {
  if (lockedListSha256(listed) === lockedListSha256(expected)) return [];
  const [inLock, inNew] = [partsOf(listed), partsOf(expected)];
  const problem = (path: string, found: string, wanted: string): Problem => ({
    file: `${lockFile}: ${path}`,
    id: 'lock.other-list',
    message: 'the lock does not list what a new lock would list',
    found,
    expected: wanted,
    remedy: LIST_REMEDY,
    action: 'update-lock',
  });
  return [...new Set([...inNew.keys(), ...inLock.keys()])]
    .map((path) => ({ path, found: inLock.get(path), wanted: inNew.get(path) }))
    .filter(({ found, wanted }) => found !== wanted)
    .map(({ path, found = ABSENT, wanted = ABSENT }) => problem(path, found, wanted));
}

const ABSENT = 'nothing of that name';

/** The part of a list that each path is in. */
function partsOf(contents: SourceLock['contents']): ReadonlyMap<string, string> {
  const { files, otherFiles } = contents ?? { files: [], otherFiles: [] };
  return new Map([
    ...files.map(({ path }) => [path, 'a file in "files"'] as const),
    ...otherFiles.map(({ path }) => [path, 'a file in "other_files"'] as const),
  ]);
}
