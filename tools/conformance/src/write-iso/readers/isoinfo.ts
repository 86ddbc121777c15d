import { linesOf, run, runAndHash } from '../../foreign-program';
import type { HashedFile } from '../../image-tree';
import { hashFile } from '../../tree-on-disk';
import { skippedWithout, type Reader, type ReaderLimit, type ShownImage } from '../reader';

const SECTOR = 2048;

/** It starts anew for every file that it extracts; so many of an image, evenly spread, are enough. */
const MAXIMUM_EXTRACTED = 40;

/** It shows characters in ISO 8859-1, and `_` for each of those that are not in it. */
const ENCODING = 'latin1';

/** Its sizes are signed numbers of 32 bits where it extracts, and not where it lists. */
const MAXIMUM_EXTRACTED_SIZE = 2 ** 31 - 1;

const EXTRACTION_LIMIT: ReaderLimit = {
  what: 'extracts nothing of a file of 2 GiB or more, which it lists with the right size and extent',
  appliesTo: ({ size }) => size > MAXIMUM_EXTRACTED_SIZE,
};

export const isoinfoJoliet: Reader = {
  name: 'isoinfo -J',
  hierarchy: 'joliet',
  whySkipped: skippedWithout('isoinfo', 'genisoimage'),
  shownName: latin1Name,
  limits: [
    {
      what: 'shows `_` for each character that ISO 8859-1 does not have',
      appliesTo: ({ name }) => latin1Name(name) !== name,
    },
    EXTRACTION_LIMIT,
  ],
  read: (image) => readImage(image, ['-J']),
};

export const isoinfoPrimary: Reader = {
  name: 'isoinfo',
  hierarchy: 'primary',
  whySkipped: skippedWithout('isoinfo', 'genisoimage'),
  limits: [EXTRACTION_LIMIT],
  read: (image) => readImage(image, []),
};

function latin1Name(name: string): string {
  return name.replaceAll(/[^\0-\u{FF}]/gu, '_');
}

async function readImage(image: string, options: readonly string[]): Promise<ShownImage> {
  const isoinfo = ['-i', image, ...options];
  const listed = linesOf(await run('isoinfo', [...isoinfo, '-f']), ENCODING);
  const { extents, directories } = parseLongListing(await run('isoinfo', [...isoinfo, '-l']));
  const files: HashedFile[] = [];
  const extractable = extents.filter(
    ({ path, length }) => length <= MAXIMUM_EXTRACTED_SIZE && canName(path, listed),
  );
  const step = Math.ceil(extractable.length / MAXIMUM_EXTRACTED);
  const extracted = new Set(extractable.filter((_, index) => index % step === 0));
  for (const extent of extents) {
    const { path } = extent;
    const sha256 = await hashFile(image, extent);
    files.push({ path, sha256 });
    if (!extracted.has(extent)) continue;
    if ((await runAndHash('isoinfo', [...isoinfo, '-x', `/${path}`])) !== sha256) {
      throw new Error(`isoinfo -x ${path}: not the bytes of its extent`);
    }
  }
  return { listed: listed.map((path) => path.slice(1)), tree: { files, directories } };
}

/**
 * Whether `isoinfo -x` can be told to extract the file. It takes a path as it shows it, and the first that it shows so;
 * what is not ASCII in an argument reaches it in UTF-8, which is not how it shows it.
 */
function canName(path: string, listed: readonly string[]): boolean {
  return /^[ -~]*$/.test(path) && listed.indexOf(`/${path}`) === listed.lastIndexOf(`/${path}`);
}

interface ListedExtent {
  readonly path: string;
  /** In bytes, from the beginning of the image. */
  readonly start: number;
  readonly length: number;
}

const DIRECTORY_HEADING = /^Directory listing of \/(.*)$/;
/** Type, size, first sector and name; behind the name stands a space. */
const ENTRY = /^([d-])\S* +\d+ +\d+ +\d+ +(\d+) \w{3} +\d+ \d{4} \[ *(\d+) [0-9a-f]{2}\] {2}(.*) $/;

/** Reads what `isoinfo -l` prints: a heading a directory, then a line an entry. */
function parseLongListing(output: Buffer): { extents: ListedExtent[]; directories: string[] } {
  const extents: ListedExtent[] = [];
  const directories: string[] = [];
  let parent = '';
  for (const line of linesOf(output, ENCODING)) {
    const heading = DIRECTORY_HEADING.exec(line);
    if (heading !== null) {
      parent = heading[1] ?? '';
      continue;
    }
    const entry = ENTRY.exec(line);
    if (entry === null) throw new Error(`isoinfo -l: ${JSON.stringify(line)} is no entry`);
    const [, type, size, sector, name = ''] = entry;
    if (name === '.' || name === '..') continue;
    if (type === 'd') directories.push(`${parent}${name}`);
    else {
      const start = Number(sector) * SECTOR;
      extents.push({ path: `${parent}${name}`, start, length: Number(size) });
    }
  }
  return { extents, directories };
}
