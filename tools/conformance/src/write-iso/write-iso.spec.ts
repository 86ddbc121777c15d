import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isInstalled, linesOf, run } from '../foreign-program';
import { inWorkDirectory } from '../work-directory';
import { checkReader } from './check-reader';
import type { Reader } from './reader';
import { READERS } from './readers';
import { recordingProblems } from './record-shape';
import { textFile, treeOf, type Shape } from './shape';
import { SHAPES } from './shapes';
import { writeShape } from './write-shape';

// Programs that are not ours list the paths that were written, and give the same contents.

/** Milliseconds: some of these programs take seconds for 5,000 files, and more on a busy machine. */
const TIMEOUT = 120_000;

const SMALL_SHAPES = SHAPES.filter(({ isLarge }) => !isLarge).map(({ make }) => make());

/** Those that a reader has to pass which takes seconds for each; the full run has it read all. */
const TELLING_SHAPES = new Set(['names that differ late', 'special characters']);

/** What the images of other trees must not be taken for. */
const TOLD_APART: Shape = {
  name: 'told apart',
  files: ['a/b.txt', 'a/c.txt', 'd.txt'].map((path) => textFile(path)),
  directories: ['e'],
};

let directory = '';
const imageOf = ({ name }: Shape): string => join(directory, `${name}.iso`);
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'write-iso-'));
  for (const shape of [...SMALL_SHAPES, TOLD_APART]) await writeShape(shape, imageOf(shape));
}, TIMEOUT);
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** What the reader gets wrong of the image of one shape, if it is taken for that of another. */
function problemsOf(reader: Reader, shape: Shape, expected: Shape = shape): Promise<string[]> {
  return inWorkDirectory(
    (work) => checkReader(reader, imageOf(shape), treeOf(expected), work),
    directory,
  );
}

for (const reader of READERS) {
  const reason = reader.whySkipped();
  const title = `${reader.name}${reason === undefined ? '' : ` (skipped: ${reason})`}`;
  if (reason !== undefined) console.warn(title);

  const isSlow = reason === undefined && reader.isSlow?.() === true;
  const shapes = isSlow
    ? SMALL_SHAPES.filter(({ name }) => TELLING_SHAPES.has(name))
    : SMALL_SHAPES;
  (reason === undefined ? describe : describe.skip)(title, () => {
    test.each(shapes)(
      'reads $name',
      async (shape) => {
        expect(await problemsOf(reader, shape)).toEqual([]);
      },
      TIMEOUT,
    );

    // Each difference needs a start of the reader.
    if (isSlow) return;
    test.each<{ what: string; other: Partial<Shape> }>([
      {
        what: 'contents',
        other: { files: [...TOLD_APART.files.slice(1), textFile('a/b.txt', 'x')] },
      },
      { what: 'one file less', other: { files: TOLD_APART.files.slice(1) } },
      { what: 'one file more', other: { files: [...TOLD_APART.files, textFile('f')] } },
      { what: 'an empty directory', other: { directories: [] } },
    ])('would be found to differ in $what', async ({ other }) => {
      expect(await problemsOf(reader, TOLD_APART, { ...TOLD_APART, ...other })).not.toEqual([]);
    });
  });
}

test.each(SMALL_SHAPES)(
  '$name has the same bytes when it is recorded in one pass',
  async (shape) => {
    const recorded = `${imageOf(shape)}-in-one-pass`;
    expect(await recordingProblems(shape, imageOf(shape), recorded)).toEqual([]);
    const other = { ...shape, files: [...shape.files, textFile('one more')] };
    expect(await recordingProblems(other, imageOf(shape), `${recorded}-other`)).toHaveLength(1);
  },
  TIMEOUT,
);

(isInstalled('isoinfo') ? test : test.skip)('isoinfo describes the volume', async () => {
  const image = imageOf(TOLD_APART);
  const sectors = (await stat(image)).size / 2048;
  expect(linesOf(await run('isoinfo', ['-d', '-i', image]))).toEqual(
    expect.arrayContaining([
      'CD-ROM is in ISO 9660 format',
      'Volume id: CONFORMANCE',
      'Logical block size is: 2048',
      `Volume size is: ${String(sectors)}`,
      'Joliet with UCS level 3 found',
      'NO Rock Ridge present',
    ]),
  );
});
