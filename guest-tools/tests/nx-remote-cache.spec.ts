import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  hasNginx,
  hasOpenssl,
  newToken,
  serveTls,
  startRemoteCache,
  type RemoteCache,
} from '@aero-guest-tools/cache-server';
import {
  cloneWorkspace,
  copyWorkspace,
  GENUINE_IMAGE,
  type NxRun,
  type Workspace,
} from './workspace-copy';

if (!hasNginx) console.warn('skipped: nginx is not installed');

const OUTPUTS = [
  'aero-guest-tools.iso',
  'aero-guest-tools.zip',
  'manifest.json',
  'aero-guest-tools.manifest.json',
];

/**
 * Two tasks are never cached and run on every machine: the first identifies the source of the drivers, the last
 * verifies the media. All others come from the cache.
 */
const NEVER_CACHED = ['fetch-virtio-win', 'package'];

/** Whatever asks for anything but the cache fails at once. */
const NO_NETWORK = {
  HTTP_PROXY: 'http://127.0.0.1:1',
  HTTPS_PROXY: 'http://127.0.0.1:1',
  NO_PROXY: '127.0.0.1',
};

let cache: RemoteCache;
let machineA: Workspace;
const machines: Workspace[] = [];

/** A fresh clone at another path: nothing compiled, an empty local cache, an empty store. */
function anotherMachine(): Workspace {
  const machine = cloneWorkspace(machineA, 'another machine');
  machines.push(machine);
  return machine;
}

function packageOn(machine: Workspace, environment: NodeJS.ProcessEnv, ...args: string[]): NxRun {
  return machine.nx(['run', 'guest-tools:package', ...args], { ...NO_NETWORK, ...environment });
}

