import { createHash } from 'node:crypto';
import { portableExecutable } from '@aero-guest-tools/sample-virtio-win';
import { signedImage } from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { authenticodeDigest } from './authenticode-digest';
import { embeddedSignature } from './embedded-signature';
import { readPeImage } from './pe-image';
import { testIdentity } from './signed-driver.fixture';

/** Offset of the optional header in the sample executables. */
const OPTIONAL_HEADER = 0x80 + 24;
const CHECKSUM = { offset: OPTIONAL_HEADER + 64, length: 4 };

/** PE32 and PE32+, with the offset of the certificate table entry in each. */
const KINDS = [
  ['PE32', 'x86', { offset: OPTIONAL_HEADER + 96 + 32, length: 8 }],
  ['PE32+', 'amd64', { offset: OPTIONAL_HEADER + 112 + 32, length: 8 }],
] as const;

const sample = (architecture: 'x86' | 'amd64'): Buffer =>
  Buffer.from(portableExecutable({ architecture, kind: 'driver', label: 'A driver of a test.' }));

function digestOf(bytes: Uint8Array, algorithm: 'sha1' | 'sha256' = 'sha1'): string | undefined {
  const image = readPeImage(bytes);
  return image && authenticodeDigest(bytes, image, algorithm);
}

describe.each(KINDS)(
  'rules 11: the Authenticode digest of a %s image',
  (_, architecture, entry) => {
    const image = sample(architecture);

    test.each(['sha1', 'sha256'] as const)('is the %s of all but three parts', (algorithm) => {
      const hash = createHash(algorithm);
      hash.update(image.subarray(0, CHECKSUM.offset));
      hash.update(image.subarray(CHECKSUM.offset + 4, entry.offset));
      hash.update(image.subarray(entry.offset + 8));
      expect(digestOf(image, algorithm)).toBe(hash.digest('hex'));
    });

    test('depends on every byte but those of the checksum and of the entry', () => {
      const skipped: number[] = [];
      const expected = digestOf(image);
      for (let offset = OPTIONAL_HEADER + 16; offset < image.length; offset += 1) {
        const changed = Buffer.from(image);
        changed[offset] = (image[offset] ?? 0) ^ 0x40;
        // A changed entry would describe a table outside the file.
        const isEntry = offset >= entry.offset && offset < entry.offset + 8;
        if (isEntry || digestOf(changed) === expected) skipped.push(offset);
      }
      expect(skipped).toEqual(
        [CHECKSUM, entry].flatMap(({ offset, length }) => range(offset, length)),
      );
    });

    test('is not changed by a signature in it', () => {
      const hash = Buffer.from(digestOf(image) ?? '', 'hex');
      const signer = testIdentity({ name: { CN: 'Test signer' } });
      const signed = signedImage(image, hash, { signer, digest: 'sha1' });
      expect(digestOf(signed)).toBe(digestOf(image));
      const header = readPeImage(signed);
      expect(header && embeddedSignature(signed, header, [])).toMatchObject({
        signedDigest: { algorithm: 'sha1', digest: digestOf(image), subject: 'pe-image' },
        signature: { standing: 'valid', isContentIntact: true },
      });
      expect(digestOf(Buffer.concat([signed, Buffer.from('more')]))).not.toBe(digestOf(image));
    });

    test('is that of the padded file, as signing pads it', () => {
      const longer = Buffer.concat([image, Buffer.from('abc')]);
      expect(digestOf(longer)).toBe(digestOf(Buffer.concat([longer, Buffer.alloc(5)])));
    });

    test('does not exist if the table of signatures lies outside of the file, or in the headers', () => {
      for (const [offset, length] of [
        [image.length, 8],
        [image.length - 8, 16],
        [0xffff_fff8, 0xffff_fff8],
        [0, 8],
        [entry.offset, 64],
      ] as const) {
        const changed = Buffer.from(image);
        changed.writeUInt32LE(offset, entry.offset);
        changed.writeUInt32LE(length, entry.offset + 4);
        expect(digestOf(changed)).toBeUndefined();
      }
    });

    test('skips no entry that the optional header does not have', () => {
      const short = Buffer.from(image);
      short.writeUInt32LE(4, entry.offset - 36);
      expect(readPeImage(short)).not.toHaveProperty('certificateTableEntry');
      const narrow = Buffer.from(image);
      narrow.writeUInt16LE(entry.offset - OPTIONAL_HEADER, 0x80 + 20);
      expect(readPeImage(narrow)).not.toHaveProperty('certificateTableEntry');
    });
  },
);

describe('rules 11: what is no PE image is hashed as it is', () => {
  test.each([
    ['nothing', Buffer.of()],
    ['a text', Buffer.from('[Version]\r\n'.repeat(20))],
    ['a DOS program', Buffer.from('MZ'.padEnd(64, '\0'))],
    ['headers behind the end', sample('x86').subarray(0, OPTIONAL_HEADER + 60)],
    ['headers beyond any end', withHeaderAt(0xffff_ffff)],
  ])('%s', (_, bytes) => {
    expect(readPeImage(bytes)).toBeUndefined();
  });

  test('truncated at each byte', () => {
    const image = sample('amd64');
    for (let length = 0; length < 1024; length += 1) {
      expect(() => digestOf(image.subarray(0, length))).not.toThrow();
    }
  });
});

function withHeaderAt(offset: number): Buffer {
  const bytes = sample('x86');
  bytes.writeUInt32LE(offset, 60);
  return bytes;
}

function range(offset: number, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => offset + index);
}
