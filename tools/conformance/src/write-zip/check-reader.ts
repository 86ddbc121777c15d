import { listDifferences, treeDifferences, type ImageTree } from '../image-tree';
import type { Reader, ShownArchive } from './reader';

/**
 * What a reader gets wrong of an archive, a line each; empty if it shows what was written.
 *
 * @param expected What was written.
 * @param work An empty directory.
 */
export async function checkReader(
  reader: Reader,
  archive: string,
  expected: ImageTree,
  work: string,
): Promise<string[]> {
  let shown: ShownArchive;
  try {
    shown = await reader.read(archive, work);
  } catch (error) {
    return [(error as Error).message];
  }
  const shownPath = reader.shownPath?.of ?? ((path: string) => path);
  const files = expected.files.map(({ path, sha256 }) => ({ path: shownPath(path), sha256 }));
  const directories = expected.directories.map((path) => shownPath(path));
  const names = [...files.map(({ path }) => path), ...directories];
  return [
    ...listDifferences(names, shown.listed).map((line) => `listing: ${line}`),
    ...treeDifferences({ files, directories }, shown.tree).map((line) => `contents: ${line}`),
  ];
}