/** The SHA-256 of each output that is there. */
const outputsOf = (machine: Workspace, configuration = 'sample'): Record<string, string> =>
  Object.fromEntries(
    OUTPUTS.map((name) => [name, machine.path('dist/guest-tools', configuration, name)] as const)
      .filter(([, path]) => existsSync(path))
      .map(([name, path]) => [name, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );

async function removeAll(): Promise<void> {
  for (const machine of machines.splice(0)) machine.remove();
  await cache.stop();
}

/**
 * One clear error, and no manifest: nothing is handed over. Where the build got as far as `package`,
 * which advises what to do, the images are gone, too.
 */
function expectFailure(machine: Workspace, run: NxRun, message: RegExp): void {
  expect(run.output).toMatch(message);
  expect(run.status).not.toBe(0);
  const isRefusedByPackage = run.output.includes('a cache holds a damaged entry');
  const outputs = Object.keys(outputsOf(machine));
  expect(outputs.filter((name) => isRefusedByPackage || name.includes('manifest'))).toEqual([]);
}

(hasNginx ? describe : describe.skip)('builds are shared between machines', () => {
  beforeAll(async () => {
    cache = await startRemoteCache();
    machineA = copyWorkspace('machine A');
    machines.push(machineA);
  }, 60_000);

  afterAll(removeAll, 60_000);

  test('machine A builds, and uploads each task that can be cached once', () => {
    const run = packageOn(machineA, cache.environment(cache.readWrite));
    expect(run).toMatchObject({ status: 0, cached: [] });
    const uploads = cache.requests().filter((line) => line.includes(' PUT '));
    // The six tasks of the media that are cached, the compiled code, and the sample image.
    expect(uploads).toHaveLength(8);
    expect(
      uploads.filter((line) => !line.includes(' read-write ') || !/ 200 OK /.test(line)),
    ).toEqual([]);
    expect(cache.entries()).toHaveLength(8);
  }, 120_000);

  test('machine B gets the media byte for byte: from the cache, and by its read-only token', () => {
    const machineB = anotherMachine();
    const run = packageOn(machineB, cache.environment(cache.readOnly));
    expect(run).toMatchObject({ status: 0, ran: NEVER_CACHED });
    expect(run.output).toMatch(/sample-virtio-win:image:sample +\[remote cache\]/);
    expect(outputsOf(machineB)).toEqual(outputsOf(machineA));
    expect(Object.keys(outputsOf(machineB))).toEqual(OUTPUTS);
    // The code is compiled on each machine, which is all that was asked for in vain.
    const hits = cache.requests().filter((line) => / read-only GET .* 200 OK /.test(line));
    expect(hits).toHaveLength(7);
  }, 60_000);

  test('a read-only token does not add to the cache, and the build is green', () => {
    const machine = anotherMachine();
    const before = cache.entries();
    const run = packageOn(machine, cache.environment(cache.readOnly), '--mediaVersion=1.0.1');
    expect(run).toMatchObject({ status: 0, ran: expect.arrayContaining(['stage-media']) });
    const uploads = cache.requests().filter((line) => line.includes(' PUT '));
    // ISO and zip.
    expect(uploads.length).toBeGreaterThanOrEqual(2);
    expect(uploads.filter((line) => !/ 403 /.test(line))).toEqual([]);
    expect(cache.entries()).toEqual(before);
  }, 60_000);

  test('a wrong token: Nx says so, and nothing is built', () => {
    const machine = anotherMachine();
    const run = packageOn(machine, cache.environment(newToken()));
    expectFailure(
      machine,
      run,
      /Unauthorized: the server does not know the token in NX_SELF_HOSTED/,
    );
  }, 60_000);

  test('a server that does not answer: Nx says so, and builds without it when asked to', () => {
    const machine = anotherMachine();
    const environment = {
      ...cache.environment(cache.readOnly),
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://127.0.0.1:1',
    };
    const run = packageOn(machine, environment);
    expectFailure(machine, run, /Failed to send request:.*http:\/\/127\.0\.0\.1:1\/v1\/cache/);
    expect(packageOn(machine, { ...environment, NX_SKIP_REMOTE_CACHE: 'true' })).toMatchObject({
      status: 0,
      cached: [],
    });
    expect(outputsOf(machine)).toEqual(outputsOf(machineA));
  }, 120_000);

  /** Where the certificates of the system are taken from on other systems is not known here. */
  (hasOpenssl && process.platform === 'linux' ? test : test.skip)(
    'over TLS, by the certificates of the system or those that SSL_CERT_FILE names',
    async () => {
      const environment = {
        ...cache.environment(cache.readOnly),
        NX_SELF_HOSTED_REMOTE_CACHE_SERVER: cache.url.replace('http:', 'https:'),
      };
      const authority = await serveTls(cache);
      const machine = anotherMachine();
      expectFailure(machine, packageOn(machine, environment), /Failed to send request:.*https:/);
      const run = packageOn(machine, { ...environment, SSL_CERT_FILE: authority });
      expect(run).toMatchObject({ status: 0, ran: NEVER_CACHED });
      expect(outputsOf(machine)).toEqual(outputsOf(machineA));
    },
    60_000,
  );
});

(hasNginx ? describe : describe.skip)('whatever an entry holds, no wrong media come of it', () => {
  /** Each entry as machine A has uploaded it, by name. */
  const entries = new Map<string, Buffer>();
  /** The names of the entries of make-iso and make-zip, and of make-iso in another build. */
  let isoEntry: string;
  let zipEntry: string;
  let otherIsoEntry: string;

  beforeAll(async () => {
    cache = await startRemoteCache();
    machineA = copyWorkspace('machine A');
    machines.push(machineA);
    const environment = cache.environment(cache.readWrite);
    expect(packageOn(machineA, environment, '--mediaVersion=9.9.9')).toMatchObject({ status: 0 });
    const before = cache.entries();
    otherIsoEntry = entryOf(before, 'iso/aero-guest-tools.iso');
    expect(packageOn(machineA, environment)).toMatchObject({ status: 0 });
    const after = cache.entries().filter((name) => !before.includes(name));
    isoEntry = entryOf(after, 'iso/aero-guest-tools.iso');
    zipEntry = entryOf(after, 'zip/aero-guest-tools.zip');
    for (const name of cache.entries()) entries.set(name, readFileSync(cache.entry(name)));
  }, 120_000);

  beforeEach(() => {
    for (const [name, bytes] of entries) writeFileSync(cache.entry(name), bytes);
  });

  afterAll(removeAll, 60_000);

  function entryOf(names: readonly string[], output: string): string {
    const found = names.filter((name) =>
      namesInTar(gunzipSync(readFileSync(cache.entry(name)))).some((path) =>
        path.endsWith(`sample/${output}`),
      ),
    );
    expect(found).toHaveLength(1);
    return String(found[0]);
  }

  const bytesOf = (name: string): Buffer => entries.get(name) ?? Buffer.of();

  /** Each row replaces the entry of make-iso. */
  const ROWS: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
    ['cut off', () => bytesOf(isoEntry).subarray(0, 20_000), /Failed to unpack entry/],
    ['garbage', () => Buffer.alloc(20_000, 'garbage'), /Failed to read entry from tarball/],
    ['empty', () => Buffer.of(), /Failed to read entry from tarball/],
    ['an archive of nothing', () => gzipSync(Buffer.alloc(1024)), /Exit code not found/],
    [
      'that of make-zip',
      () => bytesOf(zipEntry),
      /aero-guest-tools\.iso\.sha256: what make-iso writes cannot be read[^]*nx reset/,
    ],
    [
      'that of make-iso in another build',
      () => bytesOf(otherIsoEntry),
      /aero-guest-tools\.iso: manifest\.json is not what the manifest says[^]*nx reset/,
    ],
    [
      'its own, but for one bit of the ISO',
      () => {
        const tar = gunzipSync(bytesOf(isoEntry));
        const volume = tar.indexOf('CD001');
        expect(volume).toBeGreaterThan(0);
        tar[volume + 60_000] = (tar[volume + 60_000] ?? 0) ^ 1;
        return gzipSync(tar);
      },
      /aero-guest-tools\.iso: this is not the file that make-iso has written[^]*nx reset/,
    ],
  ];

  test.each(ROWS)(
    'the entry of make-iso is %s',
    (_name, damaged, message) => {
      writeFileSync(cache.entry(isoEntry), damaged());
      const machine = anotherMachine();
      const environment = cache.environment(cache.readOnly);
      expectFailure(machine, packageOn(machine, environment), message);
    },
    60_000,
  );

  test('what the error advises helps, although the damaged entry is still there', () => {
    writeFileSync(cache.entry(isoEntry), bytesOf(otherIsoEntry));
    const machine = anotherMachine();
    const environment = cache.environment(cache.readOnly);
    expectFailure(machine, packageOn(machine, environment), /NX_SKIP_REMOTE_CACHE=true/);
    expectFailure(machine, packageOn(machine, environment), /NX_SKIP_REMOTE_CACHE=true/);
    expect(machine.nx(['reset'])).toMatchObject({ status: 0 });
    const skipping = { ...environment, NX_SKIP_REMOTE_CACHE: 'true' };
    expect(packageOn(machine, skipping)).toMatchObject({ status: 0, cached: [] });
    expect(packageOn(machine, environment)).toMatchObject({ status: 0, ran: NEVER_CACHED });
    expect(outputsOf(machine)).toEqual(outputsOf(machineA));
  }, 120_000);
});

(hasNginx ? describe : describe.skip)('media from an image are shared too', () => {
  const CONFIGURATION = '--configuration=virtio-win';
  let image: Buffer;

  beforeAll(async () => {
    cache = await startRemoteCache();
    machineA = copyWorkspace('machine A');
    machines.push(machineA);
    expect(machineA.nx(['run', 'sample-virtio-win:image'])).toMatchObject({ status: 0 });
    image = existsSync(GENUINE_IMAGE)
      ? readFileSync(GENUINE_IMAGE)
      : machineA.read('dist/sample/virtio-win.iso');
  }, 60_000);

  afterAll(removeAll, 60_000);

  /** Builds from an image that stands where it does on no other machine. */
  function packageImage(machine: Workspace, bytes: Uint8Array, token: string): NxRun {
    const path = machine.path('../images of mine/virtio-win.iso');
    mkdirSync(machine.path('../images of mine'), { recursive: true });
    writeFileSync(path, bytes);
    const environment = { VIRTIO_WIN_ISO: path, AERO_GUEST_TOOLS_SIGNING_POLICY: 'none' };
    return packageOn(machine, { ...cache.environment(token), ...environment }, CONFIGURATION);
  }

  test('machine B has the same image elsewhere, and only identifies it and verifies the media', () => {
    expect(packageImage(machineA, image, cache.readWrite)).toMatchObject({ status: 0 });
    const machineB = anotherMachine();
    expect(packageImage(machineB, image, cache.readOnly)).toMatchObject({
      status: 0,
      ran: NEVER_CACHED,
    });
    expect(outputsOf(machineB, 'virtio-win')).toEqual(outputsOf(machineA, 'virtio-win'));
    expect(Object.keys(outputsOf(machineB, 'virtio-win'))).toEqual(OUTPUTS);
  }, 120_000);

  test('machine B has neither the image nor its name: the lock tells which one it is', () => {
    const { volume_id, sha256, size } = JSON.parse(
      machineA.read('dist/guest-tools/virtio-win/virtio-win.json').toString(),
    ) as Record<string, unknown>;
    const source = 'https://images.example/virtio-win.iso';
    const lock = { schema_version: 1, source, sha256, size, volume_id };
    machineA.write('guest-tools/virtio-win.lock.json', JSON.stringify(lock));
    machineA.git('add', 'guest-tools/virtio-win.lock.json');
    machineA.git('commit', '--quiet', '--message=Pin the image');
    expect(packageImage(machineA, image, cache.readWrite)).toMatchObject({ status: 0 });

    const machineB = anotherMachine();
    const environment = { AERO_GUEST_TOOLS_SIGNING_POLICY: 'none' };
    const run = packageOn(
      machineB,
      { ...cache.environment(cache.readOnly), ...environment },
      CONFIGURATION,
    );
    expect(run).toMatchObject({ status: 0, ran: NEVER_CACHED });
    expect(outputsOf(machineB, 'virtio-win')).toEqual(outputsOf(machineA, 'virtio-win'));
    expect(Object.keys(outputsOf(machineB, 'virtio-win'))).toEqual(OUTPUTS);
    // Nothing was fetched: there is no store.
    expect(existsSync(machineB.path('../store'))).toBe(false);
  }, 120_000);

  test('drivers from another image are not taken for those of this one', () => {
    // Drivers may have equal contents in two images; the images still differ, in their padding.
    const other = Buffer.concat([image, Buffer.alloc(2048)]);
    expect(packageImage(machineA, other, cache.readWrite)).toMatchObject({ status: 0 });
    const driverPacks = cache
      .entries()
      .filter((name) =>
        namesInTar(gunzipSync(readFileSync(cache.entry(name)))).some((path) =>
          path.includes('virtio-win/driver-pack/'),
        ),
      );
    expect(driverPacks).toHaveLength(2);
    const [one, two] = driverPacks.map((name) => readFileSync(cache.entry(name)));
    for (const [index, name] of driverPacks.entries()) {
      writeFileSync(cache.entry(name), (index === 0 ? two : one) ?? '');
    }
    const machine = anotherMachine();
    const run = packageImage(machine, image, cache.readOnly);
    expect(run.output).toMatch(/the drivers were not taken from the source of this build/);
    expect(run.status).not.toBe(0);
    expect(outputsOf(machine, 'virtio-win')).toEqual({});
  }, 120_000);
});

/** The paths in a tar archive (POSIX.1-1988 ustar: name at 0, size at 124, in blocks of 512). */
function namesInTar(tar: Buffer): readonly string[] {
  const names: string[] = [];
  for (let offset = 0; offset < tar.length && tar[offset] !== 0;) {
    const field = (start: number, end: number): string =>
      tar
        .subarray(offset + start, offset + end)
        .toString()
        .replace(/\0.*$/s, '');
    names.push(field(0, 100));
    offset += 512 + Math.ceil(Number.parseInt(field(124, 136), 8) / 512) * 512;
  }
  return names;
}
