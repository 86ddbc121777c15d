import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inWorkDirectory } from '../work-directory';
import { textFile, treeOf, type Shape } from '../write-iso/shape';
import { checkReader } from './check-reader';
import type { Reader } from './reader';
import { READERS } from './readers';
import { appnote } from './readers/appnote';
import { limitThatApplies } from './run-write-zip';
import { SHAPES } from './shapes';
import { writeArchive } from './write-archive';

// Programs that are not ours list the names that were written, and give the same contents.

/** Milliseconds: some of these programs take seconds for 5,000 files, and more on a busy machine. */
const TIMEOUT = 120_000;

const SMALL_SHAPES = SHAPES.filter(({ isLarge }) => !isLarge).map(({ make }) => make());

/** What the archives of other trees must not be taken for. */
const TOLD_APART: Shape = {
  name: 'told apart',
  files: ['a/b.txt', 'a/c.txt', 'd.txt'].map((path) => textFile(path)),
  directories: [],
};

let directory = '';
const archiveOf = ({ name }: Shape): string => join(directory, `${name}.zip`);
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'write-zip-'));
  for (const shape of [...SMALL_SHAPES, TOLD_APART]) await writeArchive(shape, archiveOf(shape));
}, TIMEOUT);
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** What the reader gets wrong of the archive of one shape, if it is taken for that of another. */
function problemsOf(reader: Reader, shape: Shape, expected: Shape = shape): Promise<string[]> {
  return inWorkDirectory(
    (work) => checkReader(reader, archiveOf(shape), treeOf(expected), work),
    directory,
  );
}

for (const reader of READERS) {
  const reason = reader.whySkipped();
  const title = `${reader.name}${reason === undefined ? '' : ` (skipped: ${reason})`}`;
  if (reason !== undefined) console.warn(title);
  const readable = SMALL_SHAPES.filter((shape) => limitThatApplies(reader, shape) === undefined);

  (reason === undefined ? describe : describe.skip)(title, () => {
    test.each(readable)(
      'reads $name',
      async (shape) => {
        expect(await problemsOf(reader, shape)).toEqual([]);
      },
      TIMEOUT,
    );

    test.each<{ what: string; other: Partial<Shape> }>([
      {
        what: 'contents',
        other: { files: [...TOLD_APART.files.slice(1), textFile('a/b.txt', 'x')] },
      },
      { what: 'one file less', other: { files: TOLD_APART.files.slice(1) } },
      { what: 'one file more', other: { files: [...TOLD_APART.files, textFile('f')] } },
      { what: 'one directory more', other: { directories: ['e'] } },
    ])('would be found to differ in $what', async ({ other }) => {
      expect(await problemsOf(reader, TOLD_APART, { ...TOLD_APART, ...other })).not.toEqual([]);
    });
  });
}

describe('the reader of fields finds every byte that is not as it has to be', () => {
  test(
    'in headers, names, data and end records',
    async () => {
      const whole = await readFile(archiveOf(TOLD_APART));
      const path = join(directory, 'one bit other.zip');
      for (let at = 0; at < whole.length; at++) {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ 0x20;
        await writeFile(path, damaged);
        const problems = await inWorkDirectory(
          (work) => checkReader(appnote, path, treeOf(TOLD_APART), work),
          directory,
        );
        expect({ at, found: problems.length > 0 }).toEqual({ at, found: true });
      }
    },
    TIMEOUT,
  );

  test.each([
    ['a byte in front', (whole: Buffer) => Buffer.concat([Buffer.alloc(1), whole])],
    ['a byte at the end', (whole: Buffer) => Buffer.concat([whole, Buffer.alloc(1)])],
    ['a byte less', (whole: Buffer) => whole.subarray(0, -1)],
  ])('and %s', async (_what, change) => {
    const path = join(directory, `${_what}.zip`);
    await writeFile(path, change(await readFile(archiveOf(TOLD_APART))));
    await expect(appnote.read(path, directory)).rejects.toThrow(Error);
  });
});
