import { describe, expect, test } from '@jest/globals';
import { image, memorySource, SECTOR } from './image-builder.fixture';
import { openIso9660Image } from './image';
import { Iso9660Error } from './iso9660-error';

/** A file of this size with bytes at these offsets; a negative offset counts from the end. */
function file(parts: Readonly<Record<number, string>>, size = 50 * SECTOR): Buffer {
  const bytes = Buffer.alloc(size);
  for (const [place, text] of Object.entries(parts)) {
    bytes.write(text, Number(place) < 0 ? size + Number(place) : Number(place), 'latin1');
  }
  return bytes;
}

/** A raw sector (ECMA-130, 14): synchronization, header of mode 1, data, and error correction. */
function rawImage(sectors: Buffer): Buffer {
  const header = Buffer.from('00ffffffffffffffffffff0000020001', 'hex');
  return Buffer.concat(
    Array.from({ length: sectors.length / SECTOR }, (_, index) => [
      header,
      sectors.subarray(index * SECTOR, (index + 1) * SECTOR),
      Buffer.alloc(288),
    ]).flat(),
  );
}

describe('rules 8: what is mistaken for an image is called by its name, with the way out', () => {
  test.each([
    [
      'UDF only',
      file({ [16 * SECTOR]: '\0BEA01\x01', [17 * SECTOR]: '\0NSR03\x01' }),
      'UDF',
      '7z x',
    ],
    ['High Sierra', file({ [16 * SECTOR + 9]: 'CDROM' }), 'High Sierra', 'isoinfo'],
    ['raw sectors', rawImage(image({})), 'raw image with sectors of 2352 bytes', 'bchunk'],
    ['Nero, version 2', file({ [-12]: 'NER5' }), 'Nero image', 'nrg2iso'],
    ['Nero, version 1', file({ [-8]: 'NERO' }), 'Nero image', 'nrg2iso'],
    ['xz', file({ 0: '\xfd7zXZ\0' }), 'compressed with xz', 'decompress it'],
    ['gzip', file({ 0: '\x1f\x8b\x08' }), 'compressed with gzip', 'decompress it'],
    ['bzip2', file({ 0: 'BZh9' }), 'compressed with bzip2', 'decompress it'],
    ['Zstandard', file({ 0: '\x28\xb5\x2f\xfd' }), 'compressed with Zstandard', 'decompress it'],
    ['RPM', file({ 0: '\xed\xab\xee\xdb' }), 'RPM package', 'rpm2cpio'],
    ['floppy', file({ 0: '\xeb\x3c\x90', 510: '\x55\xaa' }), 'floppy image (.vfd)', 'mcopy'],
    ['7z', file({ 0: '7z\xbc\xaf\x27\x1c' }), '7z archive', 'extract it'],
    ['tar', file({ 257: 'ustar\x0000' }), 'tar archive', 'extract it'],
    ['cabinet', file({ 0: 'MSCF' }), 'cabinet', 'extract it'],
    ['MSI', file({ 0: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' }), 'an installer', 'virtio-win.iso'],
    ['EXE', file({ 0: 'MZ' }), 'an installer', 'virtio-win.iso'],
    ['zip', file({ 3: 'PK\x03\x04', [-22]: 'PK\x05\x06' }, 400), 'zip archive', 'zip -F'],
    ['HTML', file({ 0: '\n<!DOCTYPE html>' }), 'web page', 'download the image again'],
  ])('%s', async (_name, bytes, what, remedy) => {
    const error: unknown = await openIso9660Image(memorySource(bytes)).catch(
      (reason: unknown) => reason,
    );
    if (!(error instanceof Iso9660Error)) throw error;
    const [diagnostic] = error.diagnostics;
    expect(diagnostic?.message).toContain(`this is not an ISO 9660 image, but `);
    expect(diagnostic?.message).toContain(what);
    expect(diagnostic?.remedy).toContain(remedy);
  });

  test('what is known by no name', async () => {
    await expect(openIso9660Image(memorySource(file({ 0: 'something else' })))).rejects.toThrow(
      /test\.iso: this is not an ISO 9660 image\n/,
    );
  });
});
