import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import {
  describeWithNginx,
  startNginx,
  type Nginx,
} from '@aero-guest-tools/http-file/nginx.fixture';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DriverSource } from './driver-source';
import { checkLock } from './check-lock';
import { fetchSource, type FetchOptions } from './fetch-source';
import { fileState } from './file-state';
import { rememberHashes } from './hash-memory';
import { lockImage, type MadeLock } from './lock-image';
import type { ChosenFiles } from './locked-contents';
import { openSource } from './open-source';
import type { RemoteAccess } from './remote-access';
import { resolveSource, type RemoteLocation } from './source-location';
import { lockedListSha256, type LockedFile, type SourceLock } from './source-lock';

/** Contents of the drivers. The filler lies between them, and makes the image large. */
const CONTENTS: Readonly<Record<string, Buffer>> = {
  'LICENSE.txt': Buffer.from('BSD'),
  'a/empty.txt': Buffer.alloc(0),
  'a/one.sys': noise(5000, 1),
  'a/two.sys': noise(70_000, 2),
  'b/filler.bin': noise(3_000_000, 3),
  'c/same as two.sys': noise(70_000, 2),
  'c/three.sys': noise(3000, 4),
};
const NEEDED = Object.keys(CONTENTS).filter((path) => path !== 'b/filler.bin');

