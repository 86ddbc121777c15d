import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import {
  describeWithNginx,
  freePort,
  startNginx,
  type Nginx,
} from '@aero-guest-tools/http-file/nginx.fixture';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { sampleVirtioWinFiles } from '@aero-guest-tools/sample-virtio-win';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectSameByGulp } from './gulp-media';
import { copyWorkspace, GENUINE_IMAGE, type NxRun, type Workspace } from './workspace-copy';

const LOCK = 'guest-tools/virtio-win.lock.json';
const BUILD_DIRECTORY = 'dist/guest-tools/virtio-win';
const PACKAGE = [
  'run',
  'guest-tools:package',
  '--configuration=virtio-win',
  // The drivers of the sample image are signed by nobody whom Windows trusts.
  '--signingPolicy=none',
];
const FETCH = ['run', 'guest-tools:fetch-virtio-win', '--configuration=virtio-win'];

/** They look at the source of the drivers, decide what is on the media, and verify it, in every build. */
const NEVER_CACHED = ['fetch-virtio-win', 'package'];

const CACHED = [
  'extract-drivers',
  'generate-devices-cmd',
  'validate-spec',
  'stage-media',
  'make-iso',
  'make-zip',
];

/** The genuine image where there is one, else sample drivers far enough apart. */
async function writeImageTo(path: string): Promise<void> {
  if (existsSync(GENUINE_IMAGE)) {
    copyFileSync(GENUINE_IMAGE, path);
    return;
  }
  const files = [
    ...sampleVirtioWinFiles(),
    // Between NetKVM and vioinput.
    { path: 'guest-agent/agent.msi', contents: Buffer.alloc(2_000_000, 'agent') },
  ].map(({ path: name, contents }) => ({
    path: name,
    size: contents.length,
    open: () => [contents],
  }));
  const layout = layoutImage(files, { volumeId: 'VIRTIO_WIN_TEST', sourceDateEpoch: 0 });
  await writeStreamAtomically(path, writeImage(layout));
}

