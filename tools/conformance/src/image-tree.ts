import { createHash } from 'node:crypto';
import { compareBytes } from '@aero-guest-tools/file-tree';

/** A file, by its path from the root without a leading `/`. */
export interface HashedFile {
  readonly path: string;
  /** Of its contents, in lower-case hexadecimal. */
  readonly sha256: string;
}

/** What is in an image: as it was written, or as a reader shows it. */
export interface ImageTree {
  readonly files: readonly HashedFile[];
  /** Paths without a `/` at their ends; the root is not among them. */
  readonly directories: readonly string[];
}

/** How many differences of a kind are shown. */
const MAXIMUM_SHOWN = 5;

/**
 * How two trees differ in paths or contents, a line each. Empty if they are the same.
 *
 * @param expected What was written.
 */
export function treeDifferences(expected: ImageTree, found: ImageTree): string[] {
  const lines = (tree: ImageTree): string[] => [
    ...tree.files.map(({ path, sha256 }) => `${JSON.stringify(path)} ${sha256}`),
    ...tree.directories.map((path) => JSON.stringify(`${path}/`)),
  ];
  return listDifferences(lines(expected), lines(found));
}

/** How two lists differ, in whatever order they are. Empty if each holds the same, as often. */
export function listDifferences(expected: readonly string[], found: readonly string[]): string[] {
  return [
    ...shown('missing', without(expected, found)),
    ...shown('not expected', without(found, expected)),
  ];
}

/** What is in `list` more often than in `other`. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const item of other) counts.set(item, (counts.get(item) ?? 0) + 1);
  return list.filter((item) => {
    const count = counts.get(item) ?? 0;
    counts.set(item, count - 1);
    return count <= 0;
  });
}

function shown(what: string, items: readonly string[]): string[] {
  const left = items.length - MAXIMUM_SHOWN;
  return [
    ...items.slice(0, MAXIMUM_SHOWN).map((item) => `${what}: ${item}`),
    ...(left > 0 ? [`... and ${String(left)} more`] : []),
  ];
}

/**
 * How two trees differ that need not have the same names: in their directories, what stands in them,
 * and the contents of the files. Empty if they are the same.
 */
export function namelessDifferences(expected: ImageTree, found: ImageTree): string[] {
  if (namelessHash(expected) === namelessHash(found)) return [];
  const contents = ({ files }: ImageTree): string[] =>
    files.map(({ path, sha256 }) => `${sha256} at depth ${String(path.split('/').length)}`);
  const differences = listDifferences(contents(expected), contents(found));
  const counts = [expected, found].map(({ directories }) => String(directories.length));
  if (counts[0] !== counts[1]) differences.push(counts.join(' directories have become '));
  return differences.length > 0 ? differences : ['files or directories stand in other directories'];
}

interface Node {
  readonly children: Map<string, Node>;
  readonly sha256?: string;
}

/** A hash of a tree that depends on everything but the names. */
function namelessHash({ files, directories }: ImageTree): string {
  const root: Node = { children: new Map() };
  const enter = (path: string): Node => {
    let node = root;
    for (const name of path === '' ? [] : path.split('/')) {
      const child = node.children.get(name) ?? { children: new Map() };
      node.children.set(name, child);
      node = child;
    }
    return node;
  };
  for (const path of directories) enter(path);
  for (const { path, sha256 } of files) {
    const end = Math.max(path.lastIndexOf('/'), 0);
    const name = end === 0 ? path : path.slice(end + 1);
    enter(path.slice(0, end)).children.set(name, { children: new Map(), sha256 });
  }
  const hashOf = ({ children, sha256 }: Node): string => {
    if (sha256 !== undefined) return sha256;
    const hashes = [...children.values()].map((child) => hashOf(child));
    return createHash('sha256')
      .update(`(${hashes.toSorted().join(' ')})`)
      .digest('hex');
  };
  return hashOf(root);
}

/** The directories that the paths stand in, each one once, in byte order. */
export function parentDirectories(paths: readonly string[]): string[] {
  const parents = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      parents.add(path.slice(0, end));
    }
  }
  return [...parents].toSorted(compareBytes);
}
