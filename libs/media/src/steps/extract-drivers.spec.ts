import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DriversLocation } from '../drivers/drivers-location';
import { extractDrivers, type ExtractedDrivers } from './extract-drivers';
import { fetchDrivers } from './fetch-virtio-win';
import { privateKey } from './media-inputs.fixture';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'extract-drivers-'));
  writeSpec({});
  for (const architecture of ['x86', 'x64']) {
    write(`out/packages/windows7/virtio-blk/${architecture}/blk.sys`, architecture);
  }
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, contents = path): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), contents);
}

function writeSpec(more: object): void {
  write(
    'spec.json',
    JSON.stringify({ drivers: [{ name: 'virtio-blk', required: true }], ...more }),
  );
}

/** Both tasks, as a build runs them one after the other. */
async function extract(location: Partial<DriversLocation> = {}): Promise<ExtractedDrivers> {
  const options = {
    source: 'out',
    baseDirectory: root,
    storeDirectory: join(root, 'store'),
    layout: 'packages',
    buildDirectory: join(root, 'dist'),
    spec: join(root, 'spec.json'),
    ...location,
  } as const;
  await fetchDrivers(options);
  return extractDrivers(options);
}

/** Paths of everything in `driver-pack/`, without the directories. */
function packed(): readonly string[] {
  const directory = join(root, 'dist/driver-pack');
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .toSorted();
}

const DRIVERS = [
  'drivers/amd64/virtio-blk/blk.sys',
  'drivers/x86/virtio-blk/blk.sys',
  'licenses/driver-pack/driver-pack-manifest.json',
];

const certificatesAt = (source: string): Pick<DriversLocation, 'certificates'> => ({
  certificates: { source, baseDirectory: root },
});

describe('rules 8: certificates', () => {
  test('those that come with the packages are taken, but README.md and hidden files are not', async () => {
    for (const name of ['test.cer', 'root.CRT', 'sub/chain.p7b', 'README.md', '.hidden']) {
      write(`out/certs/${name}`);
    }
    await extract();
    expect(packed()).toEqual(
      ['certs/root.CRT', 'certs/sub/chain.p7b', 'certs/test.cer', ...DRIVERS].toSorted(),
    );
  });

  test('where there are none, none are taken', async () => {
    expect((await extract()).certificates).toBeUndefined();
    expect(packed()).toEqual(DRIVERS);
  });

  // Every build writes these again under each signing policy, so those on media that serve as the
  // source are nobody's choice.
  test('those of publishers are not taken, and anything else in their folder is refused', async () => {
    write('out/certs/publishers/0123.cer');
    expect((await extract()).certificates).toBeUndefined();
    write('out/certs/test.cer');
    await extract();
    expect(packed()).toEqual(['certs/test.cer', ...DRIVERS]);
    write('out/certs/publishers/notes.txt');
    await expect(extract()).rejects.toThrow(/publishers\/notes\.txt: only certificates belong/);
  });

  test.each(['mine/mine.cer', 'mine'])('certPath %s takes their place', async (source) => {
    write('out/certs/test.cer');
    write('mine/mine.cer');
    await extract(certificatesAt(source));
    expect(packed()).toEqual(['certs/mine.cer', ...DRIVERS]);
  });

  test('certPath goes with the layout of virtio-win too', async () => {
    for (const architecture of ['x86', 'amd64']) write(`image/virtio-blk/w7/${architecture}/a.sys`);
    write('mine.cer');
    await extract({ source: 'image', layout: 'virtio-win', ...certificatesAt('mine.cer') });
    expect(packed()).toContain('certs/mine.cer');
  });

  test('another choice of certificates than that which was identified is refused', async () => {
    write('mine.cer');
    const options = {
      source: 'out',
      baseDirectory: root,
      storeDirectory: join(root, 'store'),
      layout: 'packages',
      buildDirectory: join(root, 'dist'),
      spec: join(root, 'spec.json'),
    } as const;
    await fetchDrivers(options);
    await expect(extractDrivers({ ...options, ...certificatesAt('mine.cer') })).rejects.toThrow(
      /virtio-win\.json: this was written for a different choice of certificates/,
    );
  });

  test('certPath that holds no certificate, or something else, is refused', async () => {
    write('empty/README.md');
    write('other/notes.txt');
    await expect(extract(certificatesAt('empty'))).rejects.toThrow(/there is no certificate here/);
    await expect(extract(certificatesAt('other'))).rejects.toThrow(
      /other: notes\.txt: only certificates belong in certs\//,
    );
  });
});

describe('rules 4: private keys are refused before anything is written', () => {
  test.each([
    'out/packages/windows7/virtio-blk/x86/signing.pfx',
    'out/packages/windows7/other/x86/signing.key',
    'out/packages/.hidden/signing.PVK',
    'out/certs/signing.pfx',
    'out/certs/.hidden/signing.pem',
  ])('%s', async (path) => {
    write(path);
    await expect(extract()).rejects.toThrow(
      /out: .*signing\.[a-z]+: private keys and signing material must not be on the media/i,
    );
    expect(readdirSync(join(root, 'dist'))).toEqual(['virtio-win.json']);
  });

  test.each(['out/packages/windows7/virtio-blk/x86/readme.txt', 'out/certs/test.cer'])(
    'by its contents: %s',
    async (path) => {
      write(path);
      writeFileSync(join(root, path), privateKey);
      await expect(extract()).rejects.toThrow(
        /out: .*(?:readme|test)\.[a-z]+: private keys and signing material[^]*PRIVATE KEY in PEM/,
      );
      expect(readdirSync(join(root, 'dist'))).toEqual(['virtio-win.json']);
    },
  );

  test('in the place that certPath names', async () => {
    write('mine/mine.cer');
    write('mine/mine.key');
    await expect(extract(certificatesAt('mine'))).rejects.toThrow(/mine: mine\.key: private keys/);
  });

  test('in a virtio-win image, in the folders that are taken', async () => {
    for (const architecture of ['x86', 'amd64']) write(`image/virtio-blk/w7/${architecture}/a.sys`);
    write('image/virtio-blk/w7/x86/signing.pfx');
    await expect(extract({ source: 'image', layout: 'virtio-win' })).rejects.toThrow(
      /signing\.pfx: private keys/,
    );
  });
});

describe('rules 8: provenance', () => {
  test('tells the source and what was taken of it, and no place of this machine', async () => {
    write('out/certs/test.cer');
    await extract();
    const text = readFileSync(
      join(root, 'dist/driver-pack/licenses/driver-pack/driver-pack-manifest.json'),
      'utf8',
    );
    expect(text).not.toContain(root);
    expect(JSON.parse(text)).toMatchObject({
      source: { kind: 'directory', layout: 'ci-packages' },
      drivers: [
        { architecture: 'amd64', taken_from: 'packages/windows7/virtio-blk/x64' },
        { architecture: 'x86', taken_from: 'packages/windows7/virtio-blk/x86' },
      ],
      certificates: { files: [{ path: 'certs/test.cer', taken_from: 'certs/test.cer' }] },
    });
  });
});

test('rules 2: drivers that nobody asked for are taken where the spec is to refuse them', async () => {
  write('out/packages/other/x86/other.sys');
  await extract();
  expect(packed()).toEqual(DRIVERS);
  writeSpec({ fail_on_unlisted_driver_dirs: true });
  await extract();
  expect(packed()).toContain('drivers/x86/other/other.sys');
});