/** Bytes without a pattern, the same for the same seed. */
function noise(length: number, seed: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256')
      .update(`${String(seed)} ${String(index)}`)
      .digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function writeIso(path: string): Promise<void> {
  const files = Object.entries(CONTENTS).map(([name, contents]) => ({
    path: name,
    size: contents.length,
    open: () => [contents],
  }));
  const layout = layoutImage(files, { volumeId: 'REMOTE_TEST', sourceDateEpoch: 0 });
  await writeStreamAtomically(path, writeImage(layout));
}

/** nginx serves the same image normally, without ranges, slowly, and through a redirect. */
const LOCATIONS = `
  location /whole/ { rewrite ^/whole(/.*)$ $1 break; max_ranges 0; }
  location /slow/ { rewrite ^/slow(/.*)$ $1 break; limit_rate 1m; }
  location /moved/ { rewrite ^/moved/(.*)$ /$1 redirect; }
`;

describeWithNginx('an image on a server', () => {
  let nginx: Nginx;
  let image: Buffer;
  let root: string;
  let storeDirectory: string;

  beforeAll(async () => {
    nginx = await startNginx({ server: LOCATIONS });
    await writeIso(join(nginx.files, 'test.iso'));
    image = readFileSync(join(nginx.files, 'test.iso'));
  });
  afterAll(() => nginx.stop());

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'remote-'));
    storeDirectory = join(root, 'store');
    nginx.forgetRequests();
    told = [];
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** Makes the server deliver other bytes instead of the image while `act` runs. */
  async function whileServing(bytes: Uint8Array, act: () => Promise<void>): Promise<void> {
    const path = join(nginx.files, 'test.iso');
    writeFileSync(path, bytes);
    try {
      await act();
    } finally {
      writeFileSync(path, image);
    }
  }

  function locationOf(path: string): RemoteLocation {
    const location = resolveSource(nginx.origin + path, root);
    if (location.kind === 'local') throw new Error('it is remote');
    return location;
  }

  /** The progress messages of transfers. */
  let told: string[];

  function access(lock?: SourceLock): RemoteAccess {
    const http = { proxies: {}, wait: () => Promise.resolve() };
    const onProgress = (activity: string): void => void told.push(activity);
    return { lockFile: join(root, 'a.lock.json'), lock, http, onProgress };
  }

  const choose = (): ChosenFiles => ({
    files: NEEDED,
    otherFiles: ['b/filler.bin'],
    listedFor: ['w7'],
  });

  /** Makes a lock, and removes the image that was downloaded for it from the store. */
  async function lockOf(path = '/test.iso'): Promise<SourceLock> {
    const { lock } = await lockImage(
      { location: locationOf(path) },
      join(root, 'other store'),
      access(),
      choose,
    );
    nginx.forgetRequests();
    return lock;
  }

  function options(lock: SourceLock | undefined, path = '/test.iso'): FetchOptions {
    const source = nginx.origin + path;
    return { source, baseDirectory: root, storeDirectory, remote: access(lock) };
  }

  /** Opens the image of a lock, as fetch-virtio-win and extract-drivers do. */
  async function open(lock: SourceLock, path?: string): Promise<DriverSource> {
    const { identity } = await fetchSource(options(lock, path));
    return openSource({ ...options(lock, path), identity });
  }

  /** SHA-256 of the contents of files, by their paths. */
  async function contentsOf(
    source: DriverSource,
    paths: readonly string[],
  ): Promise<Readonly<Record<string, string>>> {
    await source.prepare(paths);
    const hashes: Record<string, string> = {};
    for (const path of paths) hashes[path] = sha256(await buffer(source.open(path)));
    await source.close();
    return hashes;
  }

  const hashOf = (path: string): string => sha256(CONTENTS[path] ?? Buffer.alloc(0));
  const needed = Object.fromEntries(NEEDED.map((path) => [path, hashOf(path)]));

  /** Names of the files in the store, without the remembered hashes. */
  function stored(): readonly string[] {
    return ['sha256', 'incoming', 'downloads'].flatMap((name) => {
      const directory = join(storeDirectory, name);
      return existsSync(directory) ? readdirSync(directory).map((file) => `${name}/${file}`) : [];
    });
  }

  /** Total bytes that nginx sent in responses with contents. */
  function sent(): number {
    return nginx
      .requests()
      .map((line) => / 20[06] ([0-9]+) /.exec(line)?.[1] ?? '0')
      .reduce((sum, bytes) => sum + Number(bytes), 0);
  }

  describe('is pinned', () => {
    const make = (path: string, known?: string): Promise<MadeLock> =>
      lockImage({ location: locationOf(path), sha256: known }, storeDirectory, access(), choose);

    test('by a lock with its hash and the places of its files', async () => {
      const { lock, unlisted } = await make('/moved/test.iso?secret#secret');
      expect(lock).toMatchObject({
        source: `${nginx.origin}/moved/test.iso`,
        sha256: sha256(image),
        size: image.length,
        volumeId: 'REMOTE_TEST',
        contents: { otherFiles: [{ path: 'b/filler.bin', size: 3_000_000 }] },
      });
      expect(lock.contents?.files.map(({ path }) => path)).toEqual(NEEDED);
      for (const { path, extent, size, sha256: hash } of lock.contents?.files ?? []) {
        const contents = image.subarray(extent * 2048, extent * 2048 + size);
        expect(contents.equals(CONTENTS[path] ?? contents)).toBe(true);
        expect(hash).toBe(sha256(contents));
      }
      expect(unlisted).toBeUndefined();
      expect(stored()).toEqual([`sha256/${sha256(image)}.iso`]);
    });

    test('and is not downloaded for it if the store has the one that is expected', async () => {
      await make('/test.iso');
      await make('/test.iso', sha256(image));
      expect(nginx.requests()).toHaveLength(1);
    });

    test('only if it is the one that is expected', async () => {
      await expect(make('/test.iso', 'ab'.repeat(32))).rejects.toThrow(
        /a different file than expected\n +found: +SHA-256 [0-9a-f]+\n +expected: SHA-256 abab/,
      );
      expect(stored()).toEqual([]);
    });

    test('only if it is an image', async () => {
      await whileServing(Buffer.alloc(100_000, 'x'), () =>
        expect(make('/test.iso')).rejects.toThrow(
          new RegExp(`^${nginx.origin}/test\\.iso: this is not an ISO 9660 image\n`),
        ),
      );
      expect(stored()).toEqual([]);
    });

    test('only if nobody on the way can have had it replaced', async () => {
      const location = { ...locationOf('/test.iso'), url: new URL('http://example.org/a.iso') };
      await expect(lockImage({ location }, storeDirectory, access(), choose)).rejects.toThrow(
        /an image without a known SHA-256 cannot be pinned over http:/,
      );
    });
  });

  describe('is what its lock says', () => {
    test('and nothing is asked of the server before something of it is needed', async () => {
      const lock = await lockOf();
      const { identity, hashed } = await fetchSource(options(lock));
      expect(identity).toEqual({
        kind: 'iso',
        sha256: sha256(image),
        size: image.length,
        volume_id: 'REMOTE_TEST',
        list_sha256: lockedListSha256(lock.contents),
      });
      expect(hashed).toBe(false);
      await openSource({ ...options(lock), identity });
      expect(nginx.requests()).toEqual([]);
      expect(existsSync(storeDirectory)).toBe(false);
    });

    test('without a lock, or with one for another source, it is refused', async () => {
      await expect(fetchSource(options(undefined))).rejects.toThrow(
        /\/test\.iso: a source on a server must be pinned\n +found: +no .*a\.lock\.json\n[^]*pin the image/,
      );
      const lock = await lockOf();
      const source = nginx.origin.replace('://', '://user:hidden@') + '/other.iso?hidden';
      const refused = fetchSource({ ...options(lock), source });
      await expect(refused).rejects.toThrow(
        /a\.lock\.json: the lock is for another source\n +found: +http:.*\/test\.iso\n +expected: http:\/\/127.*\/other\.iso\n[^]*pin the image/,
      );
      await expect(refused).rejects.not.toThrow(/hidden/);
      await expect(fetchSource({ ...options(lock), remote: undefined })).rejects.toThrow(
        /a remote source is not supported here/,
      );
      await expect(
        fetchSource({ ...options(lock), expectedSha256: 'ab'.repeat(32) }),
      ).rejects.toThrow(/this is not the source that was expected/);
    });

    test('a lock that changed since is refused', async () => {
      const lock = await lockOf();
      const { identity } = await fetchSource(options(lock));
      const changed = { ...lock, sha256: 'ab'.repeat(32) };
      await expect(openSource({ ...options(changed), identity })).rejects.toThrow(
        /the lock has changed since the source was identified/,
      );
      const unlisted = { ...lock, contents: undefined };
      await expect(openSource({ ...options(unlisted), identity })).rejects.toThrow(
        /the lock has changed[^]*without a list of files\n[^]*list of files [0-9a-f]{64}\n/,
      );
      const source = join(nginx.files, 'test.iso');
      await expect(openSource({ ...options(undefined), source, identity })).rejects.toThrow(
        /identified by a lock, but another one is named now/,
      );
    });

    test('one that tells its volume wrong is refused', async () => {
      const lock = { ...(await lockOf()), volumeId: 'OTHER', contents: undefined };
      await expect(open(lock)).rejects.toThrow(
        /a\.lock\.json: the lock has the wrong size or volume ID for the image\n.*"OTHER"\n.*"REMOTE_TEST"/,
      );
    });
  });

  describe('by ranges', () => {
    test('only what is needed is fetched, by few requests, and only once', async () => {
      const lock = await lockOf();
      expect(await contentsOf(await open(lock), NEEDED)).toEqual(needed);
      const requests = nginx.requests();
      expect(requests).toHaveLength(2);
      expect(sent()).toBeLessThan(100_000);
      expect(told.at(-1)).toBe(`downloading 0 of 1 MB (100 %) from ${nginx.origin}/test.iso`);
      expect(stored().filter((name) => !name.endsWith('.file'))).toEqual([]);
      expect(await contentsOf(await open(lock), NEEDED)).toEqual(needed);
      expect(nginx.requests()).toEqual(requests);
    });

    test('the entries are those that the lock lists', async () => {
      const { entries, label, identity } = await open(await lockOf());
      expect(entries).toEqual(
        Object.entries(CONTENTS).map(([path, { length }]) => ({
          path,
          kind: 'file',
          size: length,
          sha256: NEEDED.includes(path) ? hashOf(path) : undefined,
        })),
      );
      expect(label).toBe(`${nginx.origin}/test.iso`);
      expect(identity.sha256).toBe(sha256(image));
    });

    test('what the store has lost, or has damaged, is fetched again, and nothing else', async () => {
      const lock = await lockOf();
      await contentsOf(await open(lock), NEEDED);
      const path = (name: string): string => join(storeDirectory, 'sha256', `${hashOf(name)}.file`);
      rmSync(path('a/one.sys'));
      writeFileSync(path('c/three.sys'), 'damaged');
      nginx.forgetRequests();
      expect(await contentsOf(await open(lock), NEEDED)).toEqual(needed);
      expect(sent()).toBe(8000);
    });

    test('through redirects', async () => {
      const lock = await lockOf('/moved/test.iso');
      expect(await contentsOf(await open(lock, '/moved/test.iso'), NEEDED)).toEqual(needed);
      expect(sent()).toBeLessThan(100_000);
    });

    test('other bytes are refused, and the store has none of them', async () => {
      const lock = await lockOf();
      const expected = hashOf('a/one.sys');
      await whileServing(Buffer.alloc(image.length, 'x'), async () => {
        await expect(contentsOf(await open(lock), ['a/one.sys'])).rejects.toThrow(
          new RegExp(
            `^${nginx.origin}/test\\.iso: a/one\\.sys: the server has a different file than expected\n +found: +SHA-256 [0-9a-f]{64}\n +expected: SHA-256 ${expected}, as the lock says\n +remedy: .*pin it`,
          ),
        );
      });
      expect(stored()).toEqual([]);
    });

    test('a file of another size is refused', async () => {
      const lock = await lockOf();
      await whileServing(Buffer.alloc(image.length + 1), async () => {
        await expect(contentsOf(await open(lock), ['a/one.sys'])).rejects.toThrow(
          /a different file than expected\n +found: +[0-9,]+ bytes\n +expected: [0-9,]+ bytes\n/,
        );
      });
      expect(stored()).toEqual([]);
    });

    test('the whole image serves where the store has it', async () => {
      const lock = await lockOf();
      await lockImage({ location: locationOf('/test.iso') }, storeDirectory, access(), choose);
      nginx.forgetRequests();
      expect(await contentsOf(await open(lock), NEEDED)).toEqual(needed);
      expect(nginx.requests()).toEqual([]);
    });
  });

  describe('as a whole', () => {
    test('where the server has no ranges', async () => {
      const lock = await lockOf('/whole/test.iso');
      expect(await contentsOf(await open(lock, '/whole/test.iso'), NEEDED)).toEqual(needed);
      expect(nginx.requests()).toEqual([
        expect.stringMatching(/^GET \/whole\/test\.iso 200 [0-9]+ \[bytes=/),
        `GET /whole/test.iso 200 ${String(image.length)} [] []`,
      ]);
      expect(stored()).toEqual([`sha256/${sha256(image)}.iso`]);
    });

    test('where the lock lists no files, or not the ones that are needed', async () => {
      const lock = await lockOf();
      const unlisted = { ...lock, contents: undefined };
      expect(await contentsOf(await open(unlisted), NEEDED)).toEqual(needed);
      expect(told.at(-1)).toBe(`downloading 3 of 4 MB (100 %) from ${nginx.origin}/test.iso`);
      rmSync(storeDirectory, { recursive: true });
      expect(await contentsOf(await open(lock), ['b/filler.bin'])).toEqual({
        'b/filler.bin': hashOf('b/filler.bin'),
      });
      expect(stored()).toEqual([`sha256/${sha256(image)}.iso`]);
    });

    test('other bytes are refused, and the store has none of them', async () => {
      const lock = { ...(await lockOf()), contents: undefined };
      await whileServing(Buffer.alloc(image.length, 'x'), () =>
        expect(open(lock)).rejects.toThrow(/a different file than expected\n +found: +SHA-256/),
      );
      await whileServing(image.subarray(1), () =>
        expect(open(lock)).rejects.toThrow(
          /a different file than expected\n +found: +[0-9,]+ bytes/,
        ),
      );
      const gone = { ...lock, source: `${nginx.origin}/gone.iso` };
      await expect(open(gone, '/gone.iso')).rejects.toThrow(/the server has no such file/);
      expect(stored()).toEqual([]);
    });

    test('downloads that broke a week ago are removed', async () => {
      const lock = { ...(await lockOf()), contents: undefined };
      const downloads = join(storeDirectory, 'downloads');
      mkdirSync(downloads, { recursive: true });
      for (const name of ['old.partial', 'old.partial.validator', 'new.partial']) {
        writeFileSync(join(downloads, name), '');
        if (name.startsWith('old')) utimesSync(join(downloads, name), 1, 1);
      }
      await open(lock);
      expect(readdirSync(downloads)).toEqual(['new.partial']);
    });
  });

  describe('rules 8: a list of files that is not that of the image', () => {
    /** The bytes of another driver, at the location of the image's filler. */
    const forged: LockedFile = {
      path: 'a/one.sys',
      extent: 0,
      size: 5000,
      sha256: sha256(CONTENTS['b/filler.bin']?.subarray(0, 5000) ?? Buffer.alloc(0)),
    };

    /** A lock that is right about the image, but lists the contents of another driver in it. */
    async function forgedLock(path?: string): Promise<SourceLock> {
      const lock = await lockOf(path);
      const extent = image.indexOf(CONTENTS['b/filler.bin'] ?? '') / 2048;
      return edited(lock, (file) => (file.path === forged.path ? { ...forged, extent } : file));
    }

    function edited(lock: SourceLock, edit: (file: LockedFile) => LockedFile): SourceLock {
      const { files = [], otherFiles = [] } = lock.contents ?? {};
      return { ...lock, contents: { files: files.map(edit), otherFiles, listedFor: ['w7'] } };
    }

    test('makes another identity, with or without the image in the store', async () => {
      const [lock, other] = [await lockOf(), await forgedLock()];
      const { identity } = await fetchSource(options(lock));
      const { identity: otherIdentity } = await fetchSource(options(other));
      expect(otherIdentity).toEqual({
        ...identity,
        list_sha256: lockedListSha256(other.contents),
      });
      expect(otherIdentity.list_sha256).not.toBe(identity.list_sha256);
      await lockImage({ location: locationOf('/test.iso') }, storeDirectory, access(), choose);
      expect((await fetchSource(options(lock))).identity).toEqual(identity);
    });

    const difference =
      /a\.lock\.json: a\/one\.sys: the lock describes a file differently than the image\n +found: +5,000 bytes at sector [0-9]+, SHA-256 [0-9a-f]{64}\n +expected: 5,000 bytes at sector [0-9]+, SHA-256 /;

    test('is refused where the store has the image', async () => {
      const lock = await forgedLock();
      await lockImage({ location: locationOf('/test.iso') }, storeDirectory, access(), choose);
      await expect(open(lock)).rejects.toThrow(difference);
    });

    test('is not blamed for an image that the store has damaged', async () => {
      const lock = await lockOf();
      await lockImage({ location: locationOf('/test.iso') }, storeDirectory, access(), choose);
      const path = join(storeDirectory, 'sha256', `${lock.sha256}.iso`);
      writeFileSync(path, Buffer.from(image).fill('x', image.length / 2));
      const state = fileState(statSync(path, { bigint: true }));
      await rememberHashes(storeDirectory, path, new Map([['', { state, sha256: lock.sha256 }]]));
      nginx.forgetRequests();
      expect(await contentsOf(await open(lock), NEEDED)).toEqual(needed);
      expect(sent()).toBeLessThan(100_000);
    });

    test('is refused where the server gives the image as a whole only', async () => {
      const source = await open(await forgedLock('/whole/test.iso'), '/whole/test.iso');
      await expect(source.prepare(['a/one.sys'])).rejects.toThrow(difference);
    });

    /** Compares a lock with the image on the server, or on a file system. */
    function check(lock: SourceLock, source = `${nginx.origin}/test.iso`): Promise<void> {
      const remote = { ...access(lock), lock };
      return checkLock({ source, baseDirectory: root, storeDirectory, remote }, choose);
    }

    test('is found by comparing it with the image, on the server or on a file system', async () => {
      const [lock, other] = [await lockOf(), await forgedLock()];
      const local = join(nginx.files, 'test.iso');
      for (const source of [undefined, local]) {
        await expect(check(other, source)).rejects.toThrow(difference);
        await check(lock, source);
        await check({ ...lock, contents: undefined }, source);
        rmSync(storeDirectory, { recursive: true });
      }
    });

    test.each<[string, (lock: SourceLock) => SourceLock, RegExp]>([
      [
        'another place',
        (lock) => edited(lock, (file) => ({ ...file, extent: file.extent + 1 })),
        /LICENSE\.txt: the lock describes a file differently/,
      ],
      [
        'a file that is not there',
        (lock) => edited(lock, (file) => ({ ...file, path: `${file.path}.other` })),
        /expected: no such file/,
      ],
      [
        'a file less',
        ({ contents, ...lock }) => ({
          ...lock,
          contents: { files: contents?.files.slice(1) ?? [], otherFiles: [], listedFor: ['w7'] },
        }),
        /LICENSE\.txt: the lock does not list what a new lock would list\n +found: +nothing of that name/,
      ],
      [
        'a file more',
        ({ contents, ...lock }) => {
          const files = contents?.files ?? [];
          return {
            ...lock,
            contents: { files: files.slice(0, -1), otherFiles: files.slice(-1), listedFor: ['w7'] },
          };
        },
        /c\/three\.sys: the lock does not list what[^]*in "other_files"\n +expected: a file in "files"/,
      ],
      [
        'another size of a file that is only named',
        ({ contents, ...lock }) => ({
          ...lock,
          contents: {
            files: contents?.files ?? [],
            otherFiles: [{ path: 'b/filler.bin', size: 1 }],
            listedFor: ['w7'],
          },
        }),
        /b\/filler\.bin: the lock describes a file differently/,
      ],
      [
        'another volume id',
        (lock) => ({ ...lock, volumeId: 'OTHER' }),
        /the lock has the wrong size or volume ID for the image/,
      ],
    ])('%s is found', async (_, edit, message) => {
      await expect(check(edit(await lockOf()))).rejects.toThrow(message);
    });

    test('another image than that of the lock is no image to compare with', async () => {
      const lock = { ...(await lockOf()), sha256: 'ab'.repeat(32) };
      await expect(check(lock)).rejects.toThrow(/a different file than expected/);
      await expect(check(lock, join(nginx.files, 'test.iso'))).rejects.toThrow(
        /not the source that was expected/,
      );
    });
  });

  describe('in processes of its own', () => {
    /**
     * The arguments of a process that opens the image of a lock and prepares the files that it
     * needs.
     */
    function args(
      lock: SourceLock,
      path: string,
      more: Partial<RemoteAccess> = {},
    ): readonly string[] {
      const script = `
        const { fetchSource, openSource } = require('../dist');
        const [options, needed] = process.argv.slice(1).map((text) => JSON.parse(text));
        void fetchSource(options)
          .then(({ identity }) => openSource({ ...options, identity }))
          .then((source) => source.prepare(needed))
          .catch((error) => { process.stdout.write(error.message); });`;
      const ofProcess = { ...options(lock, path), remote: { ...access(lock), ...more } };
      return ['-e', script, JSON.stringify(ofProcess), JSON.stringify(NEEDED)];
    }

    const run = async (lock: SourceLock, path = '/test.iso'): Promise<string> =>
      (await promisify(execFile)(process.execPath, args(lock, path), { cwd: __dirname })).stdout;

    test.each([
      ['as a whole', undefined, 1],
      ['by ranges', (lock: SourceLock) => lock.contents, 2],
    ])(
      'three at once download once: %s',
      async (_, contents, requests) => {
        const lock = await lockOf('/slow/test.iso');
        const chosen = { ...lock, contents: contents?.(lock) };
        const path = '/slow/test.iso';
        const outputs = await Promise.all([
          run(chosen, path),
          run(chosen, path),
          run(chosen, path),
        ]);
        expect(outputs).toEqual(['', '', '']);
        expect(nginx.requests()).toHaveLength(requests);
        expect(stored().filter((name) => name.startsWith('downloads'))).toEqual([]);
      },
      60_000,
    );

    test('what one that was killed has downloaded is not downloaded again', async () => {
      const source = `${nginx.origin}/slow/test.iso`;
      const lock = { ...(await lockOf()), source, contents: undefined };
      const child = spawn(process.execPath, args(lock, '/slow/test.iso'), {
        cwd: __dirname,
        stdio: 'ignore',
      });
      const partial = join(storeDirectory, 'downloads', `${lock.sha256}.partial`);
      const enough = (): boolean => existsSync(partial) && statSync(partial).size > 500_000;
      while (!enough()) await delay(20);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const there = statSync(partial).size;
      // The same server, now without the delay.
      const quick = { ...lock, source: `${nginx.origin}/test.iso` };
      expect(await run(quick)).toBe('');
      // It is up to nginx when it notices that the other request has ended.
      expect(nginx.requests().filter((line) => !line.includes('/slow/'))).toEqual([
        expect.stringMatching(
          new RegExp(
            `^GET /test\\.iso 206 ${String(image.length - there)} \\[bytes=${String(there)}-\\] \\["`,
          ),
        ),
      ]);
      expect(stored()).toEqual([`sha256/${lock.sha256}.iso`]);
    }, 60_000);

    test('one that was suspended finds what another has stored meanwhile', async () => {
      const source = `${nginx.origin}/slow/test.iso`;
      const lock = { ...(await lockOf()), source, contents: undefined };
      const claimTimes = { heartbeat: 50, staleAfter: 300, poll: 10 };
      const suspended = args(lock, '/slow/test.iso', { claimTimes });
      const child = spawn(process.execPath, suspended, { cwd: __dirname });
      const said = text(child.stdout);
      const partial = join(storeDirectory, 'downloads', `${lock.sha256}.partial`);
      while (!existsSync(partial) || statSync(partial).size < 500_000) await delay(20);
      child.kill('SIGSTOP');
      const quick = { ...lock, source: `${nginx.origin}/test.iso` };
      const other = { ...options(quick), remote: { ...access(quick), claimTimes } };
      const { identity } = await fetchSource(other);
      await openSource({ ...other, identity });
      const path = join(storeDirectory, 'sha256', `${lock.sha256}.iso`);
      const { mtimeMs, ino } = statSync(path);
      child.kill('SIGCONT');
      expect(await said).toBe('');
      // It has not written to the other process's file.
      expect(statSync(path)).toMatchObject({ mtimeMs, ino });
      expect(stored()).toEqual([`sha256/${lock.sha256}.iso`]);
    }, 60_000);

    const hasLimits = spawnSync('sh', ['-c', 'ulimit -f 1']).status === 0;
    (hasLimits ? test : test.skip)('no room: says so, and leaves nothing behind', async () => {
      const lock = await lockOf();
      const limited = async (limit: string, chosen: SourceLock): Promise<string> => {
        const script = `ulimit -f ${limit} && exec "$0" "$@"`;
        const all = ['-c', script, process.execPath, ...args(chosen, '/test.iso')];
        return (await promisify(execFile)('sh', all, { cwd: __dirname })).stdout;
      };
      // In blocks of 512 bytes.
      expect(await limited('2000', { ...lock, contents: undefined })).toMatch(
        /\.partial: there is not enough disk space for the file\n +found: +EFBIG\n[^]*AERO_GUEST_TOOLS_STORE/,
      );
      expect(stored()).toEqual([]);
      expect(await limited('100', lock)).toMatch(/there is not enough disk space for the file/);
      expect(stored().filter((name) => !/^sha256\/[0-9a-f]{64}\.file$/.test(name))).toEqual([]);
    });

    test('a source on a file system does not wait for what it takes to speak HTTP', async () => {
      const script = `
        const { fetchSource, openSource } = require('../dist');
        const options = JSON.parse(process.argv[1]);
        void fetchSource(options)
          .then(({ identity }) => openSource({ ...options, identity }))
          .then(() => {
            const modules = process.moduleLoadList.filter((name) => / https?$/.test(name));
            const files = Object.keys(require.cache).filter((name) => name.includes('http-client'));
            process.stdout.write(JSON.stringify([...modules, ...files]));
          });`;
      const local = { ...options(undefined), source: join(nginx.files, 'test.iso') };
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['-e', script, JSON.stringify(local)],
        { cwd: __dirname },
      );
      expect(stdout).toBe('[]');
    });
  });
});
