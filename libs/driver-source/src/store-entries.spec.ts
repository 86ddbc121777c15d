import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { STORE_DIRECTORIES } from './private-store';
import { listStore, pruneStore } from './store-entries';
import { temporaryName, thisOwner } from './store-owner';

const [KEY, OTHER_KEY] = ['a'.repeat(64), 'b'.repeat(64)];

let root: string;
let store: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'entries-'));
  store = join(root, 'store');
  for (const name of STORE_DIRECTORIES) {
    mkdirSync(join(store, name), { recursive: true, mode: 0o700 });
  }
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Writes a file of the store that was last used at the given time, in seconds since 1970. */
function write(path: string, contents = '12345', used = Date.now() / 1000): void {
  writeFileSync(join(store, path), contents, { mode: 0o600 });
  utimesSync(join(store, path), used, used);
}

describe('listStore', () => {
  test('tells of everything what it is and how large', async () => {
    const temporary = temporaryName();
    mkdirSync(join(store, 'incoming', temporary));
    const files: Readonly<Record<string, string>> = {
      [`downloads/${KEY}.claim`]: 'claim',
      [`downloads/${KEY}.partial`]: 'download',
      [`downloads/${KEY}.partial.validator`]: 'download',
      [`incoming/${temporary}/copy`]: 'temporary',
      [`remembered/${KEY}.json`]: 'memory',
      'sha256/.a.file.0123.partial': 'temporary',
      [`sha256/${KEY}.file`]: 'file',
      [`sha256/${KEY}.iso`]: 'image',
      [`sha256/${KEY}.listing.json`]: 'listing',
      [`sha256/${KEY}.zip`]: 'archive',
      'sha256/notes.txt': 'unknown',
    };
    for (const path of Object.keys(files)) write(path);
    const listed = await listStore(store);
    expect(listed.map(({ path, kind, size }) => [path, kind, size])).toEqual(
      Object.entries(files).map(([path, kind]) => [path.replace('/copy', ''), kind, 5]),
    );
    for (const { used } of listed) expect(Date.now() - used).toBeLessThan(60_000);
  });

  test('of a store that is not there, nothing; one of others is refused', async () => {
    expect(await listStore(join(root, 'none'))).toEqual([]);
    if (process.geteuid === undefined) return;
    chmodSync(store, 0o777);
    await expect(listStore(store)).rejects.toThrow(/other users can change/);
  });
});

describe('pruneStore', () => {
  test('removes what was not used, and tells what', async () => {
    for (const [name, used] of [
      ['old', 1e9],
      ['new', 2e9],
    ] as const) {
      for (const directory of STORE_DIRECTORIES) write(`${directory}/${name}`, '12', used);
    }
    // Every build removes entries of incoming/ that are this old.
    rmSync(join(store, 'incoming', 'old'));
    rmSync(join(store, 'downloads', 'old'));
    const removed = await pruneStore(store, { unusedSince: 1.5e12 });
    expect(removed.map(({ path, size }) => [path, size])).toEqual([
      ['remembered/old', 2],
      ['sha256/old', 2],
    ]);
    expect((await listStore(store)).map(({ path }) => path)).toEqual(
      STORE_DIRECTORIES.map((directory) => `${directory}/new`).toSorted(),
    );
  });

  /** A process that has ended, or one that is still running. */
  async function other(hasEnded: boolean): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['-e', hasEnded ? '' : 'setTimeout(() => {}, 60_000)']);
    await once(child, hasEnded ? 'exit' : 'spawn');
    return child;
  }

  test('removes all, but not what a living process is at', async () => {
    const [dead, alive] = [await other(true), await other(false)];
    try {
      const claim = ({ pid }: ChildProcess): string => JSON.stringify({ ...thisOwner(), pid });
      write(`downloads/${KEY}.claim`, claim(dead));
      write(`downloads/${KEY}.partial`);
      write(`downloads/${OTHER_KEY}.claim`, claim(alive));
      write(`downloads/${OTHER_KEY}.partial`);
      write(`incoming/${temporaryName()}`);
      write(`sha256/${KEY}.iso`);
      const removed = await pruneStore(store, { unusedSince: Infinity });
      expect(removed.map(({ path }) => path)).toEqual([
        `downloads/${KEY}.claim`,
        `downloads/${KEY}.partial`,
        `sha256/${KEY}.iso`,
      ]);
    } finally {
      alive.kill();
    }
  });

  test('removes a link, and not what it leads to', async () => {
    const victim = join(root, 'victim');
    writeFileSync(victim, 'mine');
    symlinkSync(victim, join(store, 'sha256', 'a.iso'));
    expect(await pruneStore(store, { unusedSince: Infinity })).toHaveLength(1);
    expect(existsSync(victim)).toBe(true);
  });
});