describeWithNginx('a virtio-win image on a server', () => {
  let nginx: Nginx;
  let workspace: Workspace;
  let source: string;
  let local: Readonly<Record<string, string>>;
  /** What the listed files of the image give. */
  let listed: Readonly<Record<string, string>>;

  beforeAll(async () => {
    nginx = await startNginx();
    source = `${nginx.origin}/virtio-win.iso`;
    const image = join(nginx.files, 'virtio-win.iso');
    await writeImageTo(image);
    workspace = copyWorkspace();
    // What the same image on the disk gives, to compare with.
    const run = workspace.nx(PACKAGE, { VIRTIO_WIN_ISO: image });
    expect(run).toMatchObject({ status: 0 });
    local = contentsOfBuild();
    forget();
  }, 120_000);
  afterAll(async () => {
    workspace.remove();
    await nginx.stop();
  }, 60_000);

  /** Everything that the tasks have written, by path. */
  function contentsOfBuild(): Readonly<Record<string, string>> {
    const root = workspace.path(BUILD_DIRECTORY);
    return Object.fromEntries(
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .toSorted()
        .map((file) => [file.slice(root.length + 1), readFileSync(file).toString('base64')]),
    );
  }

  function manifest(): {
    readonly drivers_source?: { readonly list_sha256: string };
  } {
    return JSON.parse(workspace.read(`${BUILD_DIRECTORY}/manifest.json`).toString()) as ReturnType<
      typeof manifest
    >;
  }

  /** The lock, with the bytes of a driver's INF listed as a notice, which no catalog vouches for. */
  function withForgedNotice(lock: string): string {
    const place = (path: string): string =>
      new RegExp(`"path": "${path}", (.*) \\}`, 'i').exec(lock)?.[1] ?? '';
    const [notice, inf] = [place('[^"/]*license[^"/]*'), place('viostor/w7/x86/viostor\\.inf')];
    expect(notice).not.toBe('');
    return lock.replace(notice, inf);
  }

  /** As on another machine: no outputs, no cache, no store. */
  function forget(): void {
    for (const name of ['dist/guest-tools', '.nx/cache', '../store']) {
      rmSync(workspace.path(name), { recursive: true, force: true });
    }
    nginx.forgetRequests();
  }

  /** One clear error, without a stack trace, and without a secret. */
  function expectRefusal(run: NxRun, message: RegExp): void {
    expect(run.status).not.toBe(0);
    expect(run.output).toMatch(message);
    expect(run.output).not.toMatch(/^\s+at .*\.js:\d+/m);
    expect(run.output).not.toContain('hidden');
  }

  test('has to be pinned, which is what the error says', () => {
    expectRefusal(
      workspace.nx(FETCH, { VIRTIO_WIN_ISO: source.replace('://', '://user:hidden@') }),
      /virtio-win\.iso: a source on a server must be pinned\n +found: +no .*virtio-win\.lock\.json\n[^]*--update-lock/,
    );
    expectRefusal(workspace.nx(FETCH), /no virtio-win image was named[^]*--update-lock/);
    expect(nginx.requests()).toEqual([]);
  }, 60_000);

  test('--update-lock pins it, and writes no secret', () => {
    const named = `${source.replace('://', '://user:hidden@')}?signature=hidden`;
    const run = workspace.nx([...FETCH, '--update-lock'], { VIRTIO_WIN_ISO: named });
    expect(run.output).toContain(
      `${LOCK} pins ${source}\nthe image calls itself release 0.1.172, which has drivers that Windows 7 accepts\nit lists `,
    );
    expect(run.output).not.toContain('hidden');
    expect(run.status).toBe(0);
    const lock = workspace.read(LOCK).toString();
    expect(lock).toContain(`"source": "${source}"`);
    expect(lock).not.toContain('hidden');
    expect(nginx.requests()).toHaveLength(1);
    // From the source of the lock, and to the same text.
    expect(workspace.nx([...FETCH, '--updateLock'])).toMatchObject({ status: 0 });
    expect(workspace.read(LOCK).toString()).toBe(lock);
  }, 60_000);

  test('without it, nothing is locked but what is on a server', () => {
    expectRefusal(
      workspace.nx([...FETCH, '--update-lock'], { VIRTIO_WIN_ISO: 'virtio-win.iso' }),
      /virtio-win\.iso: there is nothing to lock/,
    );
    expectRefusal(
      workspace.nx([
        'run',
        'guest-tools:fetch-virtio-win',
        '--configuration=aero',
        '--update-lock',
      ]),
      /out: there is nothing to lock\n +found: +a configuration without a lock/,
    );
  }, 60_000);

  describe('once it is pinned', () => {
    beforeAll(() => {
      forget();
    });

    /** Files that tell what the drivers were taken from, or are made of those that do. */
    const TELLS_SOURCE =
      /^(?:virtio-win\.json|driver-pack\/licenses\/virtio-win\/driver-pack-manifest\.json|staged\/.*|(?:iso\/|zip\/)?aero-guest-tools\..*|manifest\.json)$/;

    test('its drivers are taken by ranges, and all but where they are from is as from the disk', async () => {
      const run = workspace.nx(PACKAGE);
      expect(run).toMatchObject({ status: 0 });
      expect(run.ran.toSorted()).toEqual([...NEVER_CACHED, ...CACHED].toSorted());
      expect(nginx.requests().length).toBeGreaterThan(1);
      for (const request of nginx.requests()) expect(request).toMatch(/ 206 [0-9]+ \[bytes=/);
      const written = contentsOfBuild();
      expect(Object.keys(written)).toEqual(Object.keys(local));
      const others = Object.keys(local).filter((path) => written[path] !== local[path]);
      expect(others.filter((path) => !TELLS_SOURCE.test(path))).toEqual([]);
      listed = written;
      const { drivers_source: taken } = manifest();
      expect(taken).toMatchObject({ list_sha256: expect.any(String), image_seen_whole: false });
      expect(run.output).toContain(
        `by ranges, as the lock lists them; image not seen whole; sha256 of the list:\n    ${String(taken?.list_sha256)}`,
      );
      await expectSameByGulp(workspace, 'virtio-win', { lock: LOCK });
      nginx.forgetRequests();
    }, 60_000);

    test('without the list, and from the disk, it is the image itself: one key for both', () => {
      const lock = workspace.read(LOCK).toString();
      workspace.write(LOCK, lock.replace(/,\n {2}"files": [^]*/, '\n}\n'));
      const unlisted = workspace.nx(PACKAGE);
      workspace.write(LOCK, lock);
      expect(unlisted).toMatchObject({ status: 0 });
      expect(contentsOfBuild()).toEqual(local);
      expect(manifest().drivers_source).toBeUndefined();
      nginx.forgetRequests();
      const image = join(nginx.files, 'virtio-win.iso');
      const fromDisk = workspace.nx(PACKAGE, { VIRTIO_WIN_ISO: image });
      expect(fromDisk).toMatchObject({ status: 0, ran: NEVER_CACHED });
      expect(fromDisk.cached.toSorted()).toEqual(CACHED.toSorted());
      expect(nginx.requests()).toEqual([]);
    }, 60_000);

    test('another list of the same image is another source, and found by --check-lock', () => {
      const check = [...FETCH, '--check-lock'];
      const image = join(nginx.files, 'virtio-win.iso');
      for (const environment of [{}, { VIRTIO_WIN_ISO: image }]) {
        const checked = workspace.nx(check, environment);
        expect(checked.output).toMatch(
          /lock\.json agrees with the image, sha256 [0-9a-f]{64}, and/,
        );
        expect(checked.status).toBe(0);
      }
      expectRefusal(
        workspace.nx([
          'run',
          'guest-tools:fetch-virtio-win',
          '--configuration=aero',
          '--check-lock',
        ]),
        /there is no lock to check/,
      );
      // The store has no image that would tell.
      rmSync(workspace.path('../store'), { recursive: true });
      const lock = workspace.read(LOCK).toString();
      workspace.write(LOCK, withForgedNotice(lock));
      const forged = workspace.nx(PACKAGE);
      expect(forged).toMatchObject({ status: 0 });
      expect(forged.ran).toContain('extract-drivers');
      expectRefusal(workspace.nx(check), /the lock describes a file differently than the image/);
      // Now the store has the image, so that it is refused without asking for it.
      rmSync(workspace.path('.nx/cache'), { recursive: true });
      expectRefusal(workspace.nx(PACKAGE), /the lock describes a file differently/);
      workspace.write(LOCK, lock);
      expect(workspace.nx(PACKAGE)).toMatchObject({ status: 0 });
      expect(contentsOfBuild()).toEqual(listed);
    }, 120_000);

    test('whoever has it all in the cache needs neither the image nor the server', async () => {
      rmSync(workspace.path('dist/guest-tools'), { recursive: true });
      rmSync(workspace.path('../store'), { recursive: true });
      const lock = workspace.read(LOCK).toString();
      const nobody = `http://127.0.0.1:${String(await freePort())}/virtio-win.iso`;
      workspace.write(LOCK, lock.replace(source, nobody));
      const run = workspace.nx(PACKAGE);
      workspace.write(LOCK, lock);
      expect(run).toMatchObject({ status: 0, ran: NEVER_CACHED });
      expect(existsSync(workspace.path('../store'))).toBe(false);
      expect(contentsOfBuild()).toEqual(listed);
    }, 60_000);

    test('another source than that of the lock is refused', () => {
      expectRefusal(
        workspace.nx(PACKAGE, { VIRTIO_WIN_ISO: 'https://user:hidden@example.org/other.iso' }),
        /virtio-win\.lock\.json: the lock is for another source\n +found: +http:\/\/127.*\n +expected: https:\/\/example\.org\/other\.iso\n[^]*--update-lock/,
      );
    }, 60_000);

    test('a lock that is damaged is refused, with the place', () => {
      const lock = workspace.read(LOCK).toString();
      workspace.write(LOCK, lock.replace('"size": ', '"size": "1", "sise": '));
      const run = workspace.nx(PACKAGE);
      workspace.write(LOCK, lock);
      expectRefusal(run, /virtio-win\.lock\.json:6:16[^]*"sise" is unknown/);
    }, 60_000);

    test('an image that was replaced is refused', () => {
      forget();
      const lock = workspace.read(LOCK).toString();
      workspace.write(LOCK, lock.replace(/"extent": [0-9]+/, '"extent": 16'));
      const run = workspace.nx(PACKAGE);
      workspace.write(LOCK, lock);
      expectRefusal(run, /the server has a different file than expected[^]*as the lock says/);
      expect(existsSync(workspace.path(BUILD_DIRECTORY, 'driver-pack'))).toBe(false);
    }, 60_000);
  });

  test('proxies are those of the environment', () => {
    const environment = { VIRTIO_WIN_ISO: source, http_proxy: 'socks5://user:hidden@proxy' };
    const update = [...FETCH, '--update-lock'];
    expectRefusal(
      workspace.nx(update, environment),
      /the proxy for http is not an HTTP proxy\n +found: +socks5:\/\/proxy\n/,
    );
    expect(workspace.nx(update, { ...environment, NO_PROXY: '127.0.0.1' })).toMatchObject({
      status: 0,
    });
  }, 60_000);
});
