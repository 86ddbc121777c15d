import { posix } from 'node:path';
import { compareBytes } from '@aero-guest-tools/file-tree';
import type { Entry } from './entry';
import { foldCase } from './names';

/** The folders of a source by path, ignoring case. '' is the root. */
export interface SourceFolders {
  /** A folder that has entries, spelled as in its first entry in byte order. */
  readonly find: (path: string) => string | undefined;
  /** The names of the folders in a folder, in byte order. */
  readonly foldersIn: (path: string) => readonly string[];
  /** The paths of the entries directly in a folder, in byte order. */
  readonly entriesIn: (path: string) => readonly string[];
  /** The folders that hold an entry of this name, in byte order. */
  readonly holding: (name: string) => readonly string[];
}

interface Folder {
  readonly spelled: string;
  readonly folders: Set<string>;
  readonly entries: string[];
}

/** Indexes the entries of a source once, so that it can be searched for many drivers. */
export function sourceFolders(entries: readonly Entry[]): SourceFolders {
  const folders = new Map<string, Folder>();
  const holders = new Map<string, string[]>();
  const add = (spelled: string): Folder => {
    const key = foldCase(spelled);
    const known = folders.get(key);
    if (known) return known;
    const folder: Folder = { spelled, folders: new Set(), entries: [] };
    folders.set(key, folder);
    return folder;
  };
  add('');
  for (const path of entries.map((entry) => entry.path).toSorted(compareBytes)) {
    let parent = add('');
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      parent.folders.add(path.slice(path.lastIndexOf('/', end - 1) + 1, end));
      parent = add(path.slice(0, end));
    }
    parent.entries.push(path);
    const name = foldCase(posix.basename(path));
    const holding = holders.get(name) ?? [];
    holding.push(parentFolder(path));
    holders.set(name, holding);
  }
  const folder = (path: string): Folder | undefined => folders.get(foldCase(path));
  return {
    find: (path) => (path === '' ? '' : folder(path)?.spelled),
    foldersIn: (path) => [...(folder(path)?.folders ?? [])].toSorted(compareBytes),
    entriesIn: (path) => folder(path)?.entries ?? [],
    holding: (name) => holders.get(foldCase(name)) ?? [],
  };
}

/**
 * The path of an entry in a folder. As folder, '' is the root; as name, '' is the folder itself.
 */
export function joinPath(folder: string, name: string): string {
  return folder === '' || name === '' ? folder + name : `${folder}/${name}`;
}

/** The folder that contains a path; '' is the root. */
export function parentFolder(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
