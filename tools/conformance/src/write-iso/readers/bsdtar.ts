import { linesOf, run } from '../../foreign-program';
import { readTree } from '../../tree-on-disk';
import { skippedWithout, type Reader, type ShownImage } from '../reader';

/** UTF-16 code units of a Joliet name that libarchive keeps. */
const KEPT_UNITS = 103;

export const bsdtarJoliet: Reader = {
  name: 'bsdtar',
  hierarchy: 'joliet',
  whySkipped: skippedWithout('bsdtar', 'libarchive-tools'),
  shownName: (name) => composed(name.slice(0, KEPT_UNITS)),
  limits: [
    {
      what: `cuts Joliet names after ${String(KEPT_UNITS)} UTF-16 code units`,
      appliesTo: ({ name }) => name.length > KEPT_UNITS,
    },
    {
      what: 'composes characters of Joliet names that are recorded decomposed (Unicode NFC)',
      appliesTo: ({ name }) => composed(name) !== name,
    },
  ],
  read: (image, work) => readImage(image, work, []),
};

function composed(name: string): string {
  return name.normalize('NFC');
}

export const bsdtarPrimary: Reader = {
  name: 'bsdtar, no Joliet',
  hierarchy: 'primary',
  whySkipped: skippedWithout('bsdtar', 'libarchive-tools'),
  read: (image, work) => readImage(image, work, ['--options', 'iso9660:!joliet']),
};

async function readImage(
  image: string,
  work: string,
  options: readonly string[],
): Promise<ShownImage> {
  const listed = linesOf(await run('bsdtar', ['-tf', image, ...options]))
    .map((path) => path.replace(/\/$/, ''))
    .filter((path) => path !== '.');
  await run('bsdtar', ['-xf', image, ...options, '-C', work]);
  return { listed, tree: await readTree(work, true) };
}
