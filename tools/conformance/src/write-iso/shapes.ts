import {
  sizedFile,
  sparseFile,
  textFile,
  type NamedShape,
  type Shape,
  type ShapeFile,
} from './shape';

const SECTOR = 2048;
const GIB = 1024 ** 3;

/** `count` values, by their index. */
function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function texts(paths: readonly string[]): ShapeFile[] {
  return paths.map((path) => textFile(path));
}

/** A path of directories, one in the other. */
function levels(count: number): string {
  return times(count, (index) => `level ${String(index + 1)}`).join('/');
}

/** A name of so many UTF-16 code units, for which `unit` is repeated. */
function nameOf(units: number, unit: string, end: string): string {
  return `${unit.repeat(units - end.length)}${end}`;
}

/** Sizes of files, in sectors. 512 sectors are 1 MiB, which the writer hands out together. */
const SECTOR_COUNTS = [1, 2, 16, 512, 1025];

/**
 * Names that sort otherwise by their characters than by name and extension (ECMA-119, 9.3), or
 * otherwise in capitals than as they are, or otherwise in UTF-8 than in UCS-2.
 */
const ORDERED_NAMES = names(
  'a/a.b/a.b1/a.txt/a-b.txt/a .c/a1.b/aa.b/A.TXT/a_b/a_.b/a!b/ab/B/b/Z.z/z.Z/_/0/00/9.9',
  '\u{E9}/\u{FFFD}/\u{E000}',
);

/** What Joliet allows of ASCII beside letters and digits, and dots and spaces wherever they may be. */
const SPECIAL_NAMES = names(
  `it's.txt/say "hello"/a&b/100%/$HOME/\`id\`/(1)/[2]/{3}/a,b=c/#hash/@echo/~tilde~1/^caret/+plus`,
  '!bang!/<less/>more/a|b/-dash/.hidden/..two/two..dots/a.b.c.d/no-extension/ leading/trailing /a  b',
);

/** Names that are written in a row, separated by what no name can hold. */
function names(...rows: readonly string[]): string[] {
  return rows.flatMap((row) => row.split('/'));
}

