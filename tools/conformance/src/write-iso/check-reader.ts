import {
  listDifferences,
  namelessDifferences,
  treeDifferences,
  type ImageTree,
} from '../image-tree';
import type { Reader, ShownImage } from './reader';

/**
 * What a reader gets wrong of an image, a line each; empty if it shows what was written.
 *
 * In the Joliet hierarchy that is every path and every hash, but for the known limit of the reader.
 * In the primary one names are others than those that were written: there it is the same number of
 * files and directories, all of different paths, with the same contents in the same places.
 *
 * @param expected What was written.
 * @param work An empty directory.
 * @throws Error if the reader finds something wrong by itself.
 */
export async function checkReader(
  reader: Reader,
  image: string,
  expected: ImageTree,
  work: string,
): Promise<string[]> {
  const shown = await reader.read(image, work);
  return reader.hierarchy === 'joliet'
    ? jolietDifferences(reader, expected, shown)
    : primaryDifferences(expected, shown);
}

function jolietDifferences(reader: Reader, written: ImageTree, shown: ShownImage): string[] {
  const expected: ImageTree = {
    files: written.files.map(({ path, sha256 }) => ({ path: shownPath(reader, path), sha256 })),
    directories: written.directories.map((path) => shownPath(reader, path)),
  };
  return [
    ...listDifferences(pathsOf(expected), shown.listed).map((line) => `listing: ${line}`),
    ...treeDifferences(expected, shown.tree).map((line) => `contents: ${line}`),
  ];
}

function primaryDifferences(written: ImageTree, { listed, tree }: ShownImage): string[] {
  const differences = namelessDifferences(written, tree).map((line) => `contents: ${line}`);
  const count = pathsOf(written).length;
  const distinct = new Set(listed).size;
  if (listed.length !== count || distinct !== count) {
    const found = `${String(listed.length)} paths, ${String(distinct)} of them distinct`;
    differences.push(`listing: ${found}, where ${String(count)} were written`);
  }
  return differences;
}

function pathsOf({ files, directories }: ImageTree): string[] {
  return [...files.map(({ path }) => path), ...directories];
}

function shownPath({ shownName }: Reader, path: string): string {
  if (shownName === undefined) return path;
  return path
    .split('/')
    .map((name) => shownName(name))
    .join('/');
}
