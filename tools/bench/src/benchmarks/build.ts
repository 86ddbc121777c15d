import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runInTurn } from '../measure/contest';
import { measuredRun } from '../measure/measured-run';
import { timeBar } from './bars';
import type { Benchmark } from './benchmark';
import { emptyProcess } from './commands';

/** What the profile virtio-win takes of the image, as its provenance names the folders. */
const FOLDERS = ['NetKVM/w7', 'vioinput/w7', 'viostor/w7', 'virtio-win_license.txt'];

/** From the genuine image to ISO, zip and manifest in one process, against doing it by hand. */
export const build: Benchmark = ({ inputs, outputs, ourCommand, runs }) => {
  const image = inputs.genuineImage;
  const name = 'build';
  const title = 'from the genuine image to ISO, zip and manifest';
  if (!existsSync(image)) return { name, title, results: [], bars: [], notes: [`No ${image}.`] };
  const media = join(outputs, 'media');
  const store = join(outputs, 'store');
  const options = ['--profile', 'virtio-win', '--out-dir', media, '--store', store];
  const ours = ourCommand('aero-guest-tools', 'build', image, ...options);
  // Of both, what the image is was found out before: it is in the store, and in the memory of the machine.
  measuredRun(ours, outputs);
  const results = runInTurn(
    [
      { name: 'aero-guest-tools', command: ours, workingDirectory: outputs, output: media },
      {
        name: 'by hand',
        command: ['sh', '-ec', BY_HAND, 'sh', join(outputs, 'by-hand'), image, ...FOLDERS],
        workingDirectory: outputs,
        output: join(outputs, 'by-hand'),
      },
      emptyProcess(outputs),
    ],
    runs,
  );
  return { name, title, results, bars: timeBar(results, 'by hand', 1.2), notes: [] };
};

/** Arguments: the directory for everything, the image, and what to take of it. */
const BY_HAND = `
directory=$1 image=$2
shift 2
7z x -y -bd -o"$directory/files" "$image" "$@"
genisoimage -quiet -J -r -o "$directory/media.iso" "$directory/files"
(cd "$directory/files" && zip -q -9 -r ../media.zip .)
cd "$directory" && find . -type f -exec sha256sum {} + > ../by-hand.sha256
`;
