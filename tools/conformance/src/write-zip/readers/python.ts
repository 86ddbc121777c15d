import { linesOf, run } from '../../foreign-program';
import { readTree } from '../../tree-on-disk';
import { skippedWithout, withoutSlash, type Reader } from '../reader';

/** Unlike `python3 -m zipfile -t`, fails if an entry is damaged. */
const SCRIPT = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    damaged = archive.testzip()
    if damaged is not None: sys.exit('damaged: ' + damaged)
    archive.extractall(sys.argv[2])
    for name in archive.namelist(): print(name)
`;

export const python: Reader = {
  name: 'Python zipfile',
  whySkipped: skippedWithout('python3', 'python3'),
  read: async (archive, work) => {
    const listed = linesOf(await run('python3', ['-c', SCRIPT, archive, work])).map(withoutSlash);
    return { listed, tree: await readTree(work, true) };
  },
};
