import { describe, expect, test } from '@jest/globals';
import { centralDirectoryHeader } from './central-directory-header';
import { dosDateTime } from './dos-date-time';
import { endOfCentralDirectory } from './end-of-central-directory';
import { DEFLATED, STORED, type Entry } from './entry';
import { localFileHeader } from './local-file-header';

const GIB = 2 ** 30;

const FILE: Entry = {
  fileName: Buffer.from('grün'),
  lastModified: dosDateTime(Date.UTC(2024, 1, 29, 13, 37, 42) / 1000),
  compressionMethod: DEFLATED,
  crc32: 0xdeadbeef,
  compressedSize: 0x0102,
  uncompressedSize: 0x030405,
};

const DIRECTORY: Entry = {
  ...FILE,
  fileName: Buffer.from('d/'),
  compressionMethod: STORED,
  crc32: 0,
  compressedSize: 0,
  uncompressedSize: 0,
};

/** Bytes in hexadecimal; white space is ignored. */
const bytes = (...fields: readonly string[]): string => fields.join('').replaceAll(' ', '');

describe('APPNOTE 4.3.7: local file header', () => {
  test('field by field', () => {
    expect(localFileHeader(FILE).toString('hex')).toBe(
      bytes(
        '504b0304', // signature
        '1400', // 4.4.3 version needed to extract: 2.0
        '0008', // 4.4.4 general purpose bit flag: bit 11, UTF-8
        '0800', // 4.4.5 compression method: deflated
        'b56c', // 4.4.6 time: 13:37:42
        '5d58', // 4.4.6 date: 2024-02-29
        'efbeadde', // 4.4.7 CRC-32
        '02010000', // 4.4.8 compressed size
        '05040300', // 4.4.9 uncompressed size
        '0500', // 4.4.10 file name length
        '0000', // 4.4.11 extra field length
        '6772c3bc6e', // file name
      ),
    );
  });

  test('both sizes move to the zip64 field if one of them does not fit', () => {
    const header = localFileHeader({ ...FILE, compressedSize: 1, uncompressedSize: 5 * GIB });
    expect(header.subarray(4, 6).toString('hex')).toBe('2d00'); // 4.5
    expect(header.subarray(18).toString('hex')).toBe(
      bytes(
        'ffffffff', // compressed size
        'ffffffff', // uncompressed size
        '0500',
        '1400',
        '6772c3bc6e',
        '0100 1000', // 4.5.3 tag and size
        '0000004001000000', // original size
        '0100000000000000', // compressed size
      ),
    );
  });
});

describe('rules 9: modes are in the central directory header (APPNOTE 4.3.12)', () => {
  test('field by field', () => {
    expect(centralDirectoryHeader(FILE, 0x0a0b0c).toString('hex')).toBe(
      bytes(
        '504b0102', // signature
        '3f03', // 4.4.2 version made by: 6.3, UNIX
        '1400', // 4.4.3 version needed to extract
        '0008', // 4.4.4 general purpose bit flag
        '0800', // 4.4.5 compression method
        'b56c', // 4.4.6 time
        '5d58', // 4.4.6 date
        'efbeadde', // 4.4.7 CRC-32
        '02010000', // 4.4.8 compressed size
        '05040300', // 4.4.9 uncompressed size
        '0500', // 4.4.10 file name length
        '0000', // 4.4.11 extra field length
        '0000', // 4.4.12 file comment length
        '0000', // 4.4.13 disk number start
        '0000', // 4.4.14 internal file attributes
        '0000a481', // 4.4.15 external file attributes: S_IFREG, 0644
        '0c0b0a00', // 4.4.16 relative offset of local header
        '6772c3bc6e', // file name
      ),
    );
  });

  test('a directory is 0755 for UNIX and has the MS-DOS directory attribute', () => {
    const header = centralDirectoryHeader(DIRECTORY, 0);
    expect(header.readUInt32LE(38)).toBe(((0o040755 << 16) | 0x10) >>> 0);
  });

  test('only the values that do not fit move to the zip64 field, in its order', () => {
    const offsetOnly = centralDirectoryHeader(FILE, 4 * GIB);
    expect(offsetOnly.subarray(20, 28).toString('hex')).toBe('0201000005040300');
    expect(offsetOnly.readUInt32LE(42)).toBe(0xffff_ffff);
    expect(offsetOnly.subarray(46 + 5).toString('hex')).toBe(
      bytes('0100 0800', '0000000001000000'),
    );

    const all = centralDirectoryHeader(
      { ...FILE, compressedSize: 5 * GIB, uncompressedSize: 6 * GIB },
      7 * GIB,
    );
    expect(all.subarray(6, 8).toString('hex')).toBe('2d00');
    expect(all.readUInt16LE(30)).toBe(28);
    expect(all.subarray(46 + 5).toString('hex')).toBe(
      bytes('0100 1800', '0000008001000000', '0000004001000000', '000000c001000000'),
    );
  });
});

