import { createHash } from 'node:crypto';
import {
  sizedFile,
  sparseFile,
  textFile,
  type NamedShape,
  type Shape,
  type ShapeFile,
} from '../write-iso/shape';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Bytes of a file that are compressed in one piece. */
const SEGMENT = 2 * MIB;

/** `count` values, by their index. */
function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function texts(paths: readonly string[]): ShapeFile[] {
  return paths.map((path) => textFile(path));
}

/** Bytes without a pattern, of which the same parameters give the same. */
function* patternless(seed: string, size: number): Generator<Buffer> {
  // 16 KiB that are all different: a longer distance than any match has is not far enough.
  const block = Buffer.concat(
    times(512, (index) =>
      createHash('sha256')
        .update(`${seed} ${String(index)}`)
        .digest(),
    ),
  );
  const piece = Buffer.concat(times(64, () => block));
  for (let at = 0; at < size; at += piece.length) {
    let state = at / piece.length + 1;
    for (let index = 0; index < piece.length; index += 4) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      piece.writeInt32LE(state ^ block.readInt32LE(index % block.length), index);
    }
    yield piece.subarray(0, size - at);
  }
}

/** A file that does not get smaller. */
function patternlessFile(path: string, size: number): ShapeFile {
  const hash = createHash('sha256');
  for (const piece of patternless(path, size)) hash.update(piece);
  return { path, size, sha256: hash.digest('hex'), open: () => patternless(path, size) };
}

/** A file that is compressible in some segments and not in others. */
function mixedFile(path: string, kinds: readonly ('text' | 'noise')[], rest: number): ShapeFile {
  const open = function* (): Generator<Uint8Array> {
    for (const [index, kind] of kinds.entries()) {
      if (kind === 'text') yield Buffer.alloc(SEGMENT, `segment ${String(index)} of ${path}; `);
      else yield* patternless(`${path} ${String(index)}`, SEGMENT);
    }
    yield Buffer.alloc(rest, 'the rest ');
  };
  const hash = createHash('sha256');
  for (const piece of open()) hash.update(piece);
  return { path, size: kinds.length * SEGMENT + rest, sha256: hash.digest('hex'), open };
}

const SMALL_SHAPES: Readonly<Record<string, () => readonly ShapeFile[]>> = {
  'nothing at all': () => [],
  'one file': () => texts(['setup.cmd']),
  '5,000 files': () =>
    texts(times(5000, (index) => `directory ${String(index % 50)}/file ${String(index)}.sys`)),
  'empty files': () => [
    ...times(5, (index) => textFile(`empty ${String(index)}`, '')),
    textFile('a/empty', ''),
    textFile('a/not empty', 'x'),
    textFile('b/c/d/e/empty', ''),
  ],
  'depth 100': () => texts([`${times(99, (index) => `level ${String(index)}`).join('/')}/file`]),
  'names that are not ASCII': () =>
    texts([
      'Ümläut 日本.txt',
      '日/本/語',
      'Ωmega/Жук.inf',
      'composed/caf\u{E9}',
      'decomposed/cafe\u{301}',
      'ıſß.ﬁ',
      'אב.txt',
      '😀/🇪🇺.txt',
      '\u{FFFD}',
    ]),
  'names in order': () =>
    texts(['B', 'a-b', 'a.txt', 'a/b/c', 'a0', 'aa', 'z', 'é', '\u{E000}', '\u{FFFD}', '😀']),
  'special characters': () =>
    texts([
      `it's.txt`,
      'say "hello"',
      '$HOME',
      '`id`',
      '[1]/{2}/(3)',
      '*?<>|:',
      '-dash/--option',
      '.hidden/..two',
      ' leading/trailing ',
      '@list',
      '~/#',
    ]),
  'a name of 250 bytes': () => texts([`${'n'.repeat(246)}.sys`, 'é'.repeat(125)]),
  'sizes about that of a segment': () =>
    [-1, 0, 1].flatMap((more) =>
      [1, 2].map((count) =>
        sizedFile(`${String(count)} segments ${String(more)}`, count * SEGMENT + more),
      ),
    ),
  'what does not get smaller': () =>
    [1, 2, 100, 70_000, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT].map((size) =>
      patternlessFile(`${String(size)} bytes`, size),
    ),
  'segments of all kinds': () => [
    mixedFile('a', ['text', 'noise', 'text'], 12_345),
    mixedFile('b', ['noise', 'text', 'noise'], 1),
    mixedFile('c', ['noise', 'noise'], 100_000),
  ],
};

/** Numbers of entries about the one that says "see zip64". */
const ENTRY_COUNTS = [65_534, 65_535, 65_536];

const LARGE_SHAPES: Readonly<Record<string, () => readonly ShapeFile[]>> = {
  ...Object.fromEntries(
    ENTRY_COUNTS.map((count) => [
      `${String(count)} entries`,
      () => times(count, (index) => textFile(`${String(index)}.txt`, String(index % 10))),
    ]),
  ),
  'a file of 4 GiB less two bytes': () => [sparseFile('a', 4 * GIB - 2), textFile('b')],
  'a file of 4 GiB less a byte': () => [sparseFile('a', 4 * GIB - 1), textFile('b')],
  'a file of 5 GiB': () => [sparseFile('a', 5 * GIB), textFile('b')],
  'an archive of more than 4 GiB': () => [
    patternlessFile('a', 3 * GIB),
    patternlessFile('b', GIB + MIB),
    textFile('c'),
    sizedFile('d', 3 * SEGMENT),
  ],
  'a file of more than 4 GiB that does not get smaller': () => [
    patternlessFile('a', 4 * GIB + 1),
    textFile('b'),
  ],
};

/** Every shape that archives are written in, to be read by others. */
export const SHAPES: readonly NamedShape[] = [
  ...Object.entries(SMALL_SHAPES).map(([name, make]) => named(name, make, false)),
  ...Object.entries(LARGE_SHAPES).map(([name, make]) => named(name, make, true)),
];

function named(name: string, make: () => Shape['files'], isLarge: boolean): NamedShape {
  return { name, isLarge, make: () => ({ name, files: make(), directories: [] }) };
}
