import type { SourceTree } from './source-tree';
import { zisofsFile } from './zisofs';

const SECTOR = 2048;
const GIB = 1024 ** 3;

/** Files that hold their paths. */
function texts(...paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, `contents of ${path}`]));
}

/** Names that even interchange level 1 keeps as they are. */
export const PLAIN: SourceTree = {
  name: 'plain',
  files: {
    ...texts('README.TXT', 'SETUP.CMD', 'A/B/C.D', 'A/B/E', 'A/FILE_1.INF', 'A/FILE_2.INF'),
    'EMPTY.BIN': '',
    'SIZES/S0': Buffer.alloc(SECTOR - 1, 'a'),
    'SIZES/S1': Buffer.alloc(SECTOR, 'b'),
    'SIZES/S2': Buffer.alloc(SECTOR + 1, 'c'),
    'SIZES/S3': Buffer.alloc(700_001, 'sizes '),
    'SAME/1': 'the same contents',
    'SAME/2': 'the same contents',
  },
  directories: ['NOTHING', 'A/B/DIR'],
};

/** Names as drivers have them, in ASCII. */
export const EVERYDAY: SourceTree = {
  name: 'everyday',
  files: {
    ...texts('Read Me.txt', 'setup.cmd', '.hidden', 'no-extension', 'Mixed.Case.tar.gz', 'a;1'),
    ...texts('NetKVM/w7/amd64/netkvm.inf', 'NetKVM/w7/x86/netkvm.inf', "it's (1) + [2] & {3}.txt"),
    ...texts('WdfCoInstaller01009.dll', 'WdfCoInstaller01011.dll', `${'x'.repeat(56)}.sys`),
    empty: '',
    large: 'large'.repeat(100_000),
  },
  directories: ['empty directory', 'b/c/d'],
};

/** Names that Joliet keeps as they are, up to 64 UTF-16 code units. */
export const JOLIET: SourceTree = {
  name: 'joliet',
  files: texts(
    'Gr\u{FC}\u{DF}e \u{65E5}\u{672C}.txt',
    '\u{416}\u{443}\u{43A}/\u{3A9}',
    `${'\u{65E5}'.repeat(60)}.sys`,
    `${'d'.repeat(64)}/a`,
    'f'.repeat(64),
  ),
};

/** Characters outside of the Basic Multilingual Plane, which UCS-2 does not have and UTF-16 does. */
export const UTF_16: SourceTree = {
  name: 'utf-16',
  files: texts('\u{1F600}.txt', '\u{20000}/\u{10FFFD}'),
};

/** As many code units of a Joliet name as authors write who are told to write long ones. */
export const LONG_JOLIET: SourceTree = {
  name: 'long joliet',
  files: texts(`${'x'.repeat(99)}.sys`, `${'\u{E9}'.repeat(101)}.d`, `${'d'.repeat(103)}/a`),
};

/** Whatever a POSIX file system has: names of 253 bytes, and links to nowhere. */
export const POSIX: SourceTree = {
  name: 'posix',
  files: {
    ...EVERYDAY.files,
    ...JOLIET.files,
    ...texts('b.', 'back\\slash', 'a*?:"<>|', ' space ', `${'long '.repeat(49)}name.txt`),
  },
  directories: ['empty directory'],
  links: [
    { path: 'link', target: 'NetKVM/w7' },
    { path: 'absolute link', target: '/absolute/./../link' },
    { path: 'to nowhere', target: 'missing' },
    { path: 'NetKVM/long link', target: `../${'target/'.repeat(40)}end` },
  ],
};

/** Deeper than the eight levels of ECMA-119, with files on the way. */
export const DEEP: SourceTree = {
  name: 'deep',
  files: texts(
    ...Array.from({ length: 14 }, (_, index) =>
      [...Array.from({ length: index }, (__, level) => `level${String(level)}`), 'file'].join('/'),
    ),
  ),
  directories: Array.from({ length: 12 }, (_, index) => `other/${'d/'.repeat(index)}end`),
};

/** Directories of several sectors, path tables too. */
export const MANY: SourceTree = {
  name: 'many',
  files: texts(
    ...Array.from(
      { length: 2000 },
      (_, index) => `directory ${String(index % 40)}/driver file ${String(index)}.sys`,
    ),
    ...Array.from({ length: 500 }, (_, index) => `one directory/driver ${String(index)}.inf`),
  ),
};

/** Files that authors record as compressed. */
export const COMPRESSED: SourceTree = {
  name: 'compressed',
  files: {
    ...texts('as it is'),
    squeezed: zisofsFile(Buffer.alloc(100_000, 'compressed ')),
  },
};

/** Files of which authors compress the one that becomes smaller by it. */
export const COMPRESSIBLE: SourceTree = {
  name: 'compressible',
  files: { ...texts('as it is'), squeezed: 'compressed '.repeat(20_000) },
};

/** A file that needs more than one extent, and one behind it. */
export const LARGE: SourceTree = {
  name: 'large',
  isLarge: true,
  files: { 'drivers/large.bin': 5 * GIB + 4321, ...texts('readme.txt') },
};
