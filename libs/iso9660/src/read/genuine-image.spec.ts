import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Iso9660Entry } from './entry';
import { openFileSource } from './file-source';
import { createFileReadStream } from './file-stream';
import { isInstalled, run } from './foreign-tools.fixture';
import { openIso9660Image, type Iso9660Image } from './image';
import { listAll, SECTOR } from './image-builder.fixture';
import type { NameSpace } from './name-space';
import type { RandomAccessSource } from './random-access-source';

// An image of genuine drivers next to the repository, authored the way the virtio-win project
// authors its own.

const ROOT_DIRECTORY = path.resolve(__dirname, '../../../..');
const IMAGE = path.join(ROOT_DIRECTORY, '../shared/virtio-win/virtio-win-w7-subset.iso');
const isPresent = existsSync(IMAGE);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

(isPresent ? describe : describe.skip)(
  `the genuine virtio-win image${isPresent ? '' : ' (skipped: ../shared/virtio-win is not there)'}`,
  () => {
    const reads: { offset: number; length: number }[] = [];
    let source: RandomAccessSource;
    beforeAll(async () => {
      const file = await openFileSource(IMAGE);
      source = {
        ...file,
        read: (offset, length) => {
          reads.push({ offset, length });
          return file.read(offset, length);
        },
      };
    });
    afterAll(() => source.close());

    async function filesOf(
      nameSpace?: NameSpace,
    ): Promise<{ opened: Iso9660Image; files: readonly Iso9660Entry[] }> {
      const opened = await openIso9660Image(source, nameSpace === undefined ? {} : { nameSpace });
      const files = (await listAll(opened)).filter(({ kind }) => kind === 'file');
      return { opened, files };
    }

    test('its volume and its name spaces', async () => {
      expect(await openIso9660Image(source)).toMatchObject({
        volumeId: 'virtio-win-0.1.172',
        volumeSpaceSize: source.size / SECTOR,
        nameSpace: 'rock-ridge',
        nameSpaces: ['rock-ridge', 'iso9660-1999', 'iso9660'],
      });
    });

    test('65 files, the same in either name space', async () => {
      const { files } = await filesOf();
      expect(files).toHaveLength(65);
      const paths = files.map((file) => file.path);
      expect((await filesOf('iso9660-1999')).files.map((file) => file.path)).toEqual(paths);
      expect(paths).toContain('NetKVM/w7/amd64/netkvm.inf');
      expect(paths).toContain('viostor/w7/x86/viostor.pdb');
      expect(paths).toContain('virtio-win_license.txt');
      expect(paths).toContain('data/info.json');
    });

    test('listing it reads nothing but descriptors and directories', async () => {
      reads.length = 0;
      const { opened } = await filesOf();
      const directories = (await listAll(opened)).filter(({ kind }) => kind === 'directory');
      const allowed = new Set(
        [opened.root, ...directories].flatMap(({ extents }) => extents.map(({ sector }) => sector)),
      );
      // Three descriptors and the sectors after them; and the extension record, in which the root
      // directory continues.
      for (const sector of [16, 17, 18, 19, 54]) allowed.add(sector);
      for (const { offset, length } of reads) {
        expect(length).toBe(SECTOR);
        expect(allowed).toContain(offset / SECTOR);
      }
    });

    test('identical files share an extent', async () => {
      const { files } = await filesOf();
      const sectors = files.flatMap(({ extents }) => extents.map(({ sector }) => sector));
      expect(new Set(sectors).size).toBeLessThan(files.length);
    });

    const hasOther = isInstalled('isoinfo');
    (hasOther ? test : test.skip)(
      `the contents of all files are those that isoinfo reads${hasOther ? '' : ' (skipped: it is not installed)'}`,
      async () => {
        const { opened, files } = await filesOf();
        for (const file of files) {
          const contents = await buffer(createFileReadStream(opened, file));
          const args = ['-i', IMAGE, '-R', '-x', `/${file.path}`];
          const expected = run(ROOT_DIRECTORY, 'isoinfo', args);
          expect({ path: file.path, sha256: sha256(contents) }).toEqual({
            path: file.path,
            sha256: sha256(expected),
          });
        }
      },
    );
  },
);
