import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import type { Command } from './measured-run';

/** What reads from a file into memory or into another file. */
const READING_CALLS = 'read,pread64,readv,preadv,preadv2,sendfile,copy_file_range,mmap';

/**
 * Runs a command under strace and counts the bytes that it reads from a file, or from the files
 * below a directory. What is mapped into memory counts as read.
 *
 * @param path Absolute.
 * @returns Undefined where there is no strace.
 */
export function bytesRead(
  command: Command,
  path: string,
  workingDirectory: string,
): number | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'aero-bench-'));
  try {
    // A file for each thread, so that no call is torn apart by those of others.
    const trace = ['-ff', '-y', '-s', '0', '-e', `trace=${READING_CALLS}`];
    const { status, error } = spawnSync(
      'strace',
      [...trace, '-o', join(directory, 'trace'), '--', ...command],
      { cwd: workingDirectory, stdio: 'ignore' },
    );
    if (isMissing(error)) return undefined;
    if (status !== 0) throw new Error(`${command.join(' ')} failed under strace`);
    return readdirSync(directory).reduce(
      (sum, name) => sum + bytesReadInTrace(readFileSync(join(directory, name), 'utf8'), path),
      0,
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function isMissing(error: NodeJS.ErrnoException | undefined): boolean {
  return error?.code === 'ENOENT';
}

/** A call with its first file descriptor, whose path strace shows, and what it returned. */
const CALL = /^(\w+)\((.*)\) += (\d+|0x[0-9a-f]+)$/;
const DESCRIPTOR = /\d+<([^>]*)>/;

/** The bytes that the calls of a trace read below a path. */
export function bytesReadInTrace(trace: string, path: string): number {
  let bytes = 0;
  for (const line of trace.split('\n')) {
    const [, name = '', args = '', result = ''] = CALL.exec(line) ?? [];
    const file = DESCRIPTOR.exec(args)?.[1];
    if (file === undefined || (file !== path && !file.startsWith(path + sep))) continue;
    bytes += Number(name === 'mmap' ? args.split(', ')[1] : result);
  }
  return bytes;
}
