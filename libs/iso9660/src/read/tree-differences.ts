import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import type { Iso9660Entry } from './entry';
import { openIso9660Image, type Iso9660Image } from './image';
import { listImage } from './image-listing';
import { Iso9660Error } from './iso9660-error';
import type { NameSpace } from './name-space';

/**
 * Compares the trees of the name spaces of an image. Normally each holds the same files under other
 * names. If one of them holds files that the chosen one does not, or the reverse, the files that a
 * reader sees depend on the names that it reads. Files are compared by the location of their
 * contents.
 *
 * @param chosen The entries of the chosen name space.
 * @returns A problem for each other name space with another tree, or with one that cannot be read.
 */
export async function treeDifferences(
  image: Iso9660Image,
  chosen: Iterable<Iso9660Entry>,
): Promise<readonly Problem[]> {
  const chosenFiles = filesByContents(chosen);
  const problems: Problem[] = [];
  for (const nameSpace of otherTrees(image)) {
    try {
      const otherFiles = filesByContents(await listTree(image, nameSpace));
      const onlyThere = difference(otherFiles, chosenFiles);
      const onlyHere = difference(chosenFiles, otherFiles);
      if (onlyThere.length + onlyHere.length === 0) continue;
      problems.push({
        file: image.source.name,
        id: 'iso.trees-differ',
        message: `the ${nameSpace} names show other files than the ${image.nameSpace} names, which are used`,
        found: `only under ${nameSpace} names: ${formatList(onlyThere)}; only under ${image.nameSpace} names: ${formatList(onlyHere)}`,
        expected: 'the same files under all names',
        remedy:
          'if a file is missing, extract the image with a program that takes the other names (Windows and 7-Zip prefer Joliet), and name the directory',
      });
    } catch (error) {
      if (!(error instanceof Iso9660Error)) throw error;
      problems.push(...error.diagnostics);
    }
  }
  return problems;
}

/**
 * Problems at single places of another tree do not matter to a caller that uses the chosen names.
 */
async function listTree(
  { source }: Iso9660Image,
  nameSpace: NameSpace,
): Promise<readonly Iso9660Entry[]> {
  const image = await openIso9660Image(source, { nameSpace });
  const entries: Iso9660Entry[] = [];
  for await (const entry of listImage(image, { onProblem: () => {} })) entries.push(entry);
  return entries;
}

/** Rock Ridge names are in the tree of the plain ones. */
function otherTrees({ nameSpaces, nameSpace }: Iso9660Image): readonly NameSpace[] {
  return nameSpaces.filter(
    (other) => other !== nameSpace && !(nameSpace === 'rock-ridge' && other === 'iso9660'),
  );
}

/** The path of each file by the location of its contents; an empty file has no location. */
function filesByContents(entries: Iterable<Iso9660Entry>): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { path, kind, extents } of entries) {
    if (kind !== 'file' || extents.length === 0) continue;
    const key = extents.map(({ sector, length }) => `${String(sector)}+${String(length)}`).join();
    if (!files.has(key)) files.set(key, path);
  }
  return files;
}

function difference(
  files: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
): readonly string[] {
  return [...files].flatMap(([key, path]) => (others.has(key) ? [] : [path]));
}
