import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isInstalled, run } from '../foreign-program';
import { AUTHORING_MODES, type AuthoringMode } from './authoring-modes';
import { READINGS } from './check-reading';
import { writeSourceTree, type TreeWithLinks } from './source-tree';

// Images that other programs write of trees that are made here. What is in the tree is the truth.

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'read-iso-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Writes the tree of a mode, and has its author make an image of it. */
async function authored(
  mode: AuthoringMode,
  name: string,
): Promise<{ image: string; tree: TreeWithLinks }> {
  const root = join(directory, name);
  const image = `${root}.iso`;
  const tree = await writeSourceTree(mode.tree, root);
  await run(mode.program, mode.args(root, image));
  return { image, tree };
}

for (const program of ['genisoimage', 'xorriso'] as const) {
  const installed = isInstalled(program);
  const title = `${program}${installed ? '' : ' (skipped: it is not installed)'}`;
  if (!installed) console.warn(title);
  const modes = AUTHORING_MODES.filter(
    (mode) => mode.program === program && mode.tree.isLarge !== true,
  );

  (installed ? describe : describe.skip)(title, () => {
    describe.each(modes.map((mode, index) => ({ mode, index, title: mode.name })))(
      '$title',
      ({ mode, index }) => {
        let image = '';
        let tree: TreeWithLinks = { files: [], directories: [], links: [] };
        beforeAll(async () => {
          ({ image, tree } = await authored(mode, `${program}-${String(index)}`));
        });

        test.each(READINGS)('is read by $name', async (reading) => {
          expect(await reading.check(mode, image, tree)).toEqual([]);
        });
      },
    );

    const linked = modes.find(
      ({ nameSpace, tree }) => nameSpace === 'rock-ridge' && tree.links !== undefined,
    );
    if (linked === undefined) throw new Error('no mode has links');

    test.each<[string, (tree: TreeWithLinks) => TreeWithLinks]>([
      ['one file less', (tree) => ({ ...tree, files: tree.files.slice(1) })],
      ['one directory less', (tree) => ({ ...tree, directories: tree.directories.slice(1) })],
      ['another link', ({ links, ...tree }) => ({ ...tree, links: links.slice(1) })],
      [
        'other contents',
        (tree) => ({ ...tree, files: tree.files.map((file) => ({ ...file, sha256: '0' })) }),
      ],
    ])('an image of another tree would be found out: %s', async (what, change) => {
      const { image, tree } = await authored(linked, `${program} ${what}`);
      for (const reading of READINGS.filter(({ name }) => !name.includes('other'))) {
        expect(await reading.check(linked, image, change(tree))).not.toEqual([]);
      }
    });
  });
}
