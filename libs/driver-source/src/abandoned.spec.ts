import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeAbandoned } from './abandoned';
import { fetchSource } from './fetch-source';
import { STORE_DIRECTORIES } from './private-store';
import { temporaryName } from './store-owner';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

let root: string;
let store: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'abandoned-'));
  store = join(root, 'store');
  for (const name of STORE_DIRECTORIES) {
    mkdirSync(join(store, name), { recursive: true, mode: 0o700 });
  }
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Files of the store, by path. */
function stored(): readonly string[] {
  return STORE_DIRECTORIES.flatMap((directory) =>
    readdirSync(join(store, directory)).map((name) => `${directory}/${name}`),
  ).toSorted();
}

describe('what processes that were killed have left', () => {
  test('is gone after the next run, and what that needs is there', async () => {
    const iso = join(root, 'large.iso');
    const file = { path: 'a.sys', size: 1, open: () => [Buffer.from('a')] };
    const layout = layoutImage([file], { volumeId: 'LARGE', sourceDateEpoch: 0 });
    await writeStreamAtomically(iso, writeImage(layout));
    // A sparse file, which takes a while to copy.
    truncateSync(iso, 2 ** 30);
    const script = `
      const { fetchSource } = require('../dist');
      const [source, storeDirectory] = process.argv.slice(1);
      void fetchSource({ source, storeDirectory, baseDirectory: '/' });`;
    const child = spawn(process.execPath, ['-e', script, iso, store], { cwd: __dirname });
    while (readdirSync(join(store, 'incoming')).length === 0) await delay(5);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(stored()).toEqual([expect.stringMatching(/^incoming\/\./)]);
    truncateSync(iso, 2 ** 20);
    const location = { source: iso, baseDirectory: root, storeDirectory: store };
    const { identity } = await fetchSource(location);
    expect(stored().filter((path) => !path.startsWith('remembered/'))).toEqual([
      `sha256/${identity.sha256}.iso`,
    ]);
  });

  /** Makes something in the store that was last touched so many milliseconds ago. */
  function leave(path: string, age: number, now: number): void {
    const absolute = join(store, path);
    if (path.endsWith('/')) mkdirSync(absolute);
    else writeFileSync(absolute, 'x');
    utimesSync(absolute, (now - age) / 1000, (now - age) / 1000);
  }

  test('is told by its owner, or by its age', async () => {
    const now = 2e12;
    const mine = temporaryName();
    const elsewhere = temporaryName().replace(/-[0-9a-f]{16}-/, `-${'0'.repeat(16)}-`);
    const kept = {
      [`incoming/.${mine}.0.partial`]: HOUR,
      [`incoming/.${elsewhere}.0.partial`]: HOUR,
      'incoming/of an older version': HOUR,
      'sha256/.a.file.0.partial': HOUR,
      'sha256/a.iso': 365 * DAY,
      'remembered/a.json': 365 * DAY,
      'downloads/a.partial': 6 * DAY,
      'downloads/a.partial.validator': 6 * DAY,
    };
    const removed = {
      [`incoming/.${elsewhere}.1.partial/`]: 2 * DAY,
      'incoming/of an older version, too/': 2 * DAY,
      'sha256/.b.file.0.partial': 2 * DAY,
      'remembered/.b.json.0.partial': 2 * DAY,
      'downloads/b.partial': 8 * DAY,
      'downloads/b.claim': 8 * DAY,
    };
    for (const [path, age] of Object.entries({ ...kept, ...removed })) leave(path, age, now);
    await removeAbandoned(store, now);
    expect(stored()).toEqual(Object.keys(kept).toSorted());
  });

  test('a link is removed, and what it leads to is not', async () => {
    const victim = join(root, 'victim');
    mkdirSync(victim);
    writeFileSync(join(victim, 'file'), 'mine');
    symlinkSync(victim, join(store, 'incoming', 'link'));
    await removeAbandoned(store, Date.now() + 2 * DAY);
    expect(stored()).toEqual([]);
    expect(existsSync(join(victim, 'file'))).toBe(true);
  });
});
