import { describe, expect, test } from '@jest/globals';
import {
  namelessDifferences,
  parentDirectories,
  treeDifferences,
  type ImageTree,
} from './image-tree';

const TREE: ImageTree = {
  files: [
    { path: 'a/x', sha256: '1' },
    { path: 'a/y', sha256: '2' },
    { path: 'b/z', sha256: '2' },
  ],
  directories: ['a', 'b', 'c'],
};

/** The tree with a part of it replaced. */
const changed = (part: Partial<ImageTree>): ImageTree => ({ ...TREE, ...part });
const [first, second, third] = TREE.files;
if (first === undefined || second === undefined || third === undefined) throw new Error('no tree');

describe('trees with names', () => {
  test('are equal in whatever order', () => {
    const reversed = {
      files: TREE.files.toReversed(),
      directories: TREE.directories.toReversed(),
    };
    expect(treeDifferences(TREE, reversed)).toEqual([]);
  });

  test.each([
    ['contents', changed({ files: [first, second, { path: 'b/z', sha256: '1' }] }), '"b/z" 2'],
    ['a path', changed({ files: [first, second, { path: 'b/Z', sha256: '2' }] }), '"b/z" 2'],
    ['a missing file', changed({ files: [first, second] }), '"b/z" 2'],
    ['a missing directory', changed({ directories: ['a', 'b'] }), '"c/"'],
  ])('differ in %s', (_, other, missing) => {
    expect(treeDifferences(TREE, other)).toContain(`missing: ${missing}`);
    expect(treeDifferences(other, TREE)).toContain(`not expected: ${missing}`);
  });

  test('differ where one has a path twice', () => {
    expect(treeDifferences(TREE, changed({ files: [...TREE.files, third] }))).toEqual([
      'not expected: "b/z" 2',
    ]);
  });

  test('no more than five differences of a kind are shown', () => {
    const directories = Array.from({ length: 20 }, (_, index) => String(index));
    expect(treeDifferences({ files: [], directories }, { files: [], directories: [] })).toEqual([
      ...[0, 1, 2, 3, 4].map((index) => `missing: "${String(index)}/"`),
      '... and 15 more',
    ]);
  });
});

describe('trees without names', () => {
  test('are equal whatever the names are', () => {
    const renamed = {
      files: [
        { path: 'Q/1', sha256: '2' },
        { path: 'R/1', sha256: '2' },
        { path: 'R/2', sha256: '1' },
      ],
      directories: ['Q', 'R', 'S'],
    };
    expect(namelessDifferences(TREE, renamed)).toEqual([]);
  });

  test.each([
    ['contents', changed({ files: [first, second, { path: 'b/z', sha256: '3' }] }), /2 at depth 2/],
    ['depth', changed({ files: [first, second, { path: 'z', sha256: '2' }] }), /2 at depth 2/],
    [
      'where files stand',
      changed({ files: [first, third, { path: 'c/y', sha256: '2' }] }),
      /in other directories/,
    ],
    ['a directory', changed({ directories: ['a', 'b'] }), /^3 directories have become 2/],
  ])('differ in %s', (_, other, message) => {
    expect(namelessDifferences(TREE, other).join('\n')).toMatch(message);
  });
});

test('the directories that paths stand in', () => {
  expect(parentDirectories(['a/b/c', 'a/d', 'e', 'f/'])).toEqual(['a', 'a/b', 'f']);
});
