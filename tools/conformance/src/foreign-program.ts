import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';

/** Milliseconds until a program that does not end is ended. */
const TIMEOUT = 15 * 60_000;

/** How much of what a program wrote to its standard error an error shows. */
const SHOWN_CHARACTERS = 2000;

/** Names in UTF-8, messages in English. */
const ENVIRONMENT = { ...process.env, LC_ALL: 'C.UTF-8' };

/** Whether a program is installed. Nothing is asked of it but to be there. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Runs a program that is quick and says little. */
export function tryProgram(
  program: string,
  args: readonly string[],
): { readonly succeeded: boolean; readonly said: string } {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    env: ENVIRONMENT,
    encoding: 'utf8',
    timeout: TIMEOUT,
  });
  const said = error === undefined ? `${stderr}${stdout}` : error.message;
  return { succeeded: status === 0, said: said.trim() };
}

/**
 * Runs a program to its end.
 *
 * @returns Its standard output.
 * @throws Error with its standard error, if it ends with another status than zero.
 */
export async function run(program: string, args: readonly string[]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await follow(program, args, (piece) => pieces.push(piece));
  return Buffer.concat(pieces);
}

/** {@link run}, with the SHA-256 of what may be too large to hold. */
export async function runAndHash(program: string, args: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  await follow(program, args, (piece) => hash.update(piece));
  return hash.digest('hex');
}

function follow(
  program: string,
  args: readonly string[],
  onOutput: (piece: Buffer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT,
    });
    let complaint = '';
    child.stdout.on('data', onOutput);
    child.stderr.on('data', (piece: Buffer) => {
      complaint = `${complaint}${piece.toString()}`.slice(-SHOWN_CHARACTERS);
    });
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve();
      else {
        const end = signal === null ? `exit status ${String(status)}` : `ended by ${signal}`;
        reject(new Error(`${program} ${args.join(' ')}: ${end}\n${complaint.trim()}`));
      }
    });
  });
}

/** The lines of a program's output that are not empty. */
export function linesOf(output: Buffer, encoding: BufferEncoding = 'utf8'): string[] {
  return output
    .toString(encoding)
    .split('\n')
    .filter((line) => line !== '');
}
