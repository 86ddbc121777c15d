import { median } from '../measure/statistics';
import { chainTarget, EMPTY_TARGET, type BenchWorkspace } from './workspace';

/** A case and the times that it took, in seconds. */
export interface CaseResult {
  readonly name: string;
  readonly seconds: readonly number[];
  /** Its median as a multiple of that of the empty target. */
  readonly ratio: number;
  /** What the ratio must not exceed; absent where there is no bar. */
  readonly most?: number;
}

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly prepare?: (workspace: BenchWorkspace, round: number) => void;
  /** Without the daemon of Nx, and with it. */
  readonly most?: readonly [withoutDaemon: number, withDaemon: number];
}

const PACKAGE = ['run', 'guest-tools:package', '--configuration=virtio-win'];
const SPEC = 'specs/packaging/win7-virtio-full.json';

/** In this order in each round; the first is what the others are compared with. */
const CASES: readonly Case[] = [
  { name: 'an empty target, cached', args: ['run', EMPTY_TARGET] },
  { name: 'everything cached', args: PACKAGE, most: [1.25, 1.5] },
  {
    name: 'one value of the spec changed',
    args: PACKAGE,
    most: [3, 3.5],
    // Another value in each round, or the cache would know it.
    prepare: (workspace, round) => {
      workspace.edit(SPEC, (text) => changedSpec(text, `bench-${String(round)}`));
    },
  },
  { name: 'nothing cached', args: [...PACKAGE, '--skip-nx-cache'], most: [3.5, 5.5] },
  // What Nx itself takes for as many executors as run one after the other where everything is cached, and where
  // nothing is.
  { name: 'one executor that does nothing', args: ['run', chainTarget(1)] },
  { name: 'three in a chain', args: ['run', chainTarget(3)] },
  { name: 'six in a chain', args: ['run', chainTarget(6)] },
];

/** How all cases are measured. */
export interface MeasuredRuns {
  readonly runs: number;
  /** Whether the daemon of Nx runs. */
  readonly daemon: boolean;
  /** Of every run. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Measures all cases in turn, several times, after two rounds that do not count: what is never in the
 * cache the first time is there after the second.
 */
export function measureCases(
  workspace: BenchWorkspace,
  { runs, daemon, environment: others }: MeasuredRuns,
): readonly CaseResult[] {
  const environment = { ...others, NX_DAEMON: String(daemon) };
  const measured = CASES.map((): number[] => []);
  for (let round = -1; round <= runs; round += 1) {
    for (const [index, { args, prepare }] of CASES.entries()) {
      prepare?.(workspace, round);
      const seconds = workspace.nx(args, environment);
      if (round > 0) measured[index]?.push(seconds);
      // Back to what is in the cache.
      if (prepare) workspace.nx(PACKAGE, environment);
    }
  }
  const [empty = []] = measured;
  return CASES.map(({ name, most }, index) => {
    const seconds = measured[index] ?? [];
    return {
      name,
      seconds,
      ratio: median(seconds) / median(empty),
      ...(most === undefined ? {} : { most: most[daemon ? 1 : 0] }),
    };
  });
}

/** Allows files of a path that no driver has. */
function changedSpec(text: string, path: string): string {
  const spec = JSON.parse(text) as { drivers: [object, ...object[]] };
  spec.drivers[0] = { ...spec.drivers[0], allow_path_regexes: [path] };
  return `${JSON.stringify(spec, null, 2)}\n`;
}
