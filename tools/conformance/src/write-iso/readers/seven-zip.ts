import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf, run } from '../../foreign-program';
import { readTree } from '../../tree-on-disk';
import { skippedWithout, type Reader, type ShownImage } from '../reader';

/** It reads the Joliet hierarchy where there is one, and no other. */
export const sevenZip: Reader = {
  name: '7z',
  hierarchy: 'joliet',
  whySkipped: skippedWithout('7z', 'p7zip-full'),
  read: readImage,
};

async function readImage(image: string, work: string): Promise<ShownImage> {
  await run('7z', ['t', image]);
  const properties = linesOf(await run('7z', ['l', '-ba', '-slt', image]));
  const listed = properties.flatMap((line) =>
    line.startsWith('Path = ') ? [line.slice('Path = '.length)] : [],
  );
  const target = join(work, 'extracted');
  // It makes no directory for an image that holds nothing.
  await mkdir(target);
  await run('7z', ['x', `-o${target}`, image]);
  return { listed, tree: await readTree(target, true) };
}
