import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf, run } from '../../foreign-program';
import { readTree } from '../../tree-on-disk';
import { skippedWithout, type Reader, type ShownImage } from '../reader';

const SECTOR = 2048;

export const xorrisoJoliet: Reader = {
  name: 'xorriso',
  hierarchy: 'joliet',
  whySkipped: skippedWithout('xorriso', 'xorriso'),
  read: (image, work) => readImage(image, work, []),
};

export const xorrisoPrimary: Reader = {
  name: 'xorriso, no Joliet',
  hierarchy: 'primary',
  whySkipped: skippedWithout('xorriso', 'xorriso'),
  read: (image, work) => readImage(image, work, ['-read_fs', 'nojoliet']),
};

async function readImage(
  image: string,
  work: string,
  options: readonly string[],
): Promise<ShownImage> {
  const xorriso = (...commands: readonly string[]): Promise<Buffer> =>
    run('xorriso', ['-report_about', 'WARNING', ...options, '-indev', image, ...commands]);
  await checkMedia(await xorriso('-check_media', '--'), image);
  const listed = linesOf(await xorriso('-find', '/', '--')).map((line) => unquoted(line));
  const target = join(work, 'extracted');
  await xorriso('-osirrox', 'on', '-extract', '/', target);
  return {
    listed: listed.filter((path) => path !== '/').map((path) => path.slice(1)),
    tree: await readTree(target, true),
  };
}

/** Its last line says how many blocks could be read, which has to be all of them. */
async function checkMedia(report: Buffer, image: string): Promise<void> {
  const last = linesOf(report).at(-1) ?? '';
  const [, blocks] = /^Media region : +0 , +(\d+) , \+ good/.exec(last) ?? [];
  if (Number(blocks) * SECTOR !== (await stat(image)).size) {
    throw new Error(`xorriso -check_media: ${last}`);
  }
}

/** A path as a shell would read it: between apostrophes, those in it as `'"'"'`. */
function unquoted(line: string): string {
  return line.slice(1, -1).replaceAll(`'"'"'`, "'");
}
