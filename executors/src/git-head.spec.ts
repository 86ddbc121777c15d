import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
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
    GIT_CONFIG_GLOBAL: devNull,
    GIT_AUTHOR_NAME: 'author',
    GIT_AUTHOR_EMAIL: 'author@example.org',
    GIT_AUTHOR_DATE: '1600000000 +0000',
    GIT_COMMITTER_NAME: 'committer',
    GIT_COMMITTER_EMAIL: 'committer@example.org',
    GIT_COMMITTER_DATE: '1700000000 +0545',
  };
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', env }).trim();
}

describe('rules 9: build_id and time are those of the HEAD commit, if there is one', () => {
  test('the commit and its committer time', async () => {
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message=first');
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
