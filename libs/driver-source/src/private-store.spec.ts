import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { downloadImage } from './download-image';
import { fetchSource, type FetchedSource } from './fetch-source';
import { fileState } from './file-state';
import { rememberHashes } from './hash-memory';
import { openSource } from './open-source';
import { STORE_DIRECTORIES } from './private-store';
import type { RemoteAccess } from './remote-access';
import { resolveSource } from './source-location';
import type { SourceLock } from './source-lock';
import { downloadPath, storedPath } from './source-store';
import { withClaim } from './store-claim';

const isPosix = process.geteuid !== undefined;
const describeOnPosix = isPosix ? describe : describe.skip;
/** Only root can give a file to another user. */
const testAsRoot = process.geteuid?.() === 0 ? test : test.skip;
if (isPosix && process.geteuid?.() !== 0) console.warn('skipped: stores of others need root');

const SOMEBODY = 12_345;

async function imageWith(path: string, contents: string): Promise<Buffer> {
  const file = { path: 'viostor.sys', size: contents.length, open: () => [Buffer.from(contents)] };
  const layout = layoutImage([file], { volumeId: 'TEST', sourceDateEpoch: 0 });
  await writeStreamAtomically(path, writeImage(layout));
  return readFileSync(path);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let server: Server;
let image: Buffer;
let hash: string;
let root: string;
let store: string;
let iso: string;
/** A file of the user that has nothing to do with the store. */
let victim: string;

beforeAll(async () => {
  server = createServer((_, response) => response.end(image)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'store-'));
  store = join(root, 'store');
  iso = join(root, 'genuine.iso');
  victim = join(root, 'victim');
  writeFileSync(victim, 'mine');
  image = await imageWith(iso, 'genuine');
  hash = sha256(image);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const url = (): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/a`;

function fetch(expectedSha256?: string): Promise<FetchedSource> {
  return fetchSource({ source: iso, baseDirectory: root, storeDirectory: store, expectedSha256 });
}

function access(): RemoteAccess & { readonly lock: SourceLock } {
  const lock: SourceLock = {
    source: url(),
    sha256: hash,
    size: image.length,
    volumeId: 'TEST',
    contents: undefined,
  };
  return { lockFile: 'a.lock.json', lock, http: { proxies: {} } };
}

async function download(): Promise<void> {
  const location = resolveSource(url(), root);
  if (location.kind !== 'remote') throw new Error('it is remote');
  await downloadImage({ location, sha256: hash, size: image.length }, store, access());
}

/** The driver as a build reads it, from the image by a lock, or from the file. */
async function driver(source: string): Promise<string> {
  const location = { source, baseDirectory: root, storeDirectory: store, remote: access() };
  const { identity } = await fetchSource({
    ...location,
    ...(source === iso ? { expectedSha256: hash } : {}),
  });
  const opened = await openSource({ ...location, identity });
  await opened.prepare(['viostor.sys']);
  return text(opened.open('viostor.sys'));
}

describeOnPosix('a store that others can change is refused, with what to do', () => {
  const places = ['.', ...STORE_DIRECTORIES];

  test.each(places)('one in which all, or a group, can write: %s', async (place) => {
    await fetch();
    for (const mode of [0o777, 0o1777, 0o770]) {
      chmodSync(join(store, place), mode);
      await expect(fetch()).rejects.toThrow(
        /: other users can change the store[^]*mode [01]77[07]\n[^]*chmod -R go-w '[^']*store'; or name another directory with AERO_GUEST_TOOLS_STORE/,
      );
      await expect(driver(url())).rejects.toThrow(/other users can change the store/);
    }
    chmodSync(join(store, place), 0o755);
    await fetch();
  });

  testAsRoot.each(places)('one of somebody else: %s', async (place) => {
    await fetch();
    chownSync(join(store, place), SOMEBODY, SOMEBODY);
    for (const use of [fetch, download, () => driver(url())]) {
      await expect(use()).rejects.toThrow(
        /other users can change[^]*a directory of user 12345\n[^]*of user 0 that nobody else[^]*AERO_GUEST_TOOLS_STORE/,
      );
    }
  });

  test.each(STORE_DIRECTORIES)('a link in the place of %s', async (name) => {
    const elsewhere = join(root, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, '.a.partial'), '');
    mkdirSync(store, { mode: 0o700 });
    symlinkSync(elsewhere, join(store, name));
    for (const use of [fetch, download]) {
      await expect(use()).rejects.toThrow(/cannot be a directory of the store[^]*symbolic link/);
    }
    expect(readdirSync(elsewhere)).toEqual(['.a.partial']);
  });

  test('the user may have a link lead to it', async () => {
    mkdirSync(join(root, 'large disk'), { mode: 0o700 });
    symlinkSync('large disk', store);
    await expect(fetch()).resolves.toMatchObject({ identity: { sha256: hash } });
    chmodSync(join(root, 'large disk'), 0o777);
    await expect(fetch()).rejects.toThrow(/other users can change/);
  });

  testAsRoot('but nobody else', async () => {
    mkdirSync(join(root, 'large disk'), { mode: 0o700 });
    symlinkSync('large disk', store);
    lchownSync(store, SOMEBODY, SOMEBODY);
    await expect(fetch()).rejects.toThrow(/other users can change/);
  });

  test('what is made is for the user alone', async () => {
    const umask = process.umask(0);
    try {
      await fetch();
      await download();
    } finally {
      process.umask(umask);
    }
    const made = ['.', ...readdirSync(store, { recursive: true, encoding: 'utf8' })];
    expect(made.length).toBeGreaterThan(STORE_DIRECTORIES.length + 1);
    for (const path of made) {
      const stats = statSync(join(store, path));
      expect([path, stats.mode & 0o022]).toEqual([path, 0]);
    }
    expect(statSync(store).mode & 0o777).toBe(0o700);
  });
});

describe('rules 8: nothing that is remembered stands in for the hash of a pinned image', () => {
  /**
   * Puts another image under the hash of the genuine one, with the remembered hash that would vouch
   * for it.
   */
  async function plant(): Promise<void> {
    await fetch();
    const path = storedPath(store, { kind: 'iso', sha256: hash });
    await imageWith(path, 'planted');
    for (const subject of [path, iso]) {
      const state = fileState(statSync(subject, { bigint: true }));
      await rememberHashes(store, subject, new Map([['', { state, sha256: hash }]]));
    }
  }

  test('of a lock: another image in the store is not taken', async () => {
    await plant();
    expect(await driver(url())).toBe('genuine');
    expect(sha256(readFileSync(storedPath(store, { kind: 'iso', sha256: hash })))).toBe(hash);
  });

  test('of an option: neither in the store nor in the place of the file', async () => {
    await plant();
    expect(await driver(iso)).toBe('genuine');
    await imageWith(iso, 'planted');
    const state = fileState(statSync(iso, { bigint: true }));
    await rememberHashes(store, iso, new Map([['', { state, sha256: hash }]]));
    await expect(fetch(hash)).rejects.toThrow(/not the source that was expected/);
  });
});

describeOnPosix('links in the store are not followed', () => {
  function plantLink(path: string, make: (to: string, path: string) => void = symlinkSync): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    make(victim, path);
  }

  test.each([
    ['a symbolic link', symlinkSync],
    ['a second name', linkSync],
  ])('%s where a download is written', async (_, make) => {
    const partial = downloadPath(store, hash, 'partial');
    plantLink(partial, make);
    plantLink(`${partial}.validator`, make);
    await download();
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    expect(await driver(url())).toBe('genuine');
  });

  test('where a claim is', async () => {
    const path = downloadPath(store, hash, 'claim');
    plantLink(path);
    const { mtimeMs } = statSync(victim);
    const times = { heartbeat: 5, staleAfter: 50, poll: 5 };
    await withClaim(
      path,
      () => {},
      () => Promise.resolve(),
      times,
    );
    await withClaim(
      path,
      () => {},
      async () => {
        rmSync(path);
        plantLink(path);
        await new Promise((resolve) => setTimeout(resolve, 30));
      },
      times,
    );
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    expect(statSync(victim).mtimeMs).toBe(mtimeMs);
  });

  test('where an image is stored', async () => {
    const path = storedPath(store, { kind: 'iso', sha256: hash });
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    symlinkSync(iso, path);
    await download();
    expect(lstatSync(path).isFile()).toBe(true);
    expect(readFileSync(iso).equals(image)).toBe(true);
  });

  test('where hashes are remembered, nor is a pipe waited for', async () => {
    await fetch();
    for (const directory of ['remembered', 'sha256']) {
      for (const name of readdirSync(join(store, directory))) {
        rmSync(join(store, directory, name));
        if (directory === 'remembered') symlinkSync(victim, join(store, directory, name));
        else execFileSync('mkfifo', [join(store, directory, name)]);
      }
    }
    await expect(fetch()).resolves.toMatchObject({ identity: { sha256: hash } });
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    expect(existsSync(victim)).toBe(true);
  });
});
