import { createHash } from 'node:crypto';
import {
  listDifferences,
  namelessDifferences,
  treeDifferences,
  type ImageTree,
} from '../image-tree';
import type { AuthoringMode } from './authoring-modes';
import { listWithProgram } from './list-with-program';
import { readImage, REFUSED, type ReadImage } from './read-image';
import type { TreeWithLinks } from './source-tree';

/** A way to read an image. */
export interface Reading {
  /** What the table calls it. */
  readonly name: string;
  /**
   * What it gets wrong, a line each; empty if it reads what was authored.
   *
   * @throws Error if it cannot read the image.
   */
  readonly check: (
    mode: AuthoringMode,
    image: string,
    authored: TreeWithLinks,
  ) => Promise<string[]>;
}

/** Every way to read an image. */
export const READINGS: readonly Reading[] = [
  {
    name: 'the library',
    check: async (mode, image, authored) => differences(mode, await readImage(image), authored),
  },
  { name: 'its other name spaces', check: checkOtherNameSpaces },
  {
    name: 'aero-iso-ls',
    check: async (mode, image, authored) =>
      differences(mode, await listWithProgram(image), authored),
  },
];

function differences(
  mode: AuthoringMode,
  read: Omit<ReadImage, 'nameSpaces'>,
  authored: TreeWithLinks,
): string[] {
  const { nameSpace, recordedName, adds = [], unreadable = {} } = mode;
  const expected = withUnreadable(authored, unreadable);
  const found = { ...read.tree, files: read.tree.files.filter(({ path }) => !adds.includes(path)) };
  return [
    ...listDifferences([nameSpace], [read.nameSpace]).map((line) => `name space: ${line}`),
    ...(recordedName === 'mapped'
      ? namelessDifferences(expected, found)
      : treeDifferences(recordedTree(expected, recordedName), found)),
    ...listDifferences(linkLines(expected), linkLines(found)).map((line) => `links: ${line}`),
    ...listDifferences(Object.keys(unreadable), Object.keys(read.refused)).map(
      (line) => `refused: ${line}`,
    ),
    ...Object.entries(read.refused).flatMap(([path, message]) =>
      message.includes(unreadable[path] ?? '') ? [] : [`refused: ${path}: ${message}`],
    ),
  ];
}

function linkLines({ links }: TreeWithLinks): string[] {
  return links.map(
    ({ path, target }) => `${JSON.stringify(path)} leads to ${JSON.stringify(target)}`,
  );
}

function withUnreadable(
  tree: TreeWithLinks,
  unreadable: Readonly<Record<string, string>>,
): TreeWithLinks {
  return {
    ...tree,
    files: tree.files.map(({ path, sha256 }) => ({
      path,
      sha256: unreadable[path] === undefined ? sha256 : REFUSED,
    })),
  };
}

function recordedTree(
  tree: TreeWithLinks,
  recordedName: ((name: string) => string) | undefined,
): TreeWithLinks {
  if (recordedName === undefined) return tree;
  const recorded = (path: string): string =>
    path
      .split('/')
      .map((name) => recordedName(name))
      .join('/');
  return {
    files: tree.files.map(({ path, sha256 }) => ({ path: recorded(path), sha256 })),
    directories: tree.directories.map((path) => recorded(path)),
    links: tree.links.map(({ path, target }) => ({ path: recorded(path), target })),
  };
}

const EMPTY_SHA256 = createHash('sha256').digest('hex');

/**
 * The name spaces that are not the best one have names of their own, none of the links, and relocated
 * directories where they are kept; but all of the contents. They do not tell which files are
 * compressed, and have the compressed bytes.
 */
async function checkOtherNameSpaces(
  { adds = [], unreadable = {} }: AuthoringMode,
  image: string,
  authored: ImageTree,
): Promise<string[]> {
  const { nameSpaces } = await readImage(image);
  const problems: string[] = [];
  for (const nameSpace of nameSpaces.slice(1)) {
    const { tree } = await readImage(image, nameSpace);
    const leftOut = new Set(
      [...adds, ...Object.keys(unreadable)].map((path) => path.toUpperCase()),
    );
    const contentsOf = ({ files }: ImageTree): string[] =>
      files
        .filter(({ path }) => !leftOut.has(path.toUpperCase()))
        .map(({ sha256 }) => sha256)
        // Links and the places of relocated directories are empty files here.
        .filter((sha256) => sha256 !== EMPTY_SHA256);
    const lines = listDifferences(contentsOf(authored), contentsOf(tree));
    problems.push(...lines.map((line) => `${nameSpace}: ${line}`));
  }
  return problems;
}
