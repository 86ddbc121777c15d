import type { NameSpace } from '@aero-guest-tools/iso9660';
import type { SourceTree } from './source-tree';
import {
  COMPRESSED,
  COMPRESSIBLE,
  DEEP,
  EVERYDAY,
  JOLIET,
  LARGE,
  LONG_JOLIET,
  MANY,
  PLAIN,
  POSIX,
  UTF_16,
} from './source-trees';

/** A way in which a program makes an image of a tree. */
export interface AuthoringMode {
  /** What the table calls it: the program, its options, and the tree. */
  readonly name: string;
  readonly program: 'genisoimage' | 'xorriso';
  readonly tree: SourceTree;
  /** The command line that writes the directory `tree` to the file `image`. */
  readonly args: (tree: string, image: string) => readonly string[];
  /** The best name space of the image, which is the one that is read unless told otherwise. */
  readonly nameSpace: NameSpace;
  /**
   * What the image records of a name, where that is another one; `mapped` where the author makes up
   * names of its own.
   */
  readonly recordedName?: ((name: string) => string) | 'mapped';
  /** Files that the author adds, by their paths. */
  readonly adds?: readonly string[];
  /** Files that are recorded, but not byte for byte, and so refused: what the error says. */
  readonly unreadable?: Readonly<Record<string, string>>;
}

/** By default genisoimage takes names for ISO 8859-1, which keeps the bytes of UTF-8 as they are. */
const LATIN_1 = ['-input-charset', 'iso8859-1'];
/** For Joliet alone, it can convert names from UTF-8. */
const UTF_8 = ['-input-charset', 'utf-8'];

/** Joliet has a character less for what these name. */
const JOLIET_REPLACES: Pick<AuthoringMode, 'recordedName'> = {
  recordedName: (name) => name.replaceAll(/[*:;?\\]/g, '_'),
};

/** @param algorithm `pz`, or `PZ` of version 2. */
function compressedWith(algorithm: string): Pick<AuthoringMode, 'unreadable'> {
  return {
    unreadable: { squeezed: `it is compressed with zisofs (algorithm "${algorithm}")` },
  };
}

const ZISOFS_FILTER = ['-set_filter_r', '--zisofs', '/', '--'];

type Details = Pick<AuthoringMode, 'recordedName' | 'adds' | 'unreadable'>;

function genisoimage(
  tree: SourceTree,
  options: readonly string[],
  nameSpace: NameSpace,
  details: Details = {},
): AuthoringMode {
  return {
    name: `genisoimage ${options.join(' ')}: ${tree.name}`,
    program: 'genisoimage',
    tree,
    args: (directory, image) => ['-quiet', ...LATIN_1, ...options, '-o', image, directory],
    nameSpace,
    ...details,
  };
}

/** xorriso records Rock Ridge unless it is told not to. */
const NO_ROCK_RIDGE = '--norock';

function xorriso(
  tree: SourceTree,
  options: readonly string[],
  nameSpace: NameSpace,
  details: Details = {},
): AuthoringMode {
  return {
    name: `xorriso -as mkisofs ${options.join(' ')}: ${tree.name}`,
    program: 'xorriso',
    tree,
    args: (directory, image) => ['-as', 'mkisofs', '-quiet', ...options, '-o', image, directory],
    nameSpace,
    ...details,
  };
}

/** A session of xorriso's own commands, which has options that its imitation of mkisofs lacks. */
function xorrisoSession(
  tree: SourceTree,
  before: readonly string[],
  after: readonly string[],
  details: Details = {},
): AuthoringMode {
  return {
    name: `xorriso ${[...before, ...after].join(' ')}: ${tree.name}`,
    program: 'xorriso',
    tree,
    args: (directory, image) => [
      '-report_about',
      'WARNING',
      '-outdev',
      `stdio:${image}`,
      ...before,
      '-map',
      directory,
      '/',
      ...after,
    ],
    nameSpace: 'rock-ridge',
    ...details,
  };
}

const MAPPED: Details = { recordedName: 'mapped' };

