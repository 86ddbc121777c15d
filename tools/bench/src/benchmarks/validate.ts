import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInTurn } from '../measure/contest';
import { measuredRun } from '../measure/measured-run';
import { timeBar } from './bars';
import type { Benchmark } from './benchmark';
import { emptyProcess } from './commands';

/** Signed files of a driver. */
const SIGNED = /\.(inf|sys|dll)$/i;

const CONTRACT = 'specs/contracts/windows-device-contract-virtio-win.json';

/** The task validate-spec on all drivers of the genuine image, against osslsigncode on the same files. */
export const validate: Benchmark = ({ inputs, outputs, workspace, ourProgram, runs }) => {
  const image = inputs.genuineImage;
  const name = 'validate';
  const title = 'check all drivers of the genuine image, and who signed them';
  if (!existsSync(image)) return { name, title, results: [], bars: [], notes: [`No ${image}.`] };
  const store = join(outputs, 'store');
  const directory = join(outputs, 'drivers');
  const spec = join(workspace, 'specs/packaging/win7-virtio-full.json');
  measuredRun(ourProgram('fetch-image', image, store, directory), outputs);
  measuredRun(ourProgram('extract-drivers', image, store, directory, spec), outputs);
  const script = join(outputs, 'verify.sh');
  writeFileSync(
    script,
    `cd "$1"\n${commands(join(directory, 'driver-pack/drivers')).join('\n')}\n`,
  );
  const output = join(directory, 'validation-report.json');
  const contract = join(workspace, CONTRACT);
  const results = runInTurn(
    [
      {
        name: 'validate-spec',
        command: ourProgram('validate-spec', directory, spec, contract),
        workingDirectory: outputs,
        output,
      },
      {
        name: 'osslsigncode verify',
        command: ['sh', script, join(directory, 'driver-pack/drivers')],
        workingDirectory: outputs,
        output: join(outputs, 'none'),
      },
      emptyProcess(outputs),
    ],
    runs,
  );
  return {
    name,
    title,
    results,
    bars: timeBar(results, 'osslsigncode verify', 0.5),
    notes: [
      'osslsigncode verifies one file a process. Its verdicts do not count here: the roots that Windows trusts are not given to it.',
    ],
  };
};

/** A call for each signed file, with the catalog that stands beside it. */
function commands(drivers: string): readonly string[] {
  const paths = readdirSync(drivers, { recursive: true, encoding: 'utf8' });
  const catalogs = new Map(
    paths.filter((path) => /\.cat$/i.test(path)).map((path) => [dirname(path), path]),
  );
  return paths
    .filter((path) => SIGNED.test(path))
    .map(
      (path) =>
        `osslsigncode verify -catalog '${catalogs.get(dirname(path)) ?? ''}' -in '${path}' >/dev/null 2>&1 || true`,
    );
}
