import { join } from 'node:path';
import { runInTurn } from '../measure/contest';
import type { Bar } from '../report/report';
import { memoryBar, timeBar } from './bars';
import type { Benchmark } from './benchmark';

/** Writing a zip archive of a tree. */
export const zip: Benchmark = ({ inputs, outputs, ourProgram, runs }) => {
  const tree = inputs.tree();
  const output = join(outputs, 'tree.zip');
  const results = runInTurn(
    [
      {
        name: 'libs/zip',
        command: ourProgram('zip-tree', tree, output),
        workingDirectory: outputs,
        output,
      },
      {
        name: 'zip -9',
        command: ['zip', '-9', '-q', '-r', output, '.'],
        workingDirectory: tree,
        output,
      },
      {
        name: '7z -mx=5',
        command: ['7z', 'a', '-tzip', '-mx=5', '-bd', output, '.'],
        workingDirectory: tree,
        output,
      },
    ],
    runs,
  );
  return {
    name: 'zip',
    title: 'write a zip archive of the tree',
    results,
    bars: [
      ...timeBar(results, 'zip -9', 0.22),
      ...timeBar(results, '7z -mx=5', 0.5),
      ...sizeBar(results),
      ...memoryBar(results, 300),
    ],
    notes: [],
  };
};

function sizeBar(results: ReturnType<typeof runInTurn>): readonly Bar[] {
  const [ours] = results;
  const other = results.find(({ name }) => name === 'zip -9');
  if (ours === undefined || other === undefined) return [];
  const found = ours.outputBytes / other.outputBytes;
  return [{ what: 'size of the archive, against zip -9', found, most: 1.01, unit: '×' }];
}