/** Every way in which images are made here, to be read by this library. */
export const AUTHORING_MODES: readonly AuthoringMode[] = [
  ...['1', '2', '3'].flatMap((level) => [
    genisoimage(PLAIN, ['-iso-level', level], 'iso9660'),
    genisoimage(EVERYDAY, ['-iso-level', level], 'iso9660', MAPPED),
    xorriso(PLAIN, ['-iso-level', level, NO_ROCK_RIDGE], 'iso9660'),
    xorriso(EVERYDAY, ['-iso-level', level, NO_ROCK_RIDGE], 'iso9660', MAPPED),
  ]),
  genisoimage(EVERYDAY, ['-iso-level', '4'], 'iso9660-1999'),
  xorriso(EVERYDAY, ['-iso-level', '4', NO_ROCK_RIDGE], 'iso9660-1999'),
  genisoimage(EVERYDAY, ['-U'], 'iso9660', MAPPED),
  genisoimage(PLAIN, ['-d', '-N', '-l'], 'iso9660'),
  genisoimage(PLAIN, ['-udf'], 'iso9660'),
  genisoimage(PLAIN, ['-no-pad', '-b', 'SETUP.CMD', '-c', 'BOOT.CAT', '-no-emul-boot'], 'iso9660', {
    adds: ['BOOT.CAT'],
  }),
  genisoimage(PLAIN, ['-hfs', '-r'], 'rock-ridge'),
  genisoimage(EVERYDAY, ['-J'], 'joliet', JOLIET_REPLACES),
  genisoimage(JOLIET, ['-J', ...UTF_8], 'joliet'),
  genisoimage(LONG_JOLIET, ['-J', '-joliet-long', ...UTF_8], 'joliet'),
  genisoimage(EVERYDAY, ['-J', '-iso-level', '4'], 'joliet', JOLIET_REPLACES),
  genisoimage(MANY, ['-J'], 'joliet'),
  xorriso(EVERYDAY, ['-J', NO_ROCK_RIDGE], 'joliet', JOLIET_REPLACES),
  xorriso(JOLIET, ['-J', NO_ROCK_RIDGE], 'joliet'),
  xorriso(LONG_JOLIET, ['-J', '-joliet-long', NO_ROCK_RIDGE], 'joliet'),
  xorriso(UTF_16, ['-J', '-joliet-utf16', NO_ROCK_RIDGE], 'joliet'),
  xorriso(MANY, ['-J', NO_ROCK_RIDGE], 'joliet'),
  ...[
    ['-r'],
    ['-R'],
    ['-r', '-J', '-joliet-long'],
    ['-r', '-iso-level', '3'],
    ['-r', '-iso-level', '4'],
    ['-R', '-cache-inodes'],
  ].map((options) => genisoimage(POSIX, options, 'rock-ridge')),
  ...[['-r'], ['-R'], ['-r', '-J'], ['-r', '-iso-level', '3'], ['-r', '-iso-level', '4']].map(
    (options) => xorriso(POSIX, options, 'rock-ridge'),
  ),
  genisoimage(MANY, ['-r'], 'rock-ridge'),
  xorriso(MANY, ['-r'], 'rock-ridge'),
  ...[['-R'], ['-R', '-hide-rr-moved'], ['-R', '-D'], ['-R', '-iso-level', '4']].map((options) =>
    genisoimage(DEEP, options, 'rock-ridge'),
  ),
  xorriso(DEEP, ['-R'], 'rock-ridge'),
  xorrisoSession(DEEP, ['-compliance', 'deep_paths_off', '-rr_reloc_dir', 'moved'], []),
  xorrisoSession(DEEP, ['-compliance', 'deep_paths_off', '-rr_reloc_dir', ''], []),
  xorriso(POSIX, ['-r', '-partition_offset', '16'], 'rock-ridge'),
  xorriso(POSIX, ['-r', '-hfsplus'], 'rock-ridge'),
  xorrisoSession(POSIX, [], ['-commit', '-chmod', '0600', '/setup.cmd', '--']),
  genisoimage(COMPRESSED, ['-R', '-z'], 'rock-ridge', compressedWith('pz')),
  xorriso(COMPRESSED, ['-R', '-z'], 'rock-ridge', compressedWith('pz')),
  xorrisoSession(COMPRESSIBLE, [], ZISOFS_FILTER, compressedWith('pz')),
  xorrisoSession(COMPRESSIBLE, ['-zisofs', 'version_2=on'], ZISOFS_FILTER, compressedWith('PZ')),
  xorrisoSession(
    COMPRESSIBLE,
    ['-zisofs', 'version_2=on:susp_z2=on'],
    ZISOFS_FILTER,
    compressedWith('PZ'),
  ),
  xorriso(LARGE, ['-iso-level', '3', NO_ROCK_RIDGE], 'iso9660', MAPPED),
  xorriso(LARGE, ['-iso-level', '3', '-r'], 'rock-ridge'),
  xorriso(LARGE, ['-iso-level', '3', '-J', NO_ROCK_RIDGE], 'joliet'),
];
