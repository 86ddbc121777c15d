import { sampleVirtioWinFiles } from '@aero-guest-tools/sample-virtio-win';

/** A file of the tree of drivers. */
export interface TreeFile {
  /** Relative to the root of the tree, components joined by `/`. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** How many files the tree has. */
const FILE_COUNT = 300;

/** More than a compressor takes in one piece. */
const LARGE_SIZE = 9 * 1024 * 1024 + 12_345;

/**
 * Names that sort, fold or compare otherwise by some locale's rules than by bytes: the dotted and
 * dotless i of Turkish, the umlauts of German, and marks that collation skips.
 */
const NAMES = ['I', 'İ', 'ı', 'größe', 'Zz', 'a-b', 'a_b', 'a b', 'ab', 'Aa~1', 'é', 'Éclair', 'ß'];

/**
 * Two drivers for both architectures as the packager lays them out, with what they do not need
 * around them, so that the tree has {@link FILE_COUNT} files: empty ones, equal ones, a large one,
 * names that tempt, and INFs in a legacy code page.
 */
export function driverTree(): readonly TreeFile[] {
  const drivers = sampleDrivers();
  const fillers = FILE_COUNT - drivers.length;
  return [...drivers, ...Array.from({ length: fillers }, (_, index) => filler(index))];
}

/** `viostor/w7/x86/viostor.sys` of the sample image becomes `x86/viostor/viostor.sys`. */
function sampleDrivers(): readonly TreeFile[] {
  return sampleVirtioWinFiles().flatMap(({ path, contents }) => {
    const match = /^(viostor|NetKVM)\/w7\/(x86|amd64)\/([^/]+)$/.exec(path);
    if (match === null) return [];
    const [, folder = '', architecture = '', name = ''] = match;
    const isNetkvmInf = name === 'netkvm.inf';
    return [
      {
        path: `${architecture}/${folder.toLowerCase()}/${name}`,
        contents: isNetkvmInf ? inLegacyCodePage(contents) : contents,
      },
    ];
  });
}

/**
 * An INF whose provider, which the manifest records, holds the bytes 0x99 and 0x96: a trade mark sign and
 * a dash in windows-1252, which the TextDecoder of Node 20 and 24.0 takes for control characters.
 */
function inLegacyCodePage(inf: Uint8Array): Uint8Array {
  const text = Buffer.from(inf).toString('latin1');
  const changed = text.replace('"Aero sample"', '"Aero\u0099 \u0096 sample"');
  if (changed === text) throw new Error('the INF of the sample has another provider');
  return Buffer.from(changed, 'latin1');
}

function filler(index: number): TreeFile {
  const name = NAMES[index % NAMES.length] ?? '';
  const architecture = index % 2 === 0 ? 'x86' : 'amd64';
  const path = `${architecture}/netkvm/data ${String(index % 5)}/${String(index)} ${name}.bin`;
  return { path, contents: contentsOf(index) };
}

function contentsOf(index: number): Uint8Array {
  if (index === 0) return pseudoRandom(7, LARGE_SIZE);
  if (index % 10 === 1) return new Uint8Array(0);
  if (index % 10 === 2) return Buffer.from('the same in many files\r\n');
  return pseudoRandom(index, (index * 7919) % 40_000);
}

/** Bytes that compress to about a half, by a linear congruential generator (Numerical Recipes). */
function pseudoRandom(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = (state >>> 24) & 0x0f;
  }
  return bytes;
}

/** The same items in an order that depends on the seed alone (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const order = [...items];
  let state = seed >>> 0;
  for (let left = order.length - 1; left > 0; left--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const chosen = Math.floor((state / 2 ** 32) * (left + 1));
    [order[left], order[chosen]] = [order[chosen] as T, order[left] as T];
  }
  return order;
}
