import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that is checked out. */
export interface GitHead {
  /** Hexadecimal object name. */
  readonly commit: string;
  /** Committer time, in seconds since 1970-01-01 00:00:00 UTC. */
  readonly time: number;
}

/** Asks git for the HEAD commit; undefined outside a checkout, without a commit or without git. */
export async function gitHead(directory: string): Promise<GitHead | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['log', '-1', '--format=%H %ct'], {
      cwd: directory,
    });
    const match = /^([0-9a-f]+) ([0-9]+)$/.exec(stdout.trim());
    return match ? { commit: String(match[1]), time: Number(match[2]) } : undefined;
  } catch {
    return undefined;
  }
}
