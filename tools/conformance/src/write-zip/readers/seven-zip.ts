import { linesOf, run } from '../../foreign-program';
import { readTree } from '../../tree-on-disk';
import { skippedWithout, type Reader } from '../reader';

export const sevenZip: Reader = {
  name: '7z',
  whySkipped: skippedWithout('7z', 'p7zip-full'),
  read: async (archive, work) => {
    await run('7z', ['t', archive]);
    const listed = linesOf(await run('7z', ['l', '-ba', '-slt', archive])).flatMap((line) =>
      line.startsWith('Path = ') ? [line.slice('Path = '.length)] : [],
    );
    await run('7z', ['x', `-o${work}`, archive]);
    return { listed, tree: await readTree(work, true) };
  },
};
