import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fetchSource, type FetchedSource } from './fetch-source';
import { hashFile } from './hash-memory';
import { openSource } from './open-source';

/**
 * A file for each test, written long enough ago to be settled: a recently written file can change
 * without its times changing, see isSettled.
 */
let settled: string;
beforeAll(async () => {
  settled = mkdtempSync(join(tmpdir(), 'virtio-win-settled-'));
  for (const name of ['unchanged', 'replaced', 'lost', 'pinned']) {
    await writeIso(join(settled, `${name}.iso`), 'driver');
  }
  writeTree(join(settled, 'tree'), 'driver');
  await delay(2100);
});
afterAll(() => {
  rmSync(settled, { recursive: true, force: true });
});

let base: string;
let store: string;
let iso: string;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'virtio-win-'));
  store = join(base, 'store');
  iso = join(base, 'virtio-win.iso');
  await writeIso(iso, 'driver');
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

async function writeIso(path: string, contents: string): Promise<void> {
  const files = ['viostor/w7/amd64/viostor.sys', 'viostor/w7/x86/viostor.sys'].map((name) => ({
    path: name,
    size: contents.length,
    open: async function* () {
      yield Buffer.from(contents);
    },
  }));
  const layout = layoutImage(files, { volumeId: 'VIRTIO_WIN_TEST', sourceDateEpoch: 0 });
  await writeStreamAtomically(path, writeImage(layout));
}

function writeTree(root: string, contents: string): void {
  for (const architecture of ['amd64', 'x86']) {
    const directory = join(root, 'viostor', 'w7', architecture);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'viostor.sys'), contents);
  }
}

function fetch(source = iso, expectedSha256?: string): Promise<FetchedSource> {
  return fetchSource({ source, baseDirectory: base, storeDirectory: store, expectedSha256 });
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The contents of the store, without the remembered hashes. */
function stored(): readonly string[] {
  return ['sha256', 'incoming'].flatMap((name) => {
    const directory = join(store, name);
    return existsSync(directory) ? readdirSync(directory) : [];
  });
}

describe('rules 8: fetch-virtio-win: an ISO image', () => {
  test('is copied into the store under its hash, and identified', async () => {
    const digest = sha256(iso);
    await expect(fetch('virtio-win.iso')).resolves.toEqual({
      identity: {
        kind: 'iso',
        sha256: digest,
        size: statSync(iso).size,
        volume_id: 'VIRTIO_WIN_TEST',
      },
      hashed: true,
    });
    expect(stored()).toEqual([`${digest}.iso`]);
    expect(sha256(join(store, 'sha256', `${digest}.iso`))).toBe(digest);
  });

  test('has the same identity wherever it stands, by path and by URL', async () => {
    const { identity: image } = await fetch();
    mkdirSync(join(base, 'elsewhere'));
    const moved = join(base, 'elsewhere', 'other name.iso');
    renameSync(iso, moved);
    expect((await fetch(moved)).identity).toEqual(image);
    expect((await fetch(pathToFileURL(moved).href)).identity).toEqual(image);
    expect(JSON.stringify(image)).not.toContain(base);
  });

  test('is not read again while it does not change', async () => {
    const first = await fetch(join(settled, 'unchanged.iso'));
    expect(await fetch(join(settled, 'unchanged.iso'))).toEqual({ ...first, hashed: false });
    expect(await fetch(`${settled}/./unchanged.iso`)).toEqual({ ...first, hashed: false });
  });

  test('is read again after other bytes of the same size and time took its place', async () => {
    const replaced = join(settled, 'replaced.iso');
    const { identity: image } = await fetch(replaced);
    const { atime, mtime } = statSync(replaced);
    const bytes = readFileSync(replaced);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(replaced, bytes);
    utimesSync(replaced, atime, mtime);
    const other = await fetch(replaced);
    expect(other).toMatchObject({ hashed: true, identity: { size: image.size } });
    expect(other.identity.sha256).toBe(sha256(replaced));
    expect(other.identity.sha256).not.toBe(image.sha256);
  });

  test('that was written a moment ago is not trusted to stay as it is', async () => {
    await fetch();
    expect(await fetch()).toMatchObject({ hashed: true });
  });

  test('is stored again if the store lost or damaged it', async () => {
    const lost = join(settled, 'lost.iso');
    const { identity: image } = await fetch(lost);
    const copy = join(store, 'sha256', `${image.sha256}.iso`);
    rmSync(copy);
    expect(await fetch(lost)).toEqual({ identity: image, hashed: true });
    truncateSync(copy, 100);
    expect(await fetch(lost)).toEqual({ identity: image, hashed: true });
    expect(sha256(copy)).toBe(image.sha256);
  });

  test('may be fetched by several processes at once', async () => {
    const script = `
      const { fetchSource } = require(process.argv[1]);
      const [source, storeDirectory] = process.argv.slice(2);
      void fetchSource({ source, storeDirectory, baseDirectory: '/' })
        .then(({ identity }) => process.stdout.write(identity.sha256));`;
    const run = (): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, ['-e', script, join(__dirname, '../dist'), iso, store]);
    const outputs = await Promise.all([run(), run(), run()]);
    const digest = sha256(iso);
    expect(outputs.map(({ stdout }) => stdout)).toEqual([digest, digest, digest]);
    expect(stored()).toEqual([`${digest}.iso`]);
  });
});

