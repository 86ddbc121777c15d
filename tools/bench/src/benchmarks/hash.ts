import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bytesRead } from '../measure/bytes-read';
import { runInTurn } from '../measure/contest';
import { measuredRun } from '../measure/measured-run';
import { timeBar } from './bars';
import type { Benchmark } from './benchmark';

/** Hashing an image and keeping it in the store. */
export const hash: Benchmark = ({ inputs, outputs, ourProgram, runs }) => {
  const image = inputs.image();
  const store = join(outputs, 'store');
  const command = ourProgram('fetch-image', image, store, join(outputs, 'fetch'));
  const results = runInTurn(
    [
      { name: 'fetch-virtio-win', command, workingDirectory: outputs, output: store },
      {
        name: 'sha256sum',
        command: ['sha256sum', image],
        workingDirectory: outputs,
        output: join(outputs, 'none'),
      },
    ],
    runs,
  );
  // The store of the last run is there: the image is known by its size, times and inode.
  measuredRun(command, outputs);
  const again = measuredRun(command, outputs);
  const readAgain = bytesRead(command, image, outputs);
  const readOfStore = bytesRead(command, store, outputs);
  rmSync(store, { recursive: true, force: true });
  return {
    name: 'hash',
    title: 'hash an image of 700 MiB and pin it in the store',
    results,
    bars: [
      ...timeBar(results, 'sha256sum', 1.1),
      ...(readAgain === undefined
        ? []
        : [
            {
              what: 'bytes read when nothing changed',
              found: readAgain,
              most: 0,
              unit: 'bytes' as const,
            },
          ]),
    ],
    notes: [
      `Unlike sha256sum, fetch-virtio-win also writes a copy of the image. When nothing changed, it takes ${again.wallSeconds.toFixed(2)} s, most of which is the start of Node` +
        (readOfStore === undefined
          ? '.'
          : `, and reads ${readOfStore.toLocaleString('en-US')} bytes of the store.`),
    ],
  };
};
