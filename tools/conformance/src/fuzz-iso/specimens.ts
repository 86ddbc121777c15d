import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { isInstalled, run } from '../foreign-program';
import { writeSourceTree, type SourceTree } from '../read-iso/source-tree';
import { textFile } from '../write-iso/shape';
import { specimen, type Specimen } from './specimen';

/** 2001-09-09T01:46:40Z, so that images are the same whenever they are made. */
const EPOCH = 1_000_000_000;

/** A bit of everything that POSIX has, in few bytes. */
const SMALL: SourceTree = {
  name: 'small',
  files: {
    'README.txt': 'read me',
    empty: '',
    [`${'long name '.repeat(25)}.txt`]: 'long',
    'dir/sub/file': 'file',
    'dir/same': 'the same',
    'dir/\u{FC}': 'not ASCII',
  },
  directories: ['nothing'],
  links: [
    { path: 'link', target: 'dir/sub' },
    { path: 'long link', target: `/${'target/../'.repeat(30)}end` },
  ],
};

/** Two directories that Rock Ridge relocates. */
const DEEP: SourceTree = {
  name: 'deep',
  files: { '1/2/3/4/5/6/7/8/9/file': 'deep', '1/2/3/4/5/6/7/b/file': 'too' },
};

const LATIN_1 = ['-input-charset', 'iso8859-1'];

/** How other programs author specimens: the program, the tree and the options. */
const AUTHORED: readonly (readonly ['genisoimage' | 'xorriso', SourceTree, readonly string[]])[] = [
  ['genisoimage', SMALL, ['-r', '-J', '-iso-level', '4', ...LATIN_1]],
  ['genisoimage', SMALL, ['-U', '-no-pad', ...LATIN_1]],
  ['genisoimage', DEEP, ['-R', ...LATIN_1]],
  ['xorriso', SMALL, ['-as', 'mkisofs', '-r', '-J', '-quiet', '-no-pad']],
];

/**
 * Sound images to damage: one that is written here, and those of the other programs that are
 * installed.
 *
 * @param directory Where trees and images are written.
 */
export async function makeSpecimens(directory: string): Promise<Specimen[]> {
  const specimens = [specimen('written here', await writtenHere())];
  for (const [index, [program, tree, options]] of AUTHORED.entries()) {
    if (!isInstalled(program)) continue;
    const root = join(directory, `tree ${String(index)}`);
    const image = `${root}.iso`;
    const { files, directories } = await writeSourceTree(tree, root);
    const paths = [...files.map(({ path }) => path), ...directories, ''];
    for (const path of paths) await utimes(join(root, path), EPOCH, EPOCH);
    await run(program, [...options, '-o', image, root]);
    specimens.push(specimen(`${program} ${options.join(' ')}`, await readFile(image)));
  }
  return specimens;
}

async function writtenHere(): Promise<Buffer> {
  const paths = ['setup.cmd', 'drivers/x86/a.inf', 'drivers/x86/a.sys', 'drivers/amd64/a.inf'];
  const layout = layoutImage(
    paths.map((path) => textFile(path)),
    { volumeId: 'SPECIMEN', sourceDateEpoch: EPOCH, directories: ['certs'] },
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
