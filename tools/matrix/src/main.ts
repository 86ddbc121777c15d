import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHECKOUT, cloneCheckout, makeRepository } from './checkout';
import { ODD, PLAIN, SINGLE_DIFFERENCES, type Circumstances } from './circumstances';
import { nodeExecutable } from './node-build';
import { PLATFORMS, type Platform } from './platform';
import { differingOutputs, resultsTable, type Result } from './results-table';
import { runCell } from './run-cell';

const USAGE = `Usage: node tools/matrix/dist/main.js [--fast] [--complete]

Builds media of the sample image and for Windows 11, with all that describes
them, and media and an image of a tree of 300 files, by each Node.js under two
sets of circumstances that differ in everything: workers, time zone, locale,
umask, checkout path, line endings in git, directory order. Ends with a table,
and with status 1 if any output is not the same everywhere.

  --fast      only the platforms that take seconds
  --complete  fail, too, if a platform cannot be run on this machine
  --help      this text

Node.js builds come from the npm registry and are kept in dist/matrix/. Debian's
packages for the others: qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross
(arm64), wine wine64 (Windows).
`;

/** @returns The exit status: 0, 1 if outputs differ or a build fails, 2 for wrong usage. */
function main(): number {
  let options: { fast?: boolean; complete?: boolean; help?: boolean };
  try {
    options = parseArgs({
      options: {
        fast: { type: 'boolean' },
        complete: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (options.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const results = runMatrix(options.fast === true);
  process.stdout.write(`\n${resultsTable(results)}\n`);
  return verdict(results, options.complete === true);
}

/** Runs all cells one after the other. */
function runMatrix(fast: boolean): readonly Result[] {
  // tmpfs lists a directory by the order in which its files were made, other file systems by hashes.
  const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'aero-matrix-'));
  try {
    const repository = join(scratch, 'repository');
    makeRepository(repository);
    const runs = [
      ...PLATFORMS.filter((platform) => platform.fast || !fast).flatMap((platform) =>
        [PLAIN, ODD].map((circumstances) => ({ platform, circumstances })),
      ),
      ...(fast ? [] : SINGLE_DIFFERENCES).map((circumstances) => ({
        platform: PLATFORMS[0] as Platform,
        circumstances,
      })),
    ];
    return runs.map(({ platform, circumstances }) =>
      runOne(platform, circumstances, scratch, repository),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function runOne(
  platform: Platform,
  circumstances: Circumstances,
  scratch: string,
  repository: string,
): Result {
  const names = { platform: platform.name, circumstances: circumstances.name };
  process.stderr.write(`${names.platform}, ${names.circumstances}\n`);
  const [launcher] = platform.launcher ?? [];
  if (launcher !== undefined && spawnSync(launcher, ['--version']).status !== 0) {
    return { ...names, skipped: `skipped: no ${launcher}` };
  }
  const builds = join(CHECKOUT, 'dist/matrix');
  mkdirSync(builds, { recursive: true });
  const node = nodeExecutable(platform, builds);
  const directory = mkdtempSync(join(scratch, 'cell-'));
  try {
    const checkout = cloneCheckout(repository, directory, circumstances);
    const work = join(directory, 'work');
    const start = performance.now();
    const outputs = runCell({
      platform: inPrefix(platform, scratch),
      circumstances,
      node,
      checkout,
      work,
    });
    return { ...names, outputs, seconds: (performance.now() - start) / 1000 };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Wine gets a registry and a drive C: of its own, which end with the matrix. */
function inPrefix(platform: Platform, scratch: string): Platform {
  if (platform.windows !== true) return platform;
  const environment = { ...platform.environment, WINEPREFIX: join(scratch, 'wine') };
  return { ...platform, environment };
}

function verdict(results: readonly Result[], complete: boolean): number {
  const differing = differingOutputs(results);
  if (differing.length > 0) {
    process.stderr.write(`not the same everywhere: ${differing.join(', ')}\n`);
    return 1;
  }
  const skipped = results.filter((result) => result.skipped !== undefined);
  process.stderr.write(
    `the same bytes in ${String(results.length - skipped.length)} runs, ${String(skipped.length)} skipped\n`,
  );
  return complete && skipped.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