describe('rules 8: fetch-virtio-win: what is refused leaves nothing behind', () => {
  test('an image that is not there', async () => {
    await expect(fetch('missing.iso')).rejects.toThrow(
      /missing\.iso: the source of the drivers cannot be read[^]*nothing of that name[^]*download/,
    );
    expect(stored()).toEqual([]);
  });

  test('a file that is not an ISO image', async () => {
    writeFileSync(iso, '<html>404</html>'.repeat(5000));
    await expect(fetch()).rejects.toThrow(/virtio-win\.iso: this is not an ISO 9660 image/);
    expect(stored()).toEqual([]);
  });

  test('an image that is shorter than its volume', async () => {
    const bytes = readFileSync(iso);
    // Both files share their contents; padding follows.
    truncateSync(iso, bytes.lastIndexOf('driver') + 3);
    await expect(fetch()).rejects.toThrow(/virtio-win\.iso: the image is truncated/);
    expect(stored()).toEqual([]);
  });

  test('an image with another hash than expected', async () => {
    const expected = 'ab'.repeat(32);
    await expect(fetch(iso, expected)).rejects.toMatchObject({
      diagnostics: [
        { file: iso, found: `SHA-256 ${sha256(iso)}`, expected: `SHA-256 ${expected}` },
      ],
    });
    expect(stored()).toEqual([]);
  });

  test('a remembered image with another hash than expected', async () => {
    const pinned = join(settled, 'pinned.iso');
    const { identity: image } = await fetch(pinned);
    await expect(fetch(pinned, 'ab'.repeat(32))).rejects.toThrow(
      /not the source that was expected/,
    );
    expect(stored()).toEqual([`${image.sha256}.iso`]);
  });

  const hasLimits = spawnSync('sh', ['-c', 'ulimit -f 1']).status === 0;
  (hasLimits ? test : test.skip)(
    'an image that there is no room for, which names the store',
    async () => {
      const script = `
      const { fetchSource } = require('../dist');
      const [source, storeDirectory] = process.argv.slice(1);
      void fetchSource({ source, storeDirectory, baseDirectory: '/' })
        .catch((error) => process.stdout.write(error.message));`;
      // In blocks of 512 bytes.
      const { stdout } = await promisify(execFile)(
        'sh',
        ['-c', 'ulimit -f 50 && exec "$0" "$@"', process.execPath, '-e', script, iso, store],
        { cwd: __dirname },
      );
      expect(stdout).toMatch(
        /store: there is not enough disk space for the file\n +found: +EFBIG\n[^]*AERO_GUEST_TOOLS_STORE/,
      );
      expect(stored()).toEqual([]);
    },
  );

  test('an image that grows while it is read', async () => {
    // A sparse file behind the volume makes reading take longer than the timer.
    truncateSync(iso, 64 << 20);
    const growing = setInterval(() => {
      appendFileSync(iso, 'x');
    }, 0);
    try {
      await expect(fetch()).rejects.toThrow(
        /virtio-win\.iso: the file changed while it was being read/,
      );
    } finally {
      clearInterval(growing);
    }
    expect(stored()).toEqual([]);
  });

  test('an expected hash that is none', async () => {
    await expect(fetch(iso, 'abc')).rejects.toThrow(/is not a SHA-256[^]*64 hexadecimal digits/);
  });

  test('an empty directory, and one with symbolic links', async () => {
    const root = join(base, 'extracted');
    mkdirSync(root);
    await expect(fetch(root)).rejects.toThrow(/extracted: the directory contains no files/);
    symlinkSync(iso, join(root, 'link'));
    await expect(fetch(root)).rejects.toThrow(/symbolic links and junctions are refused/);
    expect(stored()).toEqual([]);
  });
});

test('fetch-virtio-win: the expected hash may be in capitals', async () => {
  const digest = sha256(iso);
  await expect(fetch(iso, digest.toUpperCase())).resolves.toMatchObject({
    identity: { sha256: digest },
  });
});

