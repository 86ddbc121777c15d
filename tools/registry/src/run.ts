import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The root of the repository. */
export const CHECKOUT = resolve(__dirname, '../../..');

/** No command of the proof takes longer, in milliseconds. */
const TIMEOUT = 180_000;

/**
 * Runs a command without the variables that npm and Nx set for the programs that they run.
 *
 * @returns What it printed.
 * @throws Error with what it printed, if it failed.
 */
export function run(
  cwd: string,
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = {},
): string {
  return runProgram(cwd, { program, args, shell: process.platform === 'win32' }, env);
}

/** As {@link run}, a line as it is typed at a prompt. */
export function runLine(cwd: string, line: string, env: NodeJS.ProcessEnv = {}): string {
  return runProgram(cwd, { program: line, args: [], shell: true }, env);
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly shell: boolean;
}

function runProgram(
  cwd: string,
  { program, args, shell }: Command,
  env: NodeJS.ProcessEnv,
): string {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|NX_|AERO_|VIRTIO_|SOURCE_DATE_EPOCH$)/i.test(name),
  );
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: {
      ...Object.fromEntries(inherited),
      NX_DAEMON: 'false',
      CI: 'true',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      ...env,
    },
    maxBuffer: 1 << 28,
    shell,
    timeout: TIMEOUT,
  });
  const output = `${stdout}${stderr}`;
  if (status !== 0) {
    const reason = error?.message ?? `status ${String(status)}`;
    throw new Error(`${[program, ...args].join(' ')} in ${cwd}: ${reason}\n${output}`);
  }
  return output;
}
