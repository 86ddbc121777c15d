import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A commit, and when it was made. */
export interface Commit {
  /** Hexadecimal object name. */
  readonly id: string;
  /** Committer time, in seconds since 1970-01-01 00:00:00 UTC. */
  readonly time: number;
}

/**
 * Asks git for the newest commit, of HEAD and its ancestors, that changed something. A merge counts
 * only if it differs from all of its parents there. The result is the same for everyone who has the
 * same HEAD, except in a shallow clone, where the oldest available commit seems to have changed
 * everything.
 *
 * @param pathspecs What it changed: see gitglossary(7), `pathspec`, relative to the directory.
 * @returns Undefined outside a checkout, without such a commit, or without git.
 */
export async function newestCommit(
  directory: string,
  pathspecs: readonly string[],
): Promise<Commit | undefined> {
  // A runtime input of the target asks the same before this task runs. Unlike `git log`, this
  // command is made for programs: user configuration does not change its output.
  const args = ['rev-list', '--max-count=1', '--timestamp', 'HEAD', '--', ...pathspecs];
  try {
    const { stdout } = await promisify(execFile)('git', args, { cwd: directory });
    const match = /^([0-9]+) ([0-9a-f]+)$/.exec(stdout.trim());
    return match ? { id: String(match[2]), time: Number(match[1]) } : undefined;
  } catch {
    return undefined;
  }
}