describe('zip64 where 4 GiB needs it and only there', () => {
  test.each([
    [4 * GIB - 2, false],
    [4 * GIB - 1, true], // the value that means "see zip64" cannot be an actual size
    [4 * GIB, true],
  ])('a size or offset of %d: %p', (value, zip64) => {
    const extraField = (header: Buffer, at: number): boolean => header.readUInt16LE(at) > 0;
    const large = { ...FILE, compressedSize: value, uncompressedSize: value };
    expect(extraField(localFileHeader(large), 28)).toBe(zip64);
    expect(extraField(centralDirectoryHeader(large, 0), 30)).toBe(zip64);
    expect(extraField(centralDirectoryHeader(FILE, value), 30)).toBe(zip64);
    const offset = endOfCentralDirectory({ entries: 1, size: 50, offset: value });
    expect(offset.length > 22).toBe(zip64);
    const size = endOfCentralDirectory({ entries: 1, size: value, offset: 0 });
    expect(size.length > 22).toBe(zip64);
  });

  test.each([
    [65_534, false],
    [65_535, true],
  ])('%d entries: %p', (entries, zip64) => {
    expect(endOfCentralDirectory({ entries, size: 50, offset: 0 }).length > 22).toBe(zip64);
  });
});

describe('APPNOTE 4.3.16: end of central directory record', () => {
  test('field by field', () => {
    expect(endOfCentralDirectory({ entries: 3, size: 0x99, offset: 0x1234 }).toString('hex')).toBe(
      bytes(
        '504b0506', // signature
        '0000', // 4.4.19 number of this disk
        '0000', // 4.4.20 disk with the start of the central directory
        '0300', // 4.4.21 entries on this disk
        '0300', // 4.4.22 entries
        '99000000', // 4.4.23 size of the central directory
        '34120000', // 4.4.24 offset of the central directory
        '0000', // 4.4.25 comment length
      ),
    );
  });

  test('4.3.14 and 4.3.15: the zip64 record and its locator stand before it', () => {
    const end = endOfCentralDirectory({ entries: 70_000, size: 0x99, offset: 5 * GIB });
    expect(end.toString('hex')).toBe(
      bytes(
        '504b0606', // zip64 end of central directory record
        '2c00000000000000', // 44 bytes follow
        '3f03', // version made by
        '2d00', // version needed to extract: 4.5
        '00000000', // number of this disk
        '00000000', // disk with the start of the central directory
        '7011010000000000', // entries on this disk
        '7011010000000000', // entries
        '9900000000000000', // size of the central directory
        '0000004001000000', // offset of the central directory
        '504b0607', // zip64 end of central directory locator
        '00000000', // disk with the zip64 record
        '9900004001000000', // offset of the zip64 record
        '01000000', // disks
        '504b0506', // end of central directory record
        '0000 0000',
        'ffff', // entries on this disk: see zip64
        'ffff', // entries: see zip64
        '99000000', // the size fits, and stays here
        'ffffffff', // offset: see zip64
        '0000',
      ),
    );
  });
});
