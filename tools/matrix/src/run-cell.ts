import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Circumstances } from './circumstances';
import type { Platform } from './platform';

/** What a cell made: SHA-256 in lower-case hexadecimal by the name of the output. */
export type CellOutputs = ReadonlyMap<string, string>;

/** A run of every program on one platform under one set of circumstances. */
export interface Cell {
  readonly platform: Platform;
  readonly circumstances: Circumstances;
  /** The Node.js executable of the platform. */
  readonly node: string;
  /** The clone that was made under these circumstances. */
  readonly checkout: string;
  /** Receives what the cell makes, and is removed with it. */
  readonly work: string;
}

const MEDIA = ['aero-guest-tools.iso', 'aero-guest-tools.zip', 'manifest.json'];

/** What is compared: paths below the work directory. */
const OUTPUTS = [
  'virtio-win.iso',
  ...MEDIA.map((name) => `sample/${name}`),
  ...MEDIA.map((name) => `media/${name}`),
  'tree.iso',
  'listing.json',
];

/**
 * Builds the sample media by the steps, then media of the 300 files by `aero-packager`, an image of
 * them by `aero-iso`, and lists that by `aero-iso-ls`.
 *
 * @throws Error with what the program printed, if one fails.
 */
export function runCell(cell: Cell): CellOutputs {
  const { checkout, work, circumstances } = cell;
  const at = (path: string): string => pathFor(cell, path);
  const workers = String(circumstances.workers);
  mkdirSync(work, { recursive: true });
  try {
    run(cell, 'tools/matrix/dist/build-media.js', {
      work: at(work),
      workers,
      seed: String(circumstances.seed),
    });
    const drivers = at(join(work, 'drivers'));
    run(cell, 'libs/command-line/bin/aero-packager.js', {
      'drivers-dir': capitals(cell, drivers),
      'guest-tools-dir': at(join(checkout, 'guest-tools')),
      spec: at(join(checkout, 'specs/packaging/win7-virtio-win.json')),
      'windows-device-contract': at(
        join(checkout, 'specs/contracts/windows-device-contract-virtio-win.json'),
      ),
      'out-dir': at(join(work, 'media')),
      'signing-policy': 'none',
      // An INF in a legacy code page takes the place of one that its catalog lists.
      'allow-catalog-mismatch': '',
      'source-date-epoch': '1577836801',
      workers,
    });
    const image = at(join(work, 'tree.iso'));
    run(cell, 'libs/command-line/bin/aero-iso.js', {
      'in-dir': drivers,
      'out-iso': image,
      'volume-id': 'TREE',
    });
    run(cell, 'libs/command-line/bin/aero-iso-ls.js', { iso: image, json: '' }, 'listing.json');
    return new Map(OUTPUTS.map((name) => [name, sha256Of(join(work, name))]));
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Runs a compiled program of the checkout; standard output goes to a file, as Node needs under Wine. */
function run(
  { platform, circumstances, node, checkout, work }: Cell,
  program: string,
  options: Readonly<Record<string, string>>,
  outputName = 'stdout.txt',
): void {
  const { launcher = [], environment } = platform;
  const [stdoutFile, stderrFile] = [join(work, outputName), join(work, 'stderr.txt')];
  const [stdout, stderr] = [openSync(stdoutFile, 'w'), openSync(stderrFile, 'w')];
  try {
    const args = Object.entries(options).map(([name, value]) => [`--${name}`, value]);
    const command = [...launcher, node, program, ...args.flat().filter((arg) => arg !== '')];
    const { status, error, signal } = spawnSync(
      'sh',
      ['-c', `umask ${circumstances.umask} && exec "$@"`, 'sh', ...command],
      {
        cwd: checkout,
        env: { ...inheritedEnvironment(), ...circumstances.environment, ...environment },
        stdio: ['ignore', stdout, stderr],
      },
    );
    if (error) throw error;
    if (status !== 0) {
      const printed = readFileSync(stderrFile, 'utf8');
      throw new Error(`${program} ended with ${String(status ?? signal)}\n${printed}`);
    }
  } finally {
    closeSync(stdout);
    closeSync(stderr);
  }
}

/** Nothing that decides what is built is inherited from whoever runs the matrix. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:AERO_|SOURCE_DATE_EPOCH|LC_|LANG|TZ|NODE_)/.test(name),
    ),
  );
}

/** Wine shows the root directory as drive Z:. */
function pathFor({ platform }: Cell, path: string): string {
  return platform.windows === true ? `Z:${path.replaceAll('/', '\\')}` : path;
}

/** On Windows, a directory that is named in capitals is the same directory. */
function capitals({ platform }: Cell, path: string): string {
  return platform.windows === true ? path.toUpperCase() : path;
}

function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
