import { join } from 'node:path';
import { bytesRead } from '../measure/bytes-read';
import { runInTurn } from '../measure/contest';
import { treeSize } from '../measure/tree-size';
import { memoryBar, timeBar } from './bars';
import type { Benchmark } from './benchmark';

/** Packaging a tree as one driver: checks, manifest, ISO and zip, read back and verified. */
export const packageMedia: Benchmark = ({ inputs, outputs, workspace, ourCommand, runs }) => {
  const tree = inputs.tree();
  const media = join(outputs, 'media');
  const archive = join(outputs, 'tree.zip');
  const contract = 'specs/contracts/windows-device-contract-virtio-win.json';
  const options = {
    '--drivers-dir': inputs.driversDirectory,
    '--spec': inputs.packagingSpec(),
    '--guest-tools-dir': join(workspace, 'guest-tools'),
    '--out-dir': media,
    '--windows-device-contract': join(workspace, contract),
    '--signing-policy': 'none',
  };
  const command = ourCommand('aero-packager', ...Object.entries(options).flat());
  const results = runInTurn(
    [
      { name: 'aero-packager', command, workingDirectory: outputs, output: media },
      {
        name: 'zip -9',
        command: ['zip', '-9', '-q', '-r', archive, '.'],
        workingDirectory: tree,
        output: archive,
      },
    ],
    runs,
  );
  const read = bytesRead(command, tree, outputs);
  return {
    name: 'package',
    title: 'package the tree as one driver, ISO and zip',
    results,
    bars: [
      ...timeBar(results, 'zip -9', 0.25),
      ...memoryBar(results, 350),
      ...(read === undefined
        ? []
        : [
            {
              what: 'bytes read of the sources, against their size',
              found: read / treeSize(tree),
              most: 1,
              unit: '×' as const,
            },
          ]),
    ],
    notes: [],
  };
};
