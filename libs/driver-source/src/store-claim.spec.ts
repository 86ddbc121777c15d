import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withClaim } from './store-claim';

let root: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'claim-'));
  path = join(root, 'downloads', 'a.claim');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const TIMES = { heartbeat: 50, staleAfter: 1000, poll: 10 };

function claim<T>(task: () => Promise<T>, onWait: (owner: string) => void = () => {}): Promise<T> {
  return withClaim(path, onWait, task, TIMES);
}

/** A process that takes the claim, reports that, and keeps it. */
async function keeper(): Promise<ChildProcess> {
  const script = `
    const { withClaim } = require('../dist/store-claim');
    void withClaim(process.argv[1], () => {}, async () => {
      process.stdout.write('taken');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }, JSON.parse(process.argv[2]));`;
  const args = ['-e', script, path, JSON.stringify(TIMES)];
  const child = spawn(process.execPath, args, { cwd: __dirname });
  await once(child.stdout, 'data');
  return child;
}

describe('a claim', () => {
  test('is there while the task runs, and gone after it, also if it fails', async () => {
    expect(await claim(() => Promise.resolve(existsSync(path)))).toBe(true);
    await expect(claim(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(readdirSync(join(root, 'downloads'))).toEqual([]);
  });

  test('is held by one at a time, and whoever waits is told by whom', async () => {
    let inside = 0;
    let most = 0;
    const owners = new Set<string>();
    const task = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await delay(30);
      inside -= 1;
    };
    const run = (): Promise<void> => claim(task, (owner) => owners.add(owner));
    await Promise.all([run(), run(), run(), run()]);
    expect(most).toBe(1);
    expect([...owners]).toEqual([`process ${String(process.pid)} on ${hostname()}`]);
  });

  test('is held by one process at a time', async () => {
    // Each process adds a line when it enters and one when it leaves.
    const log = join(root, 'log');
    const script = `
      const { appendFileSync } = require('node:fs');
      const { withClaim } = require('../dist/store-claim');
      const [path, log] = process.argv.slice(1);
      const task = async () => {
        appendFileSync(log, 'in ');
        await new Promise((resolve) => setTimeout(resolve, 50));
        appendFileSync(log, 'out ');
      };
      void withClaim(path, () => {}, task);`;
    const run = promisify(execFile);
    await Promise.all(
      Array.from({ length: 4 }, () =>
        run(process.execPath, ['-e', script, path, log], { cwd: __dirname }),
      ),
    );
    expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(4));
  });

  test('of a process that was killed is taken over at once', async () => {
    const child = await keeper();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(path)).toBe(true);
    const times = { ...TIMES, staleAfter: Infinity };
    expect(
      await withClaim(
        path,
        () => {},
        () => Promise.resolve('done'),
        times,
      ),
    ).toBe('done');
    expect(readdirSync(join(root, 'downloads'))).toEqual([]);
  });

  test('of a process that is alive is waited for', async () => {
    const child = await keeper();
    let isDone = false;
    const done = claim(async () => {
      isDone = true;
      await Promise.resolve();
    });
    // Longer than the time after which an untouched claim counts as lost.
    await delay(3 * TIMES.staleAfter);
    expect(isDone).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await done;
    expect(isDone).toBe(true);
  });

  test.each([
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere' })],
    ['that was not written to its end', '{"pid":'],
  ])('%s that nobody touches is taken over, whatever the clocks say', async (_, text) => {
    await claim(() => Promise.resolve());
    writeFileSync(path, text);
    utimesSync(path, 4e9, 4e9);
    const since = performance.now();
    expect(await claim(() => Promise.resolve('done'))).toBe('done');
    expect(performance.now() - since).toBeGreaterThan(TIMES.staleAfter);
  });

  test('that was lost to another is left to that one', async () => {
    await claim(async () => {
      writeFileSync(path, 'of another');
      await Promise.resolve();
    });
    expect(readdirSync(join(root, 'downloads'))).toEqual(['a.claim']);
  });
});
