import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { aeroIsoLs } from './aero-iso-ls';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { runProgram } from './run-program';

const GENUINE_IMAGE = resolve(__dirname, '../../../../shared/virtio-win/virtio-win-w7-subset.iso');

const FILES: Readonly<Record<string, string>> = {
  'drivers/a.sys': 'abc',
  'drivers-old': '',
  'Z.txt': 'z',
  'ä.txt': 'umlaut',
};

/** An image of files with these paths and texts. */
async function writtenImage(files: readonly (readonly [string, string])[]): Promise<Buffer> {
  const layout = layoutImage(
    files.map(([path, text]) => ({
      path,
      size: Buffer.byteLength(text),
      open: () => [Buffer.from(text)],
    })),
    { volumeId: 'LISTED', sourceDateEpoch: 0 },
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aero-iso-ls-'));
  writeFileSync(join(root, 'a.iso'), await writtenImage(Object.entries(FILES)));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function run(...args: readonly string[]): Promise<RecordedRun> {
  return recordRun((invocation) => runProgram(aeroIsoLs, invocation), {
    args,
    workingDirectory: root,
  });
}

interface Listing {
  readonly volume_id: string;
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly extent: number | null;
    readonly sha256: string;
  }[];
}

describe('rules 10: the paths in an image', () => {
  test('begin with / and are sorted by bytes', async () => {
    expect(await run('--iso', 'a.iso')).toEqual({
      status: 0,
      // "-" sorts before "/", and "ä" after every ASCII letter.
      stdout: '/Z.txt\n/drivers-old\n/drivers/a.sys\n/ä.txt\n',
      stderr: '',
    });
  });

  test('--json adds size, extent and sha256', async () => {
    const { stdout } = await run('--iso', 'a.iso', '--json');
    const listing = JSON.parse(stdout) as Listing;
    expect(listing).toMatchObject({
      volume_id: 'LISTED',
      name_space: 'joliet',
      logical_block_size: 2048,
    });
    expect(listing.files.map(({ path }) => path)).toEqual([
      '/Z.txt',
      '/drivers-old',
      '/drivers/a.sys',
      '/ä.txt',
    ]);
    const file = listing.files[2];
    expect(file).toMatchObject({
      kind: 'file',
      size: 3,
      // SHA-256 of "abc", FIPS 180-2, appendix B.1.
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
    const start = Number(file?.extent) * 2048;
    expect(readFileSync(join(root, 'a.iso')).toString('latin1', start, start + 3)).toBe('abc');
    expect(listing.files[1]).toMatchObject({ size: 0, extents: [], extent: null });
  });

  test('a file that is not recorded byte for byte is listed without a hash', async () => {
    const image = readFileSync(join(root, 'a.iso'));
    const name = Buffer.from('Z.txt', 'utf16le').swap16();
    // File Unit Size and Interleave Gap Size of its directory record (ECMA-119, 9.1.7 and 9.1.8).
    image.set([1, 1], image.indexOf(name) - 33 + 26);
    writeFileSync(join(root, 'interleaved.iso'), image);
    const { status, stdout } = await run('--iso', 'interleaved.iso', '--json');
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Listing).files[0]).toMatchObject({
      path: '/Z.txt',
      sha256: null,
      unreadable: expect.stringContaining('interleaved'),
    });
  });

  test('files that overlap are hashed only so far as that comes to an end', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `${String(index + 10)}.bin`);
    const image = await writtenImage(names.map((name) => [name, 'x'.repeat(4096)]));
    const sectors = image.length / 2048;
    names.forEach((name, index) => {
      // Location of Extent and Data Length of its directory record (ECMA-119, 9.1.3 and 9.1.4).
      const record = image.indexOf(Buffer.from(name, 'utf16le').swap16()) - 33;
      image.writeUInt32LE(index, record + 2);
      image.writeUInt32LE((sectors - index) * 2048, record + 10);
    });
    writeFileSync(join(root, 'overlapping.iso'), image);
    const { status, stderr } = await run('--iso', 'overlapping.iso', '--json');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^overlapping\.iso: the files in the image overlap\n/);
  });

  test('what is no image is refused', async () => {
    writeFileSync(join(root, 'text.iso'), 'x'.repeat(65_536));
    const { status, stdout, stderr } = await run('--iso', 'text.iso');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^text\.iso: .*[^]*CD001/);
  });

  test('a truncated image is refused', async () => {
    const image = readFileSync(join(root, 'a.iso'));
    writeFileSync(join(root, 'half.iso'), image.subarray(0, image.lastIndexOf('umlaut')));
    const { status, stderr } = await run('--iso', 'half.iso');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^half\.iso: the image is truncated/);
  });

  test('one that lacks padding only is listed, with a warning', async () => {
    const image = readFileSync(join(root, 'a.iso'));
    const end = image.lastIndexOf('umlaut') + 'umlaut'.length;
    writeFileSync(join(root, 'short.iso'), image.subarray(0, end));
    const { status, stdout, stderr } = await run('--iso', 'short.iso');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '/Z.txt\n/drivers-old\n/drivers/a.sys\n/ä.txt\n',
    });
    expect(stderr).toMatch(/^warning: short\.iso: the image is shorter than the volume on it/);
    const { stdout: json } = await run('--iso', 'short.iso', '--json');
    expect(JSON.parse(json)).toMatchObject({
      warnings: [{ severity: 'warning', found: `${String(end)} bytes` }],
    });
  });

  test('an odd place is a warning, and the rest is listed', async () => {
    const image = readFileSync(join(root, 'a.iso'));
    const name = image.indexOf(Buffer.from('Z.txt', 'utf16le').swap16());
    // Length of the identifier, and identifier, in its directory record (ECMA-119, 9.1.10 and 9.1.11).
    image.writeUInt8(4, name - 1);
    image.set(Buffer.from('..', 'utf16le').swap16(), name);
    writeFileSync(join(root, 'odd.iso'), image);
    const { status, stdout, stderr } = await run('--iso', 'odd.iso');
    expect(status).toBe(0);
    expect(stdout).toBe('/drivers-old\n/drivers/a.sys\n/ä.txt\n');
    expect(stderr).toMatch(/^warning: odd\.iso: root directory .*a name that no file can have\n/);
  });

  test('a name makes no line of its own, and no command for the log of a build server', async () => {
    const image = readFileSync(join(root, 'a.iso'));
    const name = Buffer.from('Z.txt', 'utf16le').swap16();
    image.set(Buffer.from('a\n::b', 'utf16le').swap16(), image.indexOf(name));
    writeFileSync(join(root, 'lines.iso'), image);
    const { stdout } = await run('--iso', 'lines.iso');
    expect(stdout).toBe('/a\\u000a::b\n/drivers-old\n/drivers/a.sys\n/ä.txt\n');
    const { stdout: json } = await run('--iso', 'lines.iso', '--json');
    expect((JSON.parse(json) as Listing).files[0]?.path).toBe('/a\n::b');
  });

  test('an image that is not there is refused', async () => {
    const { status, stderr } = await run('--iso', 'missing.iso');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^missing\.iso: the image does not exist/);
  });

  test('an empty path is wrong usage', async () => {
    const { status, stderr } = await run('--iso', '');
    expect(status).toBe(2);
    expect(stderr).toMatch(/A path is not empty/);
  });
});

