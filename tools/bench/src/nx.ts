import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { GENUINE_IMAGE } from './inputs/driver-data';
import { median } from './measure/statistics';
import { measureCases, type CaseResult } from './nx/cases';
import { measureLoads, type Load } from './nx/loads';
import { cloneCheckout } from './nx/workspace';
import { describeMachine, machineLine } from './report/machine';
import { markdownTable } from './report/report';

const USAGE = `Usage: node tools/bench/dist/nx.js [options]

Measures builds by Nx in a clone of the checkout: whole processes, as multiples of an empty target
that is cached. Prints tables in Markdown.

  --runs N      how often each case is measured, after two rounds that do not count; default: 7
  --image FILE  the virtio-win.iso; default: VIRTIO_WIN_ISO, else ${GENUINE_IMAGE}
  --help        this text
`;

const CHECKOUT = join(__dirname, '../../..');

/** @returns The exit status: 0, 1 if a build fails, 2 for wrong usage. A bar that is missed is no failure. */
function main(): number {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        runs: { type: 'string', default: '7' },
        image: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return wrongUsage((error as Error).message);
  }
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) return wrongUsage('--runs wants a number from 1 on');
  const image = resolve(
    values.image ?? process.env['VIRTIO_WIN_ISO'] ?? join(CHECKOUT, GENUINE_IMAGE),
  );
  if (!existsSync(image)) return wrongUsage(`there is no image ${image}: name one by --image`);

  const workspace = cloneCheckout(CHECKOUT);
  try {
    const environment = { VIRTIO_WIN_ISO: image };
    const machine = { ...describeMachine(), programs: [] };
    process.stdout.write(`${machineLine(machine)}. Medians of ${String(runs)} runs.\n`);
    for (const [title, daemon] of [
      ['without the daemon of Nx', false],
      ['with it', true],
    ] as const) {
      const results = measureCases(workspace, { runs, daemon, environment });
      if (daemon) workspace.nx(['daemon', '--stop'], { NX_DAEMON: 'true' });
      process.stdout.write(`\n### nx, ${title}\n\n${caseTable(results)}\n`);
    }
    const loads = measureLoads(workspace.directory, runs);
    process.stdout.write(`\n### what the process of a task loads\n\n${loadTable(loads)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  } finally {
    workspace.remove();
  }
}

function caseTable(results: readonly CaseResult[]): string {
  return markdownTable(
    ['case', 'time, s', 'of all runs', 'ratio', 'at most', ''],
    results.map(({ name, seconds, ratio, most }) => [
      name,
      median(seconds).toFixed(2),
      `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`,
      ratio.toFixed(2),
      most?.toFixed(2) ?? '',
      most === undefined ? '' : ratio <= most ? 'met' : '**missed**',
    ]),
  );
}

function loadTable(loads: readonly Load[]): string {
  return markdownTable(
    ['', 'modules', 'ms'],
    loads.map(({ name, modules, milliseconds }) => [
      name,
      String(modules),
      milliseconds.toFixed(0),
    ]),
  );
}

function wrongUsage(message: string): number {
  process.stderr.write(`${message}\n\n${USAGE}`);
  return 2;
}

process.exitCode = main();
