import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { InputError } from '@aero-guest-tools/diagnostics';
import { writeZip } from '@aero-guest-tools/zip';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { WINDOW_SIZE } from '../files/file-window';
import { listZipContents } from './zip-contents';

/** Data that do not compress; no two stretches are equal. */
function incompressible(size: number): Buffer {
  const hashes = Array.from({ length: Math.ceil(size / 32) }, (_, index) =>
    Buffer.from(sha256Of(Buffer.from(String(index))), 'hex'),
  );
  return Buffer.concat(hashes).subarray(0, size);
}

/** Small and large, deflated and stored, and more files than are inflated at a time. */
const CONTENTS: Readonly<Record<string, Buffer>> = {
  'deflated.txt': Buffer.from('deflated, '.repeat(100)),
  'empty.txt': Buffer.alloc(0),
  'large-deflated.sys': Buffer.alloc(2 * WINDOW_SIZE + 5, 'more than a window holds, '),
  'large-stored.cab': incompressible(WINDOW_SIZE + 5),
  'stored.cat': Buffer.from('stored'),
  ...Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `licenses/${String(index)}.txt`,
      Buffer.alloc(1000, `licence ${String(index)}, `),
    ]),
  ),
};

/** APPNOTE 4.3.7 and 4.3.12. */
const LOCAL_HEADER = 'PK\x03\x04';
const CENTRAL_HEADER = 'PK\x01\x02';

/** Offsets of fields in a central directory header (APPNOTE 4.3.12). */
const FLAGS = 8;
const METHOD = 10;
const CRC_32 = 16;
const UNCOMPRESSED_SIZE = 24;

let root: string;
let path: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'zip-contents-'));
  path = join(root, 'archive.zip');
  const files = Object.entries(CONTENTS).map(([name, data]) => ({
    path: name,
    size: data.length,
    async *open() {
      yield data;
    },
  }));
  writeFileSync(path, await buffer(writeZip(files, { sourceDateEpoch: 0 })));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Offset of an entry's header; its name is `nameOffset` bytes into the header. */
function headerOf(archive: Buffer, signature: string, nameOffset: number, name: string): number {
  const first = archive.indexOf(signature, 0, 'latin1');
  for (let at = first; at >= 0; at = archive.indexOf(signature, at + 4, 'latin1')) {
    if (archive.toString('latin1', at + nameOffset, at + nameOffset + name.length) === name) {
      return at;
    }
  }
  throw new Error(`no header of ${name}`);
}

const localHeader = (archive: Buffer, name: string): number =>
  headerOf(archive, LOCAL_HEADER, 30, name);
const centralHeader = (archive: Buffer, name: string): number =>
  headerOf(archive, CENTRAL_HEADER, 46, name);

describe('the contents of an archive', () => {
  test('are size and SHA-256 of each file', async () => {
    expect(Object.fromEntries(await listZipContents(path))).toEqual(
      Object.fromEntries(
        Object.entries(CONTENTS).map(([name, data]) => [
          name,
          { size: data.length, sha256: sha256Of(data) },
        ]),
      ),
    );
  });

  const sizeOf = (name: string): number => CONTENTS[name]?.length ?? 0;
  const saysSize =
    (name: string, more: number) =>
    (archive: Buffer): void => {
      archive.writeUInt32LE(sizeOf(name) + more, centralHeader(archive, name) + UNCOMPRESSED_SIZE);
    };
  const DAMAGES: readonly (readonly [string, (archive: Buffer) => void, RegExp])[] = [
    [
      'a file that is longer than it says',
      saysSize('deflated.txt', -1),
      /deflated\.txt: has 1,000 bytes, and says 999/,
    ],
    [
      'a file that is much longer than it says',
      saysSize('deflated.txt', -990),
      /deflated\.txt: holds more than the 10 bytes/,
    ],
    [
      'a file that is shorter than it says',
      saysSize('deflated.txt', 1),
      /deflated\.txt: has 1,000 bytes, and says 1001/,
    ],
    [
      'a stored file that is not as long as it says',
      saysSize('stored.cat', 1),
      /size mismatch for stored file/,
    ],
    [
      'a large file that is longer than it says',
      saysSize('large-deflated.sys', -1),
      /too many bytes/,
    ],
    [
      'a large file that is shorter than it says',
      saysSize('large-deflated.sys', 1),
      /not enough bytes/,
    ],
    ...['deflated.txt', 'stored.cat', 'large-deflated.sys', 'large-stored.cab'].map(
      (name) =>
        [
          `another CRC-32 for ${name}`,
          (archive: Buffer) => {
            const at = centralHeader(archive, name) + CRC_32;
            archive.writeUInt32LE((archive.readUInt32LE(at) ^ 1) >>> 0, at);
          },
          new RegExp(`${name}: has \\d+ as CRC-32, and says \\d+`),
        ] as const,
    ),
    [
      'data that are not deflated',
      (archive) => {
        archive.writeUInt8(0xff, localHeader(archive, 'deflated.txt') + 30 + 'deflated.txt'.length);
      },
      /deflated\.txt: invalid block type/,
    ],
    [
      'no local header',
      (archive) => {
        archive.writeUInt8(0, localHeader(archive, 'stored.cat'));
      },
      /invalid local file header signature/,
    ],
    [
      'a local header outside the archive',
      (archive) => {
        archive.writeUInt32LE(0xffff_fff0, centralHeader(archive, 'stored.cat') + 42);
      },
      /the file ends too early/,
    ],
    [
      'an encrypted file',
      (archive) => {
        archive.writeUInt16LE(1, centralHeader(archive, 'deflated.txt') + FLAGS);
      },
      /entry is encrypted/,
    ],
    [
      'a method that is neither stored nor deflated',
      (archive) => {
        archive.writeUInt16LE(12, centralHeader(archive, 'deflated.txt') + METHOD);
      },
      /unsupported compression method: 12/,
    ],
    [
      'a file that is there twice',
      (archive) => {
        const at = centralHeader(archive, 'licenses/10.txt');
        archive.write('licenses/11.txt', at + 46);
      },
      /licenses\/11\.txt is there twice/,
    ],
  ];

  test.each(DAMAGES)('%s: refused', async (_, damage, message) => {
    const archive = readFileSync(path);
    damage(archive);
    writeFileSync(path, archive);
    const contents = listZipContents(path);
    await expect(contents).rejects.toThrow(InputError);
    await expect(contents).rejects.toThrow(/archive\.zip: the zip archive cannot be read back/);
    await expect(contents).rejects.toThrow(message);
  });

  test('of an archive that is cut off are refused', async () => {
    writeFileSync(path, readFileSync(path).subarray(0, 5000));
    await expect(listZipContents(path)).rejects.toThrow(/End of central directory record/);
  });
});