const hasGenisoimage = spawnSync('genisoimage', ['--version']).status === 0;
const withGenisoimage = hasGenisoimage ? describe : describe.skip;

withGenisoimage(`an image of another program${hasGenisoimage ? '' : ' (no genisoimage)'}`, () => {
  test('empty directories end in /, symbolic links tell where they lead', async () => {
    const tree = join(root, 'tree');
    mkdirSync(join(tree, 'a/empty'), { recursive: true });
    writeFileSync(join(tree, 'a/file'), 'x');
    symlinkSync('file', join(tree, 'a/link'));
    spawnSync('genisoimage', ['-quiet', '-R', '-o', join(root, 'foreign.iso'), tree]);
    expect((await run('--iso', 'foreign.iso')).stdout).toBe('/a/empty/\n/a/file\n/a/link\n');
    const { stdout } = await run('--iso', 'foreign.iso', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      name_space: 'rock-ridge',
      files: [
        { path: '/a/empty/', kind: 'directory', sha256: null },
        { path: '/a/file', kind: 'file', size: 1 },
        { path: '/a/link', kind: 'symbolic-link', link_target: 'file', sha256: null },
      ],
    });
  });
});

const withGenuineImage = existsSync(GENUINE_IMAGE) ? describe : describe.skip;

withGenuineImage(
  `the genuine image${existsSync(GENUINE_IMAGE) ? '' : ' (it is not there)'}`,
  () => {
    test('is listed, sorted, with hashes that are those of its bytes', async () => {
      const { status, stdout } = await run('--iso', GENUINE_IMAGE, '--json');
      expect(status).toBe(0);
      const { files } = JSON.parse(stdout) as Listing;
      const paths = files.map(({ path }) => path);
      expect(paths).toContain('/viostor/w7/amd64/viostor.inf');
      expect(paths).toEqual(
        paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
      const image = readFileSync(GENUINE_IMAGE);
      for (const { size, extent, sha256 } of files) {
        const start = Number(extent) * 2048;
        const bytes = image.subarray(start, start + size);
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      }
      const listed = await run('--iso', GENUINE_IMAGE);
      expect(listed.stdout).toBe(`${paths.join('\n')}\n`);
    });
  },
);
