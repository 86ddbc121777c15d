import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  createFileReadStream,
  listImage,
  openFileSource,
  openIso9660Image,
} from '@aero-guest-tools/iso9660';
import { describe, expect, test } from '@jest/globals';
import { imageChecksum, portableExecutable } from './portable-executable';

const genuineImage = '../shared/virtio-win/virtio-win-w7-subset.iso';
const genuinePath = join(__dirname, '../../..', genuineImage);
const testGenuine = existsSync(genuinePath) ? test : test.skip;
if (!existsSync(genuinePath)) console.warn(`skipped: there is no ${genuineImage}`);

/** The fields that tell a loader what a file is, read by the offsets of the "PE Format" document. */
function headers(image: Uint8Array): Readonly<Record<string, number | string>> {
  const bytes = Buffer.from(image);
  const pe = bytes.readUInt32LE(0x3c);
  const optional = pe + 24;
  const sizeOfOptionalHeader = bytes.readUInt16LE(pe + 20);
  const text = optional + sizeOfOptionalHeader;
  return {
    dos: bytes.toString('latin1', 0, 2),
    signature: bytes.toString('latin1', pe, pe + 4),
    machine: bytes.readUInt16LE(pe + 4),
    sections: bytes.readUInt16LE(pe + 6),
    time: bytes.readUInt32LE(pe + 8),
    characteristics: bytes.readUInt16LE(pe + 22),
    magic: bytes.readUInt16LE(optional),
    subsystem: bytes.readUInt16LE(optional + 68),
    checksum: bytes.readUInt32LE(optional + 64),
    text: bytes.toString('latin1', text, text + 8),
    entryPoint: bytes.readUInt32LE(optional + 16) - bytes.readUInt32LE(text + 12),
    fileSize: bytes.readUInt32LE(text + 40 + 16) + bytes.readUInt32LE(text + 40 + 20),
  };
}

const label = 'Aero sample of a.sys.';

describe('a sample executable is a well-formed portable executable', () => {
  test.each([
    ['x86', 'driver', { machine: 0x14c, magic: 0x10b, characteristics: 0x0102, subsystem: 1 }],
    ['x86', 'library', { machine: 0x14c, magic: 0x10b, characteristics: 0x2102, subsystem: 2 }],
    ['amd64', 'driver', { machine: 0x8664, magic: 0x20b, characteristics: 0x0022, subsystem: 1 }],
    ['amd64', 'library', { machine: 0x8664, magic: 0x20b, characteristics: 0x2022, subsystem: 2 }],
  ] as const)('%s %s', (architecture, kind, expected) => {
    const image = portableExecutable({ architecture, kind, label });
    expect(headers(image)).toEqual({
      dos: 'MZ',
      signature: 'PE\0\0',
      sections: 2,
      time: 0,
      checksum: imageChecksum(image),
      text: '.text\0\0\0',
      entryPoint: 0,
      fileSize: image.length,
      ...expected,
    });
    expect(Buffer.from(image).includes(label)).toBe(true);
  });

  test('a label that does not fit is a defect', () => {
    const executable = { architecture: 'x86', kind: 'driver', label: 'x'.repeat(512) } as const;
    expect(() => portableExecutable(executable)).toThrow(RangeError);
  });

  testGenuine('the checksum is computed as in genuine drivers', async () => {
    const source = await openFileSource(genuinePath);
    try {
      const iso = await openIso9660Image(source);
      let drivers = 0;
      for await (const entry of listImage(iso)) {
        if (!entry.path.endsWith('.sys')) continue;
        const image = await buffer(createFileReadStream(iso, entry));
        expect([entry.path, imageChecksum(image)]).toEqual([
          entry.path,
          headers(image)['checksum'],
        ]);
        drivers += 1;
      }
      expect(drivers).toBeGreaterThan(0);
    } finally {
      await source.close();
    }
  });
});
