import { linesOf, run } from '../../foreign-program';
import { readTree } from '../../tree-on-disk';
import { skippedWithout, withoutSlash, type Reader } from '../reader';

export const unzip: Reader = {
  name: 'unzip',
  whySkipped: skippedWithout('unzip', 'unzip'),
  limits: [
    {
      what: 'takes an archive without entries for one that is wrong',
      appliesTo: ({ entries }) => entries === 0,
    },
  ],
  read: async (archive, work) => {
    await run('unzip', ['-tqq', archive]);
    const listed = linesOf(await run('unzip', ['-Z1', archive])).map(withoutSlash);
    await run('unzip', ['-qq', archive, '-d', work]);
    return { listed, tree: await readTree(work, true) };
  },
};
