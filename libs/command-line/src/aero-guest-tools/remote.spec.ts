import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  describeWithNginx,
  startNginx,
  type Nginx,
} from '@aero-guest-tools/http-file/nginx.fixture';
import { sampleVirtioWinFiles, writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { aeroGuestTools } from './index';

const IMAGE = 'virtio-win-sample.iso';

describeWithNginx('an image on a server', () => {
  let nginx: Nginx;
  let url: string;
  let sha256: string;
  let root: string;

  beforeAll(async () => {
    nginx = await startNginx();
    await writeSampleVirtioWin(join(nginx.files, IMAGE));
    url = `${nginx.origin}/${IMAGE}`;
    sha256 = createHash('sha256')
      .update(readFileSync(join(nginx.files, IMAGE)))
      .digest('hex');
  });
  afterAll(() => nginx.stop());
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aero-remote-'));
    nginx.forgetRequests();
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<RecordedRun> {
    return recordRun(aeroGuestTools, {
      args,
      environment: { AERO_GUEST_TOOLS_STORE: join(root, 'store'), ...environment },
      workingDirectory: root,
    });
  }
  const build = (
    args: readonly string[] = [],
    environment?: Readonly<Record<string, string>>,
  ): Promise<RecordedRun> =>
    run(['build', ...args, '--signing-policy', 'none', '--json'], environment);
  const isoOf = (): Buffer => readFileSync(join(root, 'aero-guest-tools/aero-guest-tools.iso'));

  test('is pinned once, and then built from by ranges without being named', async () => {
    const locked = await run(['lock', url]);
    expect({ status: locked.status, stderr: locked.stderr }).toEqual({ status: 0, stderr: '' });
    expect(locked.stdout).toContain(`virtio-win.lock.json pins ${url}\n`);
    expect(locked.stdout).toContain(`sha256     ${sha256}\n`);
    rmSync(join(root, 'store'), { recursive: true });
    nginx.forgetRequests();
    const { status, stderr } = await build();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(nginx.requests().every((request) => / 206 /.test(request))).toBe(true);
  });

  test('rules 4: the drivers for Windows Setup are no more to download', async () => {
    await run(['lock', url]);
    const requests: (readonly string[])[] = [];
    for (const options of [[], ['--setup-drivers']]) {
      rmSync(join(root, 'store'), { recursive: true });
      nginx.forgetRequests();
      expect(await build(options)).toMatchObject({ status: 0 });
      requests.push(nginx.requests());
    }
    const [without = [], with_ = []] = requests;
    const sizes = (log: readonly string[]): readonly number[] =>
      log.map((request) => Number(/ 206 (\d+)/.exec(request)?.[1])).toSorted((a, b) => a - b);
    expect(sizes(without)).not.toEqual([]);
    expect(sizes(with_)).toEqual(sizes(without));
  });

  describe('is pinned for several versions of Windows', () => {
    const GENUINE = '../shared/virtio-win/virtio-win-0.1.285-subset.iso';
    const genuineImage = resolve(__dirname, '../../../..', GENUINE);
    const testGenuine = existsSync(genuineImage) ? test : test.skip;
    if (!existsSync(genuineImage)) console.warn(`skipped: there is no ${GENUINE}`);
    const W11 = ['--windows', 'w11', '--arch', 'amd64', '--drivers', 'vioscsi,netkvm'];
    const built = (...options: string[]): Promise<RecordedRun> => run(['build', ...options]);
    let genuine: string;

    beforeEach(() => {
      genuine = `${nginx.origin}/genuine.iso`;
      rmSync(join(nginx.files, 'genuine.iso'), { force: true });
      if (existsSync(genuineImage)) symlinkSync(genuineImage, join(nginx.files, 'genuine.iso'));
    });

    testGenuine('and built for each of them by ranges of a few megabytes', async () => {
      const locked = await run(['lock', genuine, '--windows', 'w7,w11']);
      expect(locked).toMatchObject({ status: 0, stderr: '' });
      expect(locked.stdout).toContain('  windows    w7, w11\n');
      for (const [options, most] of [
        [[...W11, '--setup-drivers'], 2.5e6],
        [['--drivers', 'viostor,netkvm', '--setup-drivers'], 2.5e6],
      ] as const) {
        rmSync(join(root, 'store'), { recursive: true });
        nginx.forgetRequests();
        expect(await built(...options)).toMatchObject({ status: 0 });
        const answers = nginx.requests().map((request) => / 206 (\d+)/.exec(request)?.[1]);
        expect(answers).not.toContain(undefined);
        const bytes = answers.reduce((sum, size) => sum + Number(size), 0);
        expect(bytes).toBeGreaterThan(1e6);
        expect(bytes).toBeLessThan(most);
      }
      // The drivers are those of the image on disk; drivers for other Windows are not reported as
      // missing.
      const described = await run(['diff', 'virtio-win.lock.json', genuineImage]);
      expect(described).toMatchObject({ status: 0 });
      expect(described.stdout).not.toContain('w8.1');
      expect(described.stdout).toMatch(/vioscsi, w7 .*w11 .*: the same/);
    });

    testGenuine('a Windows that it does not list is refused, with what to do', async () => {
      await run(['lock', genuine, '--windows', 'w11']);
      const { status, stderr } = await built('--windows', '2k22', '--drivers', 'vioscsi');
      expect(status).toBe(1);
      expect(stderr).toMatch(/does not list the drivers for Windows Server 2022[^]*those for w11/);
      expect(stderr).toMatch(
        /new lock for the Windows w11,2k22, and commit it: run aero-guest-tools lock/,
      );
    });

    testGenuine('of two locks, only the Windows that both list is compared', async () => {
      await run(['lock', genuine, '--windows', 'w7,w8.1', '--lock', 'a.lock.json']);
      await run(['lock', genuine, '--windows', 'w8.1,w11', '--lock', 'b.lock.json']);
      const { status, stdout } = await run(['diff', 'a.lock.json', 'b.lock.json']);
      expect(status).toBe(0);
      expect(stdout).toContain('vioscsi, w8.1 ');
      expect(stdout).not.toMatch(/w7|w11/);
    });

    test('a Windows that there is not is refused', async () => {
      const { status, stderr } = await run(['lock', url, '--windows', 'w12']);
      expect(status).toBe(1);
      expect(stderr).toMatch(/no Windows of this name[^]*"w12"/);
    });
  });

  test('with its hash alone is downloaded whole, and makes what the image on a disk makes', async () => {
    expect(await build([url, '--sha256', sha256.toUpperCase()])).toMatchObject({ status: 0 });
    const remote = isoOf();
    expect(await build([join(nginx.files, IMAGE)])).toMatchObject({ status: 0 });
    expect(isoOf().equals(remote)).toBe(true);
  });

  test('of another hash is refused', async () => {
    const { status, stderr } = await build([url, '--sha256', 'f'.repeat(64)]);
    expect(status).toBe(1);
    expect(stderr).toContain(`SHA-256 ${sha256}`);
    expect(stderr).toContain('aero-guest-tools lock');
  });

  test('without lock and hash is refused, with the command that pins it', async () => {
    const { status, stderr } = await build([url]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/a source on a server must be pinned[^]*aero-guest-tools lock/);
    expect(nginx.requests()).toEqual([]);
  });

  test('is named by VIRTIO_WIN_ISO where no argument names a source', async () => {
    const secret = url.replace('://', '://user:hidden@');
    const environment = { VIRTIO_WIN_ISO: secret };
    expect(await run(['lock', '--sha256', sha256], environment)).toMatchObject({ status: 0 });
    expect(readFileSync(join(root, 'virtio-win.lock.json'), 'utf8')).not.toContain('hidden');
    const built = await build([], environment);
    expect(built).toMatchObject({ status: 0 });
    expect(built.stdout).not.toContain('hidden');
  });

  describe('is compared by ranges, without a lock', () => {
    /** In bytes: size of the parts that no comparison of drivers needs. */
    const PADDING = 8 * 1024 * 1024;
    const NEW = 'virtio-win-new.iso';

    beforeAll(() => {
      const tree = join(nginx.files, 'new');
      for (const { path, contents } of sampleVirtioWinFiles()) {
        const file = join(tree, path);
        mkdirSync(dirname(file), { recursive: true });
        const text = Buffer.from(contents).toString('latin1').replace('61.0.0.1', '61.0.0.2');
        writeFileSync(file, path.endsWith('viostor.inf') ? Buffer.from(text, 'latin1') : contents);
      }
      // The largest files of a real image: symbols beside the drivers, and installers.
      writeFileSync(join(tree, 'viostor/w7/amd64/viostor.pdb'), Buffer.alloc(PADDING / 2, 1));
      writeFileSync(join(tree, 'virtio-win-guest-tools.exe'), Buffer.alloc(PADDING / 2, 2));
      execFileSync(
        'xorriso',
        ['-as', 'mkisofs', '-quiet', '-J', '-r', '-V', 'virtio-win-0.1.999', '-o', NEW, 'new'],
        { cwd: nginx.files, stdio: 'ignore' },
      );
    });

    /** How many bytes the server has sent of it. */
    const sent = (): number =>
      nginx
        .requests()
        .filter((request) => request.startsWith(`GET /${NEW} `))
        .reduce((sum, request) => sum + Number(request.split(' ')[3]), 0);

    test('what the new image would change is one command, and a part of the bytes', async () => {
      const old = join(nginx.files, IMAGE);
      const remote = await run(['diff', old, `${nginx.origin}/${NEW}`, '--windows', 'w7']);
      expect({ status: remote.status, stderr: remote.stderr }).toEqual({ status: 1, stderr: '' });
      expect(remote.stdout).toMatch(/^viostor, w7 \(amd64\): changed$/m);
      expect(remote.stdout).toMatch(/^ {2}version +61\.0\.0\.1 -> 61\.0\.0\.2$/m);
      expect(remote.stdout).toMatch(/^ {2}volume id +VIRTIO_WIN_SAMPLE -> virtio-win-0\.1\.999$/m);
      expect(remote.stdout).not.toMatch(/\bw8\b/);
      expect(nginx.requests().every((request) => / 206 /.test(request))).toBe(true);
      const { size } = statSync(join(nginx.files, NEW));
      expect(size).toBeGreaterThan(PADDING);
      expect(sent()).toBeGreaterThan(0);
      expect(sent()).toBeLessThan(size / 8);
      // Files that no check reads are compared by size; everything else equals the result for the
      // image on disk.
      const local = await run(['diff', old, join(nginx.files, NEW), '--windows', 'w7', '--json']);
      const again = await run(['diff', old, `${nginx.origin}/${NEW}`, '--windows', 'w7', '--json']);
      const drivers = ({ stdout }: RecordedRun): unknown =>
        (JSON.parse(stdout) as { drivers: { files: unknown }[] }).drivers.map(
          ({ files: _files, ...driver }) => driver,
        );
      expect(drivers(again)).toEqual(drivers(local));
    });

    test('and so are two images on servers, and one with itself', async () => {
      const url2 = `${nginx.origin}/${NEW}`;
      expect((await run(['diff', url, url2])).status).toBe(1);
      expect((await run(['diff', url2, url2])).status).toBe(0);
    });

    test('a server that gives the image as a whole only is refused, and not downloaded from', async () => {
      const whole = await startNginx({ server: 'max_ranges 0;' });
      await writeSampleVirtioWin(join(whole.files, IMAGE));
      const { status, stderr } = await run(['diff', url, `${whole.origin}/${IMAGE}`]);
      await whole.stop();
      expect(status).toBe(3);
      expect(stderr).toMatch(/the server gives the image as a whole only[^]*download the image/);
    });

    test('a secret in an argument is refused', async () => {
      const secret = url.replace('://', '://user:hidden@');
      const { status, stderr } = await run(['diff', url, secret]);
      expect(status).toBe(3);
      expect(stderr).not.toContain('hidden');
    });
  });

  test.each([['build'], ['lock']])('%s refuses a secret in an argument', async (command) => {
    const { status, stderr } = await run([command, url.replace('://', '://user:hidden@')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/may contain a secret[^]*VIRTIO_WIN_ISO/);
    expect(stderr).not.toContain('hidden');
  });

  test('is compared with its lock by lock --check', async () => {
    mkdirSync(join(root, 'pins'), { recursive: true });
    expect(await run(['lock', url, '--lock', 'pins/a.lock.json'])).toMatchObject({ status: 0 });
    const file = join(root, 'pins/a.lock.json');
    const check = ['lock', '--check', '--lock', 'pins/a.lock.json'];
    expect(await run(check)).toMatchObject({ status: 0 });
    const lock = JSON.parse(readFileSync(file, 'utf8')) as { files: { sha256: string }[] };
    const [first] = lock.files;
    if (first) first.sha256 = '0'.repeat(64);
    writeFileSync(file, JSON.stringify(lock));
    const { status, stderr } = await run(check);
    expect(status).toBe(1);
    expect(stderr).toMatch(/then write a new lock: run aero-guest-tools lock/);
  });

  test('is reached through the proxy that the environment names', async () => {
    const { status, stderr } = await run(['lock', url], { HTTP_PROXY: 'ftp://127.0.0.1:9' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/HTTPS_PROXY|HTTP_PROXY/);
    expect(nginx.requests()).toEqual([]);
  });
});

describe('aero-guest-tools store', () => {
  let root: string;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'aero-store-'));
    await writeSampleVirtioWin(join(root, IMAGE));
    await store('build', IMAGE, '--signing-policy', 'none');
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  function store(...args: readonly string[]): Promise<RecordedRun> {
    return recordRun(aeroGuestTools, {
      args,
      environment: { AERO_GUEST_TOOLS_STORE: join(root, 'store') },
      workingDirectory: root,
      now: Math.floor(Date.now() / 1000),
    });
  }

  test('lists what is kept, with sizes', async () => {
    const { stdout } = await store('store');
    expect(stdout).toMatch(/ holds \d+ entries, [\d,]+ bytes\n/);
    expect(stdout).toMatch(/^ {2}image +[\d,]+ bytes {2}\d{4}-\d\d-\d\d {2}\S+\.iso$/m);
  });

  test('removes what was not used for so many days, and with 0 all of it', async () => {
    const kept = await store('store', '--prune', '30', '--json');
    expect(JSON.parse(kept.stdout)).toMatchObject({ removed: [], size: 0 });
    expect((await store('store', '--prune', '0')).stdout).toMatch(/ lost \d+ entries/);
    expect((await store('store')).stdout).toMatch(/ holds 0 entries, 0 bytes\n$/);
  });
});

test('a build without any source says what may name one', async () => {
  const root = mkdtempSync(join(tmpdir(), 'aero-none-'));
  const { status, stderr } = await recordRun(aeroGuestTools, {
    args: ['build'],
    workingDirectory: root,
  });
  rmSync(root, { recursive: true });
  expect(status).toBe(1);
  expect(stderr).toMatch(/no source of drivers was named[^]*VIRTIO_WIN_ISO/);
});
