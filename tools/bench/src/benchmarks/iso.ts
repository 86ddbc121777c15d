import { join } from 'node:path';
import { runInTurn } from '../measure/contest';
import { memoryBar, timeBar } from './bars';
import type { Benchmark } from './benchmark';
import { emptyProcess } from './commands';

/** Writing an ISO image of a tree. */
export const iso: Benchmark = ({ inputs, outputs, ourCommand, runs }) => {
  const tree = inputs.tree();
  const output = join(outputs, 'tree.iso');
  const common = { workingDirectory: outputs, output };
  const aeroIso = ['--in-dir', tree, '--out-iso', output, '--volume-id', 'BENCH'];
  const results = runInTurn(
    [
      { name: 'aero-iso', command: ourCommand('aero-iso', ...aeroIso), ...common },
      {
        name: 'genisoimage',
        command: ['genisoimage', '-quiet', '-J', '-r', '-o', output, tree],
        ...common,
      },
      {
        name: 'xorriso',
        command: ['xorriso', '-as', 'mkisofs', '-quiet', '-J', '-r', '-o', output, tree],
        ...common,
      },
      emptyProcess(outputs),
    ],
    runs,
  );
  return {
    name: 'iso',
    title: 'write an ISO image of the tree',
    results,
    bars: [...timeBar(results, 'genisoimage', 0.8), ...memoryBar(results, 90)],
    notes: [],
  };
};
