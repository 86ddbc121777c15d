import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesRead } from '../measure/bytes-read';
import { runInTurn, type Contender } from '../measure/contest';
import { measuredRun, type Command } from '../measure/measured-run';
import { treeSize } from '../measure/tree-size';
import type { Bar, Report } from '../report/report';
import { timeBar } from './bars';
import type { Benchmark, BenchmarkContext } from './benchmark';
import { emptyProcess } from './commands';

/** Folders of the image, as virtio-win calls them. */
const FOLDERS = ['NetKVM', 'vioinput', 'vioscsi', 'viostor'];

/** The same as the packaging spec calls them. */
const SPEC = { drivers: FOLDERS.map((name) => ({ name: name.toLowerCase(), required: true })) };

/** Taking four driver directories, whole, out of an image of 700 MiB. */
export const extract: Benchmark = (context) => {
  const { image, store } = storedImage(context);
  const directory = join(context.outputs, 'folders');
  const command = context.ourProgram('extract-folders', image, store, directory, ...FOLDERS);
  return compare(context, {
    name: 'extract',
    title: 'take four driver directories out of an image of 700 MiB',
    ours: {
      name: 'libs/driver-pack',
      command,
      workingDirectory: context.outputs,
      output: directory,
    },
    folders: FOLDERS,
    most: 1,
    notes: [],
  });
};

/** The task extract-drivers: what four drivers have for Windows 7. */
export const extractDrivers: Benchmark = (context) => {
  const { image, store, build } = storedImage(context);
  const spec = join(context.outputs, 'spec.json');
  writeFileSync(spec, JSON.stringify(SPEC));
  return compare(context, {
    name: 'extract-drivers',
    title: 'the task extract-drivers: of four drivers, what is for Windows 7',
    ours: {
      name: 'extract-drivers',
      command: context.ourProgram('extract-drivers', image, store, build, spec),
      workingDirectory: context.outputs,
      output: join(build, 'driver-pack'),
    },
    folders: FOLDERS.map((folder) => `${folder}/w7`),
    most: undefined,
    notes: [
      'So little is to be copied here that the start of Node and the loading of the task are most of the time.',
    ],
  });
};

/** Puts the image into the store, where extract-drivers finds it. */
function storedImage({ inputs, outputs, ourProgram }: BenchmarkContext): {
  readonly image: string;
  readonly store: string;
  readonly build: string;
} {
  const image = inputs.image();
  const store = join(outputs, 'store');
  const build = join(outputs, 'build');
  measuredRun(ourProgram('fetch-image', image, store, build), outputs);
  return { image, store, build };
}

function compare(
  { inputs, outputs, runs }: BenchmarkContext,
  {
    name,
    title,
    ours,
    folders,
    most,
    notes,
  }: Pick<Report, 'name' | 'title' | 'notes'> & {
    readonly ours: Contender;
    readonly folders: readonly string[];
    readonly most: number | undefined;
  },
): Report {
  const image = inputs.image();
  const output = join(outputs, '7z');
  const theirs: Command = ['7z', 'x', '-y', '-bd', `-o${output}`, image, ...folders];
  const results = runInTurn(
    [
      ours,
      { name: '7z x', command: theirs, workingDirectory: outputs, output },
      emptyProcess(outputs),
    ],
    runs,
  );
  const bars = [
    ...(most === undefined ? [] : timeBar(results, '7z x', most)),
    ...overheadBar(ours, join(outputs, 'store'), image, outputs),
  ];
  rmSync(outputs, { recursive: true, force: true });
  return { name, title, results, bars, notes };
}

/** What is read of the image beyond the files that are taken. */
function overheadBar(
  { command, output }: Contender,
  store: string,
  image: string,
  workingDirectory: string,
): readonly Bar[] {
  rmSync(output, { recursive: true, force: true });
  const read = bytesRead(command, store, workingDirectory);
  if (read === undefined) return [];
  const found = (100 * (read - treeSize(output))) / treeSize(image);
  return [{ what: 'read beyond the files taken, of the image', found, most: 1, unit: '%' }];
}
