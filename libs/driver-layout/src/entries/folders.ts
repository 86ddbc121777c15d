import { compareBytes } from '@aero-guest-tools/file-tree';
import type { Entry } from './entry';
import { equalNames, foldCase } from './names';

/**
 * The entries in a folder, at any depth. Paths are compared without regard to case, so folders that
 * differ only in case count as one.
 */
export function entriesBelow<E extends Entry>(entries: readonly E[], folder: string): readonly E[] {
  const prefix = foldCase(`${folder}/`);
  return entries.filter(({ path }) => foldCase(path).startsWith(prefix));
}

/** The entries whose path is exactly that of a folder: they are not folders. */
export function entriesAt<E extends Entry>(entries: readonly E[], folder: string): readonly E[] {
  return entries.filter(({ path }) => equalNames(path, folder));
}

/** The first of several folders that has entries, spelled as in its first entry in byte order. */
export function firstFolder(
  entries: readonly Entry[],
  candidates: readonly string[],
): string | undefined {
  for (const candidate of candidates) {
    const [first] = sortedPaths(entriesBelow(entries, candidate));
    if (first !== undefined) return first.slice(0, candidate.length);
  }
  return undefined;
}

/** The names of the folders in a folder, in byte order; '' is the root. */
export function foldersIn(entries: readonly Entry[], folder: string): readonly string[] {
  const inside = folder === '' ? entries : entriesBelow(entries, folder);
  const start = folder === '' ? 0 : folder.length + 1;
  const names = inside.flatMap(({ path }) => {
    const end = path.indexOf('/', start);
    return end === -1 ? [] : [path.slice(start, end)];
  });
  return [...new Set(names)].toSorted(compareBytes);
}

/** The paths of entries, in byte order. */
export function sortedPaths(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ path }) => path).toSorted(compareBytes);
}
