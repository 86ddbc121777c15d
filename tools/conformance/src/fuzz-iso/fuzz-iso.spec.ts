import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ExitStatus } from '@aero-guest-tools/command-line';
import { Iso9660Error } from '@aero-guest-tools/iso9660';
import { aeroIsoLsRun } from '../aero-iso-ls-run';
import { readImage } from '../read-iso/read-image';
import { damagedImage } from './damage';
import { examine } from './examine';
import { randomOfRound } from './random';
import { runRounds } from './rounds';
import type { Specimen } from './specimen';
import { makeSpecimens } from './specimens';
import { runWatchedWorker } from './watched-worker';

const SECTOR = 2048;
const SEED = 1;
const ROUNDS = 2000;
/** Milliseconds, with much to spare for a busy machine. */
const TIMEOUT = 120_000;

let directory = '';
let specimens: readonly Specimen[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fuzz-iso-'));
  specimens = await makeSpecimens(directory);
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('whatever is done to an image, it is read, or refused with an Iso9660Error', () => {
  test('as it is, it is read', async () => {
    for (const { bytes } of specimens) expect(await examine(bytes)).toBe('read');
  });

  test(
    'damaged at random, from a fixed seed',
    async () => {
      const { verdicts, failures } = await runRounds({
        specimens,
        seed: SEED,
        from: 0,
        to: ROUNDS,
      });
      expect(failures).toEqual([]);
      expect(verdicts.read).toBeGreaterThan(ROUNDS / 10);
      expect(verdicts.refused).toBeGreaterThan(ROUNDS / 10);
    },
    TIMEOUT,
  );

  test(
    'by aero-iso-ls, too, which tells that its input was refused and shows no stack trace',
    async () => {
      const image = join(directory, 'damaged.iso');
      for (let round = 0; round < 300; round += 1) {
        await writeFile(image, damagedImage(specimens, randomOfRound(SEED, round)).bytes);
        const { status, stderr } = await aeroIsoLsRun('--iso', image, '--json');
        expect({ round, status, stderr }).toEqual({
          round,
          ...(status === ExitStatus.success
            ? { status, stderr: expect.stringMatching(/^(?:(?:warning: | {2}).*\n)*$/) }
            : {
                status: ExitStatus.refused,
                stderr: expect.stringMatching(/^\S+\.iso: [^]*remedy: /),
              }),
        });
        expect(stderr).not.toMatch(/^ +at /m);
      }
    },
    TIMEOUT,
  );

  test(
    'truncated at every sector: refused, or everything is read',
    async () => {
      for (const { name, bytes } of specimens) {
        const image = join(directory, 'truncated.iso');
        await writeFile(image, bytes);
        const { tree } = await readImage(image);
        const verdicts = new Set<string>();
        for (let sectors = 0; sectors < bytes.length / SECTOR; sectors += 1) {
          const short = Buffer.from(bytes.subarray(0, sectors * SECTOR));
          // When every file is there, padding is all that is missing.
          const verdict = await examine(short);
          expect({ name, sectors, verdict, wasRead: verdicts.has('read') }).not.toMatchObject({
            verdict: 'refused',
            wasRead: true,
          });
          verdicts.add(verdict);
          if (sectors <= 16) continue;
          // The volume descriptor says that the image is that short: what is missing is found later.
          short.writeUInt32LE(sectors, 16 * SECTOR + 80);
          await writeFile(image, short);
          const read = await readImage(image).catch((error: unknown) => error);
          if (read instanceof Iso9660Error) continue;
          const readable = { ...tree, files: expect.any(Array) };
          expect({ name, sectors, read }).toMatchObject({
            name,
            sectors,
            read: { tree: readable },
          });
        }
      }
    },
    TIMEOUT,
  );
});

describe('what is done to an image', () => {
  const specimen: Specimen = {
    name: 'numbers',
    bytes: Uint8Array.from({ length: 20 * SECTOR }, (_, index) => index % 251),
    used: [40_000, 40_001, 40_900],
    records: [39_000, 39_100],
    systemUseEntries: [39_050],
  };

  test('is the same for the same seed and round, and another one for others', () => {
    const damaged = (seed: number, round: number) =>
      damagedImage([specimen], randomOfRound(seed, round)).bytes.toString('latin1');
    const images = [
      [1, 1],
      [1, 2],
      [2, 1],
    ].map(([seed = 0, round = 0]) => damaged(seed, round));
    expect(new Set(images).size).toBe(3);
    expect(damaged(1, 1)).toBe(images[0]);
  });

  test('leaves the specimen as it is, changes the copy, and is everything by and by', () => {
    const before = Buffer.from(specimen.bytes);
    const damages = new Set<string>();
    for (let round = 0; round < 200; round += 1) {
      const { bytes, damages: done } = damagedImage([specimen], randomOfRound(1, round));
      for (const damage of done) damages.add(damage);
      expect(bytes.length).toBeLessThanOrEqual(before.length);
    }
    expect(before.equals(specimen.bytes)).toBe(true);
    expect(damages.size).toBe(9);
  });
});

describe('a thread', () => {
  const prelude = `const { parentPort, workerData } = require('node:worker_threads');
    Atomics.store(workerData.round, 0, 7);`;

  test.each([
    ['has a result', 'parentPort.postMessage(workerData.a + 1);', 1, { kind: 'done', result: 42 }],
    ['does not end', 'for (;;);', 1, { kind: 'ended', round: 7, error: 'it does not end' }],
    [
      'takes all memory',
      'for (const all = []; ; ) all.push(new Array(1_000_000).fill(1));',
      60,
      { kind: 'ended', round: 7, error: expect.stringContaining('memory') },
    ],
    [
      'throws',
      "throw new Error('thrown');",
      60,
      { kind: 'ended', round: 7, error: expect.stringContaining('thrown') },
    ],
  ])('that %s', async (what, script, secondsPerRound, expected) => {
    const file = join(directory, `${what}.js`);
    await writeFile(file, `${prelude}\n${script}`);
    expect(await runWatchedWorker(file, { a: 41 }, secondsPerRound)).toEqual(expected);
  });
});
