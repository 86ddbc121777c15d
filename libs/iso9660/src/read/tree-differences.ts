import type { Problem } from '@aero-guest-tools/diagnostics';
import { formatList } from '@aero-guest-tools/diagnostics';
import type { Iso9660Entry } from './entry';
import { openIso9660Image, type Iso9660Image } from './image';
import { listImage } from './image-listing';
import type { NameSpace } from './name-space';

/**
 * Compares the trees of the name spaces of an image. Each holds the same files under other names as a
 * rule; where one of them holds files that the chosen one does not, or the other way round, what a
 * reader sees depends on the names that it takes. Files are compared by where their contents are.
 *
 * @param chosen The entries of the chosen name space.
 * @returns A problem for each other name space with another tree.
 * @throws Iso9660Error as {@link openIso9660Image}, and if the root of another tree cannot be read.
 */
export async function treeDifferences(
  image: Iso9660Image,
  chosen: Iterable<Iso9660Entry>,
): Promise<readonly Problem[]> {
  const chosenFiles = filesByContents(chosen);
  const problems: Problem[] = [];
  for (const nameSpace of otherTrees(image)) {
    const other = await openIso9660Image(image.source, { nameSpace });
    const entries: Iso9660Entry[] = [];
    // What is odd there is nothing to the one who takes other names.
    for await (const entry of listImage(other, { onProblem: () => {} })) entries.push(entry);
    const otherFiles = filesByContents(entries);
    const onlyThere = difference(otherFiles, chosenFiles);
    const onlyHere = difference(chosenFiles, otherFiles);
    if (onlyThere.length + onlyHere.length === 0) continue;
    problems.push({
      file: image.source.name,
      message: `the names of the kind ${nameSpace} hold another tree than those of the kind ${image.nameSpace}, which are taken`,
      found: `only under names of the kind ${nameSpace}: ${formatList(onlyThere)}; only under those of the kind ${image.nameSpace}: ${formatList(onlyHere)}`,
      expected: 'the same files under all names',
      remedy:
        'if a file is missing, extract the image with a program that takes the other names (Windows and 7-Zip prefer Joliet), and name the directory',
    });
  }
  return problems;
}

/** Rock Ridge names are in the tree of the plain ones. */
function otherTrees({ nameSpaces, nameSpace }: Iso9660Image): readonly NameSpace[] {
  return nameSpaces.filter(
    (other) => other !== nameSpace && !(nameSpace === 'rock-ridge' && other === 'iso9660'),
  );
}

/** The path of a file by where its contents are; what is empty is nowhere. */
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
