import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from '../measure/contest';
import { DRIVER_NAME, PACKAGING_SPEC, writeBenchDriver } from './bench-driver';
import { readDriverData, type DriverData } from './driver-data';
import { driverImageFiles } from './driver-image';
import { driverTree, type DriverTree } from './driver-tree';
import { seededRandom } from './random';
import { writeCutFiles } from './write-cut-files';
import { keptInput } from './kept-input';

/** What the benchmarks work on. All is made when it is first asked for, and kept. */
export interface Inputs {
  /** What the files are cut from, as the report names it. */
  readonly origin: string;
  /** The image whose files they are cut from; it may not be there. */
  readonly genuineImage: string;
  /** 512 MiB in some 10,000 files, which are one driver of {@link Inputs.driversDirectory}. */
  readonly tree: () => string;
  /** As `aero-packager` takes it. */
  readonly driversDirectory: string;
  readonly packagingSpec: () => string;
  /** An image of 700 MiB as virtio-win is authored. */
  readonly image: () => string;
  /** So many files of 1 to 32 KiB. */
  readonly treeOf: (files: number) => string;
}

/** Part of every key: to be counted up when the same parameters make other files. */
const GENERATION = 1;

const TREE: DriverTree = {
  seed: 0x5eed_0001,
  // Their mean is 52 KiB, so that there are some 10,000 of them.
  fileSize: { least: 1024, most: 300_000 },
  complete: { bytes: 512 * 1024 * 1024 },
};

const IMAGE = { seed: 0x5eed_0002, bytes: 700 * 1024 * 1024 };

const SYNTHETIC_SEED = 0x5eed_0003;

/** As Fedora authors virtio-win: Rock Ridge and ISO 9660:1999, no Joliet. */
const AUTHORING = ['-quiet', '-r', '-iso-level', '4', '-input-charset', 'iso8859-1'];

/**
 * Prepares the inputs.
 *
 * @param directory Absolute; where they are kept.
 * @param genuineImage The image whose files they are cut from.
 */
export async function prepareInputs(directory: string, genuineImage: string): Promise<Inputs> {
  const data = await readDriverData(genuineImage, seededRandom(SYNTHETIC_SEED));
  const origin = createHash('sha256').update(data.bytes).digest('hex');
  const driversDirectory = join(directory, 'drivers');
  return {
    origin: data.origin,
    genuineImage,
    driversDirectory,
    tree: () => {
      const tree = join(driversDirectory, 'amd64', DRIVER_NAME);
      mkdirSync(join(driversDirectory, 'x86'), { recursive: true });
      keptInput(tree, { GENERATION, origin, TREE }, () => {
        writeTree(tree, TREE, data);
        writeBenchDriver(tree);
      });
      return tree;
    },
    packagingSpec: () => {
      const path = join(directory, 'packaging-spec.json');
      writeFileSync(path, JSON.stringify(PACKAGING_SPEC));
      return path;
    },
    image: () => {
      const path = join(directory, 'virtio-win.iso');
      keptInput(path, { GENERATION, origin, IMAGE, AUTHORING }, () => {
        writeImage(path, data);
      });
      return path;
    },
    treeOf: (files) => {
      const path = join(directory, `files-${String(files)}`);
      const tree: DriverTree = {
        seed: TREE.seed + files,
        fileSize: { least: 1024, most: 32 * 1024 },
        complete: { files },
      };
      keptInput(path, { GENERATION, origin, tree }, () => {
        writeTree(path, tree, data);
      });
      return path;
    },
  };
}

function writeTree(path: string, tree: DriverTree, { bytes }: DriverData): void {
  writeCutFiles(path, driverTree(tree, bytes.length), bytes);
}

function writeImage(path: string, { bytes }: DriverData): void {
  if (!isInstalled('genisoimage')) throw new Error('genisoimage is needed to make the image');
  const staged = `${path}.files`;
  try {
    writeCutFiles(staged, driverImageFiles(IMAGE.seed, IMAGE.bytes, bytes.length), bytes);
    const args = [...AUTHORING, '-V', 'virtio-win-0.1.173', '-o', path, staged];
    const { status, stderr } = spawnSync('genisoimage', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`genisoimage failed: ${stderr}`);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
