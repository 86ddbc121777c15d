import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Circumstances } from './circumstances';

/** The checkout that this program stands in, compiled. */
export const CHECKOUT = resolve(__dirname, '../../..');

/** One time and author, so that the commit is the same wherever it is made. */
const COMMIT = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'Checkout'];

/**
 * Makes a repository of what git knows or would know of the checkout, uncommitted changes included.
 *
 * @param directory Receives it; must not be there.
 */
export function makeRepository(directory: string): void {
  for (const file of filesOfCheckout()) cpSync(join(CHECKOUT, file), join(directory, file));
  git(directory, 'init', '--quiet', '--initial-branch=main');
  git(directory, 'add', '--all');
  git(directory, ...COMMIT);
}

/**
 * Clones that repository under the circumstances, and gives the clone the compiled code and the
 * installed packages.
 *
 * @returns The directory of the clone.
 */
export function cloneCheckout(
  repository: string,
  parent: string,
  { checkout, autocrlf, umask }: Circumstances,
): string {
  const directory = join(parent, checkout);
  const settings = ['--config', `core.autocrlf=${String(autocrlf)}`];
  const clone = ['git', 'clone', '--quiet', ...settings, repository, directory];
  execFileSync('sh', ['-c', `umask ${umask} && exec "$@"`, 'sh', ...clone], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  copyCompiledCode(directory);
  linkInstalledPackages(directory);
  return directory;
}

function filesOfCheckout(): readonly string[] {
  const listed = git(CHECKOUT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard');
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(CHECKOUT, path)));
}

function copyCompiledCode(directory: string): void {
  for (const manifest of filesOfCheckout().filter((path) => path.endsWith('/package.json'))) {
    const dist = join(dirname(manifest), 'dist');
    if (existsSync(join(CHECKOUT, dist))) {
      cpSync(join(CHECKOUT, dist), join(directory, dist), { recursive: true });
    }
  }
}

/** Links installed packages to the checkout's, but the workspace's own packages to the clone's. */
function linkInstalledPackages(directory: string): void {
  const installed = join(CHECKOUT, 'node_modules');
  const own = '@aero-guest-tools';
  mkdirSync(join(directory, 'node_modules', own), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name === own || name === '.cache') continue;
    symlinkSync(join(installed, name), join(directory, 'node_modules', name));
  }
  for (const name of readdirSync(join(installed, own))) {
    const target = readlinkSync(join(installed, own, name));
    symlinkSync(target, join(directory, 'node_modules', own, name));
  }
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      GIT_AUTHOR_DATE: '1700000000 +0000',
      GIT_COMMITTER_DATE: '1700000000 +0000',
    },
  });
}
