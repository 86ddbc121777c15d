import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmarks/benchmark';
import { makeOurPrograms } from './benchmarks/commands';
import { build } from './benchmarks/build';
import { extract, extractDrivers } from './benchmarks/extract';
import { hash } from './benchmarks/hash';
import { iso } from './benchmarks/iso';
import { packageMedia } from './benchmarks/package';
import { scale } from './benchmarks/scale';
import { validate } from './benchmarks/validate';
import { zip } from './benchmarks/zip';
import { GENUINE_IMAGE } from './inputs/driver-data';
import { prepareInputs } from './inputs/inputs';
import { describeMachine, machineLine } from './report/machine';
import { markdownReport, type Report } from './report/report';

const BENCHMARKS: ReadonlyMap<string, Benchmark> = new Map([
  ['build', build],
  ['validate', validate],
  ['iso', iso],
  ['zip', zip],
  ['package', packageMedia],
  ['extract', extract],
  ['extract-drivers', extractDrivers],
  ['hash', hash],
  ['scale', scale],
]);

const USAGE = `Usage: node tools/bench/dist/main.js [options] [benchmark...]

Measures the image engines against other programs, and prints tables in Markdown.

  benchmark        ${[...BENCHMARKS.keys()].join(', ')}; default: all of them

  --runs N         how often each program runs, after one run that does not count; default: 5
  --directory DIR  keeps what the programs work on, some 4 GiB; default: dist/bench
  --image FILE     the image whose files the test data are cut from; default: VIRTIO_WIN_ISO, else
                   ${GENUINE_IMAGE}, else made-up data
  --json           prints one JSON object
  --help           this text
`;

const WORKSPACE = join(__dirname, '../../..');

/** @returns The exit status: 0, 1 if a program fails, 2 for wrong usage. A bar that is missed is no failure. */
async function main(): Promise<number> {
  let options;
  try {
    options = parseArgs({
      options: {
        runs: { type: 'string', default: '5' },
        directory: { type: 'string', default: join(WORKSPACE, 'dist/bench') },
        image: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    return wrongUsage((error as Error).message);
  }
  const { values, positionals } = options;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) return wrongUsage('--runs wants a number from 1 on');
  const names = positionals.length === 0 ? [...BENCHMARKS.keys()] : positionals;
  const unknown = names.filter((name) => !BENCHMARKS.has(name));
  if (unknown.length > 0) return wrongUsage(`there is no benchmark ${unknown.join(', ')}`);

  const directory = resolve(values.directory);
  const outputs = join(directory, 'outputs');
  const image = values.image ?? process.env['VIRTIO_WIN_ISO'] ?? join(WORKSPACE, GENUINE_IMAGE);
  try {
    const inputs = await prepareInputs(directory, resolve(image));
    const programs = await makeOurPrograms(WORKSPACE);
    const machine = describeMachine();
    if (!values.json) {
      process.stdout.write(`${machineLine(machine)}. Medians of ${String(runs)} runs. `);
      process.stdout.write(`The test data are cut from ${inputs.origin}.\n`);
    }
    const reports: Report[] = [];
    for (const name of names) {
      mkdirSync(outputs, { recursive: true });
      const report = BENCHMARKS.get(name)?.({
        ...programs,
        inputs,
        outputs,
        workspace: WORKSPACE,
        runs,
      });
      if (report === undefined) continue;
      reports.push(report);
      if (!values.json) process.stdout.write(`\n${markdownReport(report)}\n`);
    }
    if (values.json) {
      process.stdout.write(
        `${JSON.stringify({ machine, runs, origin: inputs.origin, reports }, null, 2)}\n`,
      );
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  } finally {
    rmSync(outputs, { recursive: true, force: true });
  }
}

function wrongUsage(message: string): number {
  process.stderr.write(`${message}\n${USAGE}`);
  return 2;
}

void main().then((status) => {
  process.exitCode = status;
});
