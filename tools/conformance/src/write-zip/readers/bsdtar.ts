import { linesOf, run } from '../../foreign-program';
import { readTree } from '../../tree-on-disk';
import { skippedWithout, withoutSlash, type Reader } from '../reader';

export const bsdtar: Reader = {
  name: 'bsdtar',
  whySkipped: skippedWithout('bsdtar', 'libarchive-tools'),
  shownPath: {
    what: 'composes characters of names that are recorded decomposed (Unicode NFC)',
    of: (path) => path.normalize('NFC'),
  },
  read: async (archive, work) => {
    const listed = linesOf(await run('bsdtar', ['-tf', archive])).map(withoutSlash);
    await run('bsdtar', ['-xf', archive, '-C', work]);
    return { listed, tree: await readTree(work, true) };
  },
};
