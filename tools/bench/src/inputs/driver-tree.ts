import { cutFile, HEAD_LENGTH, type CutFile } from './cut-file';
import { seededRandom } from './random';

/** What a tree is made of. */
export interface DriverTree {
  readonly seed: number;
  /** Bytes of a file: from `least` to `most`, each order of magnitude as likely as any other. */
  readonly fileSize: { readonly least: number; readonly most: number };
  /** The tree is complete when it has so many files, or so many bytes. */
  readonly complete: { readonly files: number } | { readonly bytes: number };
}

const FILES_PER_DIRECTORY = 50;
const DIRECTORIES_PER_DIRECTORY = 20;

/** What compresses as drivers do is also called so. No `.inf`, which would be parsed. */
const EXTENSIONS = ['sys', 'dll', 'cat', 'exe', 'bin', 'txt'];

/**
 * Decides on all files of a tree: the same for the same arguments, on every machine. Directories
 * stand two deep and hold 50 files each.
 *
 * @param dataLength Bytes of the driver data that they are cut from.
 */
export function driverTree(tree: DriverTree, dataLength: number): readonly CutFile[] {
  const random = seededRandom(tree.seed);
  const { least, most } = tree.fileSize;
  const wanted = { files: Infinity, bytes: Infinity, ...tree.complete };
  const files: CutFile[] = [];
  let bytes = 0;
  while (files.length < wanted.files && bytes < wanted.bytes) {
    const left = wanted.bytes - bytes;
    const size = Math.min(random.logUniform(least, most), Math.max(left, HEAD_LENGTH), dataLength);
    files.push(cutFile(treePath(files.length), size, dataLength, random));
    bytes += size;
  }
  return files;
}

/** Such as `bundle01/part07/file00361.dll`. */
function treePath(index: number): string {
  const directory = Math.floor(index / FILES_PER_DIRECTORY);
  const bundle = numbered('bundle', Math.floor(directory / DIRECTORIES_PER_DIRECTORY), 2);
  const part = numbered('part', directory % DIRECTORIES_PER_DIRECTORY, 2);
  const extension = EXTENSIONS[index % EXTENSIONS.length] ?? '';
  return `${bundle}/${part}/${numbered('file', index, 5)}.${extension}`;
}

function numbered(name: string, number: number, digits: number): string {
  return `${name}${String(number).padStart(digits, '0')}`;
}
