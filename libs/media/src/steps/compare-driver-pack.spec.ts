import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceLock } from '@aero-guest-tools/driver-source';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { compareDriverPack } from './compare-driver-pack';
import { extractDrivers, type ExtractDriversOptions } from './extract-drivers';
import { fetchDrivers } from './fetch-virtio-win';

const URL = 'https://images.example/virtio-win.iso';

let root: string;
let options: ExtractDriversOptions;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'compare-driver-pack-'));
  options = {
    source: 'image',
    baseDirectory: root,
    storeDirectory: join(root, 'store'),
    layout: 'virtio-win',
    buildDirectory: join(root, 'dist'),
    spec: join(root, 'spec.json'),
  };
  write('spec.json', JSON.stringify({ drivers: [{ name: 'viostor', required: true }] }));
  for (const path of SOURCE_FILES) write(join('image', path), path);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const SOURCE_FILES = [
  'LICENSE.txt',
  'viostor/w7/amd64/viostor.inf',
  'viostor/w7/amd64/viostor.sys',
  'viostor/w7/x86/viostor.inf',
  'viostor/w7/x86/viostor.sys',
];

function write(path: string, contents: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), contents);
}

const PACK = 'dist/driver-pack';
const SYS = `${PACK}/drivers/x86/viostor/viostor.sys`;

describe('rules 9: what a cache brings back as the drivers is compared with their source', () => {
  beforeEach(async () => {
    await fetchDrivers(options);
    await extractDrivers(options);
  });

  test('it is the same where nothing came between', async () => {
    expect(await compareDriverPack(options)).toMatchObject({ problems: [], warnings: [] });
  });

  test('every file that is another, too many or missing is named', async () => {
    write(SYS, 'forged');
    write(`${PACK}/certs/forged.cer`, '');
    rmSync(join(root, PACK, 'licenses/virtio-win/LICENSE.txt'));
    const { problems } = await compareDriverPack(options);
    expect(problems).toMatchObject([
      { file: join(root, PACK, 'certs/forged.cer'), expected: 'no such file' },
      { file: join(root, SYS), found: expect.stringContaining(sha256Of(Buffer.from('forged'))) },
      { file: join(root, PACK, 'licenses/virtio-win/LICENSE.txt'), found: 'no such file' },
    ]);
  });
});

describe('rules 8 and 9: of an image on a server, nothing is asked for', () => {
  const lock: Omit<SourceLock, 'contents'> = {
    source: URL,
    sha256: 'a'.repeat(64),
    size: 1_000_000,
    volumeId: 'VIRTIO_WIN',
  };

  function withLock(contents: SourceLock['contents']): ExtractDriversOptions {
    const remote = {
      lockFile: join(root, 'virtio-win.lock.json'),
      lock: { ...lock, contents },
      // Any network request fails at once.
      http: { proxies: { https: 'http://127.0.0.1:1' } },
    };
    return { ...options, source: URL, remote };
  }

  const listed = {
    files: SOURCE_FILES.map((path, index) => ({
      path,
      size: path.length,
      extent: index,
      sha256: sha256Of(Buffer.from(path)),
    })),
    otherFiles: [],
    listedFor: ['w7'],
  };

  /** Restores the driver pack as a cache has it. */
  async function restore(remote: ExtractDriversOptions): Promise<void> {
    await fetchDrivers(remote);
    for (const path of SOURCE_FILES.slice(1)) {
      write(`${PACK}/drivers/${path.replace(/^viostor\/w7\/(\w+)\//, '$1/viostor/')}`, path);
    }
    write(`${PACK}/licenses/virtio-win/LICENSE.txt`, 'LICENSE.txt');
  }

  test('the list of the lock tells what the files are', async () => {
    const remote = withLock(listed);
    await restore(remote);
    write(SYS, 'forged');
    const { problems, warnings } = await compareDriverPack(remote);
    expect(problems).toMatchObject([
      {
        file: join(root, SYS),
        expected: expect.stringContaining(sha256Of(Buffer.from('viostor/w7/x86/viostor.sys'))),
      },
      // Records where it was taken from; no cache has it here.
      { file: join(root, PACK, 'licenses/virtio-win/driver-pack-manifest.json') },
    ]);
    expect(warnings).toEqual([]);
  });

  test('rules 8: a lock that does not list the drivers for the Windows of the spec is refused', async () => {
    const target = { windows: 'w11' };
    write('spec.json', JSON.stringify({ target, drivers: [{ name: 'viostor', required: true }] }));
    const remote = withLock(listed);
    await fetchDrivers(remote);
    await expect(extractDrivers(remote)).rejects.toThrow(
      /does not list the drivers for Windows 11[^]*those for w7[^]*write a new lock for the Windows w7,w11/,
    );
  });

  test('a file that the list lacks is known by the image alone', async () => {
    const remote = withLock({
      files: listed.files.slice(1),
      otherFiles: listed.files.slice(0, 1),
      listedFor: ['w7'],
    });
    await restore(remote);
    expect((await compareDriverPack(remote)).warnings).toHaveLength(1);
  });

  test('without a list and without the image, a warning says that nothing was compared', async () => {
    const remote = withLock(undefined);
    await restore(remote);
    expect(readFileSync(join(root, SYS), 'utf8')).toBe('viostor/w7/x86/viostor.sys');
    expect(await compareDriverPack(remote)).toMatchObject({
      problems: [],
      warnings: [{ message: expect.stringContaining('were not compared with the image') }],
    });
  });
});
