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
  command: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = {},
): string {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|NX_|AERO_|VIRTIO_|SOURCE_DATE_EPOCH$)/i.test(name),
  );
  const [program, ...args] = command;
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
    shell: process.platform === 'win32',
    timeout: TIMEOUT,
  });
  const output = `${stdout}${stderr}`;
  if (status !== 0) {
    const reason = error?.message ?? `status ${String(status)}`;
    throw new Error(`${command.join(' ')} in ${cwd}: ${reason}\n${output}`);
  }
  return output;
}
