import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { WINDOW_SIZE } from '../files/file-window';
import { listIsoContents } from './iso-contents';

const LARGE = Buffer.alloc(2 * WINDOW_SIZE + 5, 'more than a window holds, ');

/** The last two share their contents, the first two have none. */
const CONTENTS: Readonly<Record<string, Buffer>> = {
  'empty.txt': Buffer.alloc(0),
  'drivers/empty.txt': Buffer.alloc(0),
  'README.md': Buffer.from('# Aero Guest Tools\n'),
  'drivers/x86/viostor.sys': LARGE,
  'drivers/x86/a.cat': Buffer.from('the same'),
  'drivers/amd64/a.cat': Buffer.from('the same'),
};

let root: string;
let path: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'iso-contents-'));
  path = join(root, 'image.iso');
  const files = Object.entries(CONTENTS).map(([name, data]) => ({
    path: name,
    size: data.length,
    sha256: sha256Of(data),
    open: () => [data],
  }));
  const layout = layoutImage(files, { volumeId: 'A', sourceDateEpoch: 0 });
  writeFileSync(path, await buffer(writeImage(layout)));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('the contents of an image', () => {
  test('are size and SHA-256 of each file', async () => {
    expect(Object.fromEntries(await listIsoContents(path))).toEqual(
      Object.fromEntries(
        Object.entries(CONTENTS).map(([name, data]) => [
          name,
          { size: data.length, sha256: sha256Of(data) },
        ]),
      ),
    );
  });

  test('are what the image has, in every file that shares it', async () => {
    const image = readFileSync(path);
    image.write('another!', image.indexOf('the same'));
    writeFileSync(path, image);
    const sha256 = sha256Of(Buffer.from('another!'));
    const contents = await listIsoContents(path);
    expect(contents.get('drivers/x86/a.cat')).toEqual({ size: 8, sha256 });
    expect(contents.get('drivers/amd64/a.cat')).toEqual({ size: 8, sha256 });
  });

  test.each([
    ['no file', () => rmSync(path), /image\.iso: the image does not exist/],
    ['no image', () => writeFileSync(path, 'CD001'), /image\.iso: [^]*ISO 9660/],
    [
      'an image that is cut off',
      () => writeFileSync(path, readFileSync(path).subarray(0, 60_000)),
      /image\.iso: the image is truncated[^]*60,000 bytes/,
    ],
  ])('%s is refused', async (_, damage, message) => {
    damage();
    await expect(listIsoContents(path)).rejects.toThrow(message);
  });
});
