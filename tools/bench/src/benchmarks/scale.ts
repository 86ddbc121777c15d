import { join } from 'node:path';
import { runInTurn, type Result } from '../measure/contest';
import type { Bar } from '../report/report';
import type { Benchmark, BenchmarkContext } from './benchmark';

const FILES = [1000, 5000, 50_000] as const;

/** What a file more costs, when there are few and when there are many. */
export const scale: Benchmark = (context) => {
  const isoResults = FILES.map((files) => isoOf(files, context));
  const zipResults = FILES.map((files) => zipOf(files, context));
  return {
    name: 'scale',
    title: 'cost as the work grows, files of 1 to 32 KiB',
    results: [...isoResults, ...zipResults],
    bars: [...linearity('ISO', isoResults), ...linearity('zip', zipResults)],
    notes: [
      'The bars compare what a file more costs from 5,000 to 50,000 files with what it costs from 1,000 to 5,000: what a process costs at its start, which is the same for any number, falls out.',
    ],
  };
};

function isoOf(files: number, { inputs, outputs, ourCommand, runs }: BenchmarkContext): Result {
  const output = join(outputs, 'files.iso');
  const args = ['--in-dir', inputs.treeOf(files), '--out-iso', output, '--volume-id', 'BENCH'];
  const command = ourCommand('aero-iso', ...args);
  const name = `ISO, ${files.toLocaleString('en-US')} files`;
  return only(runInTurn([{ name, command, workingDirectory: outputs, output }], runs));
}

function zipOf(files: number, { inputs, outputs, ourProgram, runs }: BenchmarkContext): Result {
  const output = join(outputs, 'files.zip');
  const command = ourProgram('zip-tree', inputs.treeOf(files), output);
  const name = `zip, ${files.toLocaleString('en-US')} files`;
  return only(runInTurn([{ name, command, workingDirectory: outputs, output }], runs));
}

function only([result]: readonly Result[]): Result {
  if (result === undefined) throw new Error('nothing was measured');
  return result;
}

/** How the slope at the end compares with that at the beginning. */
function linearity(what: string, results: readonly Result[]): readonly Bar[] {
  const slopes = results.slice(1).map((result, index) => {
    const before = results[index]?.wallSeconds ?? 0;
    return (result.wallSeconds - before) / ((FILES[index + 1] ?? 0) - (FILES[index] ?? 0));
  });
  const [first = 0, last = 0] = slopes;
  return [{ what: `${what}: time of a file more`, found: last / first, most: 1.15, unit: '×' }];
}