const SMALL_SHAPES: Readonly<Record<string, () => Omit<Shape, 'name'>>> = {
  'nothing at all': () => ({ files: [], directories: [] }),
  'one file': () => ({ files: texts(['setup.cmd']), directories: [] }),
  '5,000 files': () => ({
    files: texts(
      times(5000, (index) => `directory ${String(index % 50)}/driver file ${String(index)}.sys`),
    ),
    directories: [],
  }),
  '200 files in one directory': () => ({
    files: texts(times(200, (index) => `drivers/driver-file-${String(index)}.sys`)),
    directories: [],
  }),
  '1,000 directories': () => ({
    files: texts(times(100, (index) => `many/directory ${String(index)}/driver.inf`)),
    directories: [
      ...times(900, (index) => `many/directory ${String(100 + index)}`),
      ...times(30, (index) => `other/${String(index)}/a/b`),
    ],
  }),
  'depth 8': () => ({ files: texts([`${levels(7)}/driver.sys`]), directories: [] }),
  'depth 24': () => ({
    files: texts(times(24, (index) => `${levels(index)}/driver.sys`.replace(/^\//, ''))),
    directories: [`${levels(12)}/empty/empty`],
  }),
  'names of 64 units': () => ({
    files: texts([
      nameOf(64, 'x', '.sys'),
      `${nameOf(64, 'd', '')}/${nameOf(64, 'y', '')}`,
      nameOf(64, '\u{65E5}', '.sys'),
    ]),
    directories: [nameOf(64, 'e', '')],
  }),
  'names of 110 units': () => ({
    files: texts([
      nameOf(65, 'x', '.sys'),
      nameOf(103, 'x', '.sys'),
      nameOf(104, 'x', '.sys'),
      nameOf(109, 'y', '.sys'),
      nameOf(110, 'x', '.sys'),
      `${nameOf(110, 'd', '')}/${nameOf(110, 'y', '')}`,
      nameOf(110, '\u{E9}', '.sys'),
    ]),
    directories: [nameOf(110, 'e', '')],
  }),
  'names that differ late': () => ({
    files: texts([
      'WdfCoInstaller01009.dll',
      'WdfCoInstaller01011.dll',
      'WdfCoInstaller01011.dl_',
      ...times(12, (index) => `a name of more than thirty-one characters, ${String(index)}.inf`),
      ...times(3, (index) => `${nameOf(64, 'n', '')}${String(index)}`),
      ...names('case/CASE/Case/a b'),
      'a+b/1',
      'a-b/2',
    ]),
    directories: times(3, (index) => `a directory of more than thirty-one, ${String(index)}`),
  }),
  'empty files and directories': () => ({
    files: [
      ...times(5, (index) => textFile(`empty ${String(index)}`, '')),
      textFile('a/empty', ''),
      textFile('a/not empty', 'x'),
      textFile('zero.bin', '\0'),
    ],
    directories: ['certs', 'licenses/virtio-win', 'a/b/c/d'],
  }),
  'whole sectors and a byte': () => ({
    files: SECTOR_COUNTS.flatMap((count) =>
      [-1, 0, 1].map((more) =>
        sizedFile(`${String(count)} sectors ${String(more)}`, count * SECTOR + more),
      ),
    ),
    directories: [],
  }),
  'equal contents': () => ({
    files: [
      ...times(20, (index) =>
        textFile(`${String(index % 3)}/same ${String(index)}`, 'the same contents'),
      ),
      textFile('3/other', 'other contents'),
      ...times(3, (index) => textFile(`4/${String(index)}`, 'x'.repeat(3 * SECTOR))),
    ],
    directories: [],
  }),
  'names that are not ASCII': () => ({
    files: texts([
      '\u{DC}ml\u{E4}ut \u{65E5}\u{672C}.txt',
      '\u{65E5}/\u{672C}/\u{8A9E}',
      '\u{3A9}mega/\u{416}\u{443}\u{43A}.inf',
      // The same letter composed and decomposed, and what becomes ASCII when it is upper-cased.
      'composed/caf\u{E9}',
      'decomposed/cafe\u{301}',
      '\u{131}\u{17F}\u{DF}.\u{FB01}',
      '\u{5D0}\u{5D1}.txt',
      '\u{FFFD}',
    ]),
    directories: ['\u{F1}'],
  }),
  'names in order': () => ({
    files: texts(ORDERED_NAMES),
    directories: ['d.e', 'd', 'd-e', 'd.e/f', 'D'],
  }),
  'special characters': () => ({ files: texts(SPECIAL_NAMES), directories: ["it's/a [dir]"] }),
};

/**
 * More bytes than a signed number of 32 bits counts, and more than an unsigned one: the small file
 * comes last in the image, by its path.
 */
const LARGE_SHAPES: Readonly<Record<string, () => Omit<Shape, 'name'>>> = {
  'a file of 3 GiB': () => ({
    files: [sparseFile('drivers/large.bin', 3 * GIB), textFile('readme.txt')],
    directories: [],
  }),
  'a file of 4 GiB less a byte': () => ({
    files: [sparseFile('drivers/large.bin', 4 * GIB - 1), textFile('readme.txt')],
    directories: [],
  }),
};

/** Every shape that images are written in, to be read by others. */
export const SHAPES: readonly NamedShape[] = [
  ...Object.entries(SMALL_SHAPES).map(([name, make]) => named(name, make, false)),
  ...Object.entries(LARGE_SHAPES).map(([name, make]) => named(name, make, true)),
];

function named(name: string, make: () => Omit<Shape, 'name'>, isLarge: boolean): NamedShape {
  return { name, isLarge, make: () => ({ name, ...make() }) };
}
