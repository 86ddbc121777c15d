import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { gitHead } from './git-head';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'git-head-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function git(...args: string[]): string {
  const env = {
    ...process.env,
    GIT_AUTHOR_DATE: '1600000000 +0000',
    GIT_COMMITTER_DATE: '1700000000 +0545',
  };
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', env }).trim();
}

describe('rules 9: build_id and time are those of the HEAD commit, if there is one', () => {
  test('the commit and its committer time', async () => {
    git('init', '--quiet');
    git(
      ...['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'],
      ...['commit', '--quiet', '--allow-empty', '--message=first'],
    );
    expect(await gitHead(root)).toEqual({ commit: git('rev-parse', 'HEAD'), time: 1_700_000_000 });
  });

  test('none without a commit', async () => {
    git('init', '--quiet');
    expect(await gitHead(root)).toBeUndefined();
  });

  test('none outside a checkout', async () => {
    expect(await gitHead(root)).toBeUndefined();
  });
});