describe('rules 8: fetch-virtio-win: the directory of an extracted image', () => {
  test('is identified by paths and contents, wherever it stands and whenever it was written', async () => {
    writeTree(join(base, 'a'), 'driver');
    writeTree(join(base, 'b'), 'driver');
    utimesSync(join(base, 'b', 'viostor', 'w7', 'x86', 'viostor.sys'), 1, 1);
    const { identity: image } = await fetch('a');
    // The listing, made by hand: canonical JSON, in byte order of the path.
    const driver = createHash('sha256').update('driver').digest('hex');
    const listing = ['amd64', 'x86']
      .map((name) => `{"path":"viostor/w7/${name}/viostor.sys","sha256":"${driver}","size":6}`)
      .join(',');
    expect(image).toEqual({
      kind: 'directory',
      sha256: createHash('sha256').update(`[${listing}]`).digest('hex'),
      size: 12,
      volume_id: null,
    });
    expect((await fetch('b')).identity).toEqual(image);
  });

  test('has another identity after a file was changed, renamed or added', async () => {
    const root = join(base, 'root');
    const directory = join(root, 'viostor', 'w7', 'x86');
    const identities = new Set<string>();
    const identify = async (): Promise<void> => {
      identities.add((await fetch(root)).identity.sha256);
    };
    writeTree(root, 'driver');
    await identify();
    writeFileSync(join(directory, 'viostor.sys'), 'DRIVER');
    await identify();
    renameSync(join(directory, 'viostor.sys'), join(directory, 'VIOSTOR.SYS'));
    await identify();
    writeFileSync(join(directory, 'empty'), '');
    await identify();
    expect(identities.size).toBe(4);
  });

  test('is not read again while it does not change', async () => {
    const tree = join(settled, 'tree');
    const first = await fetch(tree);
    expect(first.hashed).toBe(true);
    expect(await fetch(tree)).toEqual({ ...first, hashed: false });
  });
});

describe('openSource', () => {
  async function contents(source: string): Promise<readonly string[]> {
    const { identity: image } = await fetch(source);
    const drivers = await open(source, image);
    try {
      return await Promise.all(drivers.entries.map(({ path }) => text(drivers.open(path))));
    } finally {
      await drivers.close();
    }
  }

  function open(source: string, image: FetchedSource['identity']): ReturnType<typeof openSource> {
    return openSource({ identity: image, source, baseDirectory: base, storeDirectory: store });
  }

  test('reads an image and a directory alike', async () => {
    writeTree(join(base, 'root'), 'driver');
    expect(await contents('virtio-win.iso')).toEqual(['driver', 'driver']);
    expect(await contents('root')).toEqual(['driver', 'driver']);
  });

  test('reads the stored image, whatever became of the source', async () => {
    const { identity: image } = await fetch();
    rmSync(iso);
    const drivers = await open(iso, image);
    expect(drivers.label).toBe(iso);
    expect(await text(drivers.open('viostor/w7/x86/viostor.sys'))).toBe('driver');
    await drivers.close();
  });

  test.each(['virtio-win.iso', 'root'])('fetches %s again for an empty store', async (source) => {
    writeTree(join(base, 'root'), 'driver');
    const { identity: image } = await fetch(source);
    rmSync(store, { recursive: true });
    const drivers = await open(source, image);
    expect(await text(drivers.open('viostor/w7/x86/viostor.sys'))).toBe('driver');
    await drivers.close();
  });

  test('refuses a source that is another image by now', async () => {
    const { identity: image } = await fetch();
    rmSync(store, { recursive: true });
    await writeIso(iso, 'other');
    await expect(open(iso, image)).rejects.toThrow(/not the source that was expected/);
  });

  const testOfPipes = process.platform === 'win32' ? test.skip : test;
  testOfPipes('waits for no named pipe in the place of a file that was listed', async () => {
    const root = join(base, 'root');
    writeTree(root, 'driver');
    const { identity: image } = await fetch(root);
    const drivers = await open(root, image);
    const path = join(root, 'viostor/w7/x86/viostor.sys');
    rmSync(path);
    execFileSync('mkfifo', [path]);
    await expect(text(drivers.open('viostor/w7/x86/viostor.sys'))).rejects.toThrow(
      /viostor\.sys: the file cannot be read\n +found: +a named pipe/,
    );
    await expect(hashFile(path, undefined)).rejects.toThrow(/this is no longer a file/);
  });

  test('notices a file of a directory that changed or went after it was listed', async () => {
    const root = join(base, 'root');
    writeTree(root, 'driver');
    const { identity: image } = await fetch(root);
    const drivers = await open(root, image);
    writeFileSync(join(root, 'viostor/w7/x86/viostor.sys'), 'DRIVER');
    rmSync(join(root, 'viostor/w7/amd64/viostor.sys'));
    await expect(text(drivers.open('viostor/w7/x86/viostor.sys'))).rejects.toThrow(
      /viostor\.sys: the file has changed since it was checked/,
    );
    await expect(text(drivers.open('viostor/w7/amd64/viostor.sys'))).rejects.toThrow(
      /nothing of that name/,
    );
  });
});
