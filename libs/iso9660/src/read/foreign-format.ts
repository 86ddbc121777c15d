import { SECTOR_SIZE } from '../sector';
import type { RandomAccessSource } from './random-access-source';
import { UDF_REMEDY } from './udf-bridge';
import { beginsExtendedArea } from './volume-recognition';

/** The format of a file that is not an ISO 9660 image, and the remedy. */
export interface ForeignFormat {
  /** As the end of a sentence that begins with "this is". */
  readonly what: string;
  readonly remedy: string;
}

interface Format extends ForeignFormat {
  readonly matches: (file: Probe) => boolean;
}

/** The parts of a file that show its format. */
interface Probe {
  readonly size: number;
  /** Its first bytes, up to the end of the first volume descriptor of a raw image. */
  readonly head: Buffer;
  /** Its last 64 KiB. */
  readonly tail: Buffer;
}

/** Up to the end of sector 16, in raw sectors of 2352 bytes. */
const HEAD_LENGTH = 17 * 2448;

/** A zip archive ends in a record of at most this many bytes (APPNOTE 4.3.16). */
const TAIL_LENGTH = 22 + 0xffff;

const DECOMPRESS = 'decompress it, and name the image in it';
const EXTRACT = 'extract it, and name the directory or the image in it';
const RPM_REMEDY =
  'extract the image from it (rpm2cpio virtio-win.rpm | cpio -idm writes usr/share/virtio-win/virtio-win.iso; 7-Zip opens it too), and name that';

/** The synchronization field that begins a raw sector (ECMA-130, 14.1). */
const SYNCHRONIZATION = Buffer.from('00ffffffffffffffffffff00', 'hex');

const startsWith =
  (hex: string, offset = 0) =>
  ({ head }: Probe): boolean => {
    const signature = Buffer.from(hex, 'hex');
    return head.subarray(offset, offset + signature.length).equals(signature);
  };

const holds =
  (text: string, offset: number) =>
  ({ head }: Probe): boolean =>
    head.toString('latin1', offset, offset + text.length) === text;

/** The formats that people mistake for an image, those with the most reliable signatures first. */
const FORMATS: readonly Format[] = [
  {
    what: 'an image with a UDF file system only, which is not supported',
    remedy: UDF_REMEDY,
    matches: ({ head }) => beginsExtendedArea(head.subarray(16 * SECTOR_SIZE, 17 * SECTOR_SIZE)),
  },
  {
    what: 'an image in the High Sierra format, the forerunner of ISO 9660, which is not supported',
    remedy: 'extract it (isoinfo -X -i reads it), and name the directory',
    // The standard identifier of a High Sierra volume descriptor is at byte 9.
    matches: holds('CDROM', 16 * SECTOR_SIZE + 9),
  },
  {
    what: 'a raw image with sectors of 2352 bytes, as .bin files of .cue sheets are',
    remedy:
      'convert it to sectors of 2048 bytes (bchunk image.bin image.cue image), and name the .iso file',
    matches: ({ head }) => head.subarray(0, SYNCHRONIZATION.length).equals(SYNCHRONIZATION),
  },
  {
    what: 'a Nero image (.nrg)',
    remedy: 'convert it (nrg2iso image.nrg image.iso), and name the .iso file',
    matches: ({ tail }) =>
      tail.toString('latin1', tail.length - 12, tail.length - 8) === 'NER5' ||
      tail.toString('latin1', tail.length - 8, tail.length - 4) === 'NERO',
  },
  { what: 'a file compressed with xz', remedy: DECOMPRESS, matches: startsWith('fd377a585a00') },
  { what: 'a file compressed with gzip', remedy: DECOMPRESS, matches: startsWith('1f8b08') },
  { what: 'a file compressed with bzip2', remedy: DECOMPRESS, matches: startsWith('425a68') },
  { what: 'a file compressed with Zstandard', remedy: DECOMPRESS, matches: startsWith('28b52ffd') },
  { what: 'an RPM package', remedy: RPM_REMEDY, matches: startsWith('edabeedb') },
  { what: 'a 7z archive', remedy: EXTRACT, matches: startsWith('377abcaf271c') },
  { what: 'a RAR archive', remedy: EXTRACT, matches: startsWith('526172211a07') },
  { what: 'a cabinet', remedy: EXTRACT, matches: startsWith('4d534346') },
  { what: 'a WIM archive', remedy: EXTRACT, matches: startsWith('4d5357494d000000') },
  { what: 'a tar archive', remedy: EXTRACT, matches: holds('ustar', 257) },
  {
    what: 'an installer, not the image with the drivers',
    remedy: 'name virtio-win.iso, which is published beside the installers',
    matches: (file) => startsWith('d0cf11e0a1b11ae1')(file) || startsWith('4d5a')(file),
  },
  {
    what: 'a disk image (qcow2)',
    remedy: 'name the .iso file',
    matches: startsWith('514649fb'),
  },
  {
    what: 'a floppy image (.vfd), or another disk image with a boot sector',
    remedy:
      'name virtio-win.iso of the same release, or copy the files out of it (7-Zip opens it; mcopy -s -i virtio-win.vfd :: drivers), and name the directory',
    // The signature of a boot sector, with a jump instruction at its beginning (FAT specification,
    // 3.1).
    matches: (file) => startsWith('55aa', 510)(file) && [0xeb, 0xe9].includes(file.head[0] ?? 0),
  },
  {
    what: 'a zip archive',
    remedy:
      'a zip archive of drivers is a source of drivers; if there is anything in front of the archive, remove it (zip -F)',
    matches: ({ tail }) => tail.includes('PK\x05\x06', 0, 'latin1'),
  },
  {
    what: 'a web page, often one that says why there is nothing to download',
    remedy: 'download the image again, and look at what the server sends',
    matches: ({ head }) => /^\s*<(?:!doctype html|html)/i.test(head.toString('latin1', 0, 512)),
  },
];

/** Recognises the format of a file by its signature; undefined if it is none of the known ones. */
export async function foreignFormat(
  source: RandomAccessSource,
): Promise<ForeignFormat | undefined> {
  const head = Buffer.from(await source.read(0, Math.min(HEAD_LENGTH, source.size)));
  const tailLength = Math.min(TAIL_LENGTH, source.size);
  const tail = Buffer.from(await source.read(source.size - tailLength, tailLength));
  return FORMATS.find(({ matches }) => matches({ size: source.size, head, tail }));
}
