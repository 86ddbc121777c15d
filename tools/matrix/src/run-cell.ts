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

/** What describes the media, beside them. */
const DESCRIPTIONS = ['report.html', 'aero-guest-tools.cdx.json', 'aero-guest-tools.intoto.json'];

/** What is compared: paths below the work directory. */
const OUTPUTS = [
  'virtio-win.iso',
  ...['sample', 'windows-11'].flatMap((build) =>
    [...MEDIA, ...DESCRIPTIONS].map((name) => `${build}/${name}`),
  ),
  ...MEDIA.map((name) => `media/${name}`),
  'tree.iso',
  'listing.json',
];

/** 2020-01-01T00:00:01Z: an odd second, which zip cannot record. */
const SOURCE_DATE_EPOCH = '1577836801';

/**
 * Builds media of the sample image and of a tree for Windows 11 by `aero-guest-tools build`, with drivers for
 * Windows Setup and all that describes media; then media of the 300 files by `aero-packager`, an image of them
 * by `aero-iso`, and lists that by `aero-iso-ls`.
 *
 * @throws Error with what the program printed, if one fails.
 */
export function runCell(cell: Cell): CellOutputs {
  const { checkout, work, circumstances } = cell;
  const at = (path: string): string => pathFor(cell, path);
  const workers = String(circumstances.workers);
  mkdirSync(work, { recursive: true });
  try {
    run(cell, 'tools/matrix/dist/make-inputs.js', {
      work: at(work),
      seed: String(circumstances.seed),
    });
    buildMedia(cell, 'virtio-win.iso', 'sample', {});
    buildMedia(cell, 'virtio-win-w11', 'windows-11', {
      windows: 'w11',
      arch: 'amd64',
      drivers: 'viostor,netkvm',
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
      'source-date-epoch': SOURCE_DATE_EPOCH,
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

/** Builds media of a source in the work directory by the engine that all faces share. */
function buildMedia(
  cell: Cell,
  source: string,
  outDirectory: string,
  options: Readonly<Record<string, string>>,
): void {
  const at = (name: string): string => pathFor(cell, join(cell.work, name));
  const guestTools = join(cell.checkout, 'guest-tools');
  const program = 'libs/command-line/bin/aero-guest-tools.js';
  const all = {
    ...options,
    // Under Wine, Node does not see that a package is a link into the checkout, beside which they are.
    'guest-tools-dir': pathFor(cell, guestTools),
    'out-dir': at(outDirectory),
    store: at('store'),
    version: '1.0.0',
    'build-id': 'matrix',
    'signing-policy': 'none',
    'source-date-epoch': SOURCE_DATE_EPOCH,
    workers: String(cell.circumstances.workers),
    'setup-drivers': '',
    report: '',
    sbom: '',
    attestation: '',
  };
  run(cell, program, all, 'stdout.txt', ['build', at(source)]);
}

/** Runs a compiled program of the checkout; standard output goes to a file, as Node needs under Wine. */
function run(
  { platform, circumstances, node, checkout, work }: Cell,
  program: string,
  options: Readonly<Record<string, string>>,
  outputName = 'stdout.txt',
  operands: readonly string[] = [],
): void {
  const { launcher = [], environment } = platform;
  const [stdoutFile, stderrFile] = [join(work, outputName), join(work, 'stderr.txt')];
  const [stdout, stderr] = [openSync(stdoutFile, 'w'), openSync(stderrFile, 'w')];
  try {
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const given = args.filter((arg) => arg !== '');
    const command = [...launcher, node, program, ...operands, ...given];
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
