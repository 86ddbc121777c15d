import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newestCommit } from './newest-commit';

const MEDIA_SOURCES = ['payload', 'libs', ':(exclude,glob)**/*.spec.ts'];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'newest-commit-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

let time = 1_700_000_000;
function git(...args: string[]): string {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_AUTHOR_NAME: 'author',
    GIT_AUTHOR_EMAIL: 'author@example.org',
    GIT_AUTHOR_DATE: '1600000000 +0000',
    GIT_COMMITTER_NAME: 'committer',
    GIT_COMMITTER_EMAIL: 'committer@example.org',
    GIT_COMMITTER_DATE: `${String(time)} +0545`,
  };
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', env }).trim();
}

/** Commits a file, each commit a minute after the one before it. */
function commit(path: string): { id: string; time: number } {
  time += 60;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), String(time));
  git('add', '--all');
  git('commit', '--quiet', `--message=${path}`);
  return { id: git('rev-parse', 'HEAD'), time };
}

const newest = (): ReturnType<typeof newestCommit> => newestCommit(root, MEDIA_SOURCES);

describe('rules 9: build_id and time are those of the newest commit that touched the media', () => {
  beforeEach(() => {
    git('init', '--quiet', '--initial-branch=main');
  });

  test('the commit and its committer time', async () => {
    commit('payload/a');
    const second = commit('libs/b');
    expect(await newest()).toEqual(second);
  });

  test('a commit of documents or tests, and an empty one, do not count', async () => {
    const touched = commit('payload/a');
    commit('README.md');
    commit('libs/b.spec.ts');
    git('commit', '--quiet', '--allow-empty', '--message=empty');
    expect(await newest()).toEqual(touched);
  });

  test('a commit that removes something counts', async () => {
    commit('payload/a');
    git('rm', '--quiet', 'payload/a');
    const removal = commit('README.md');
    expect(await newest()).toEqual(removal);
  });

  test('what is not committed does not count', async () => {
    const touched = commit('payload/a');
    writeFileSync(join(root, 'payload/a'), 'edited');
    writeFileSync(join(root, 'payload/b'), 'added');
    expect(await newest()).toEqual(touched);
  });

  test('a merge counts only if both sides touched the media', async () => {
    commit('payload/a');
    git('checkout', '--quiet', '-b', 'documents');
    commit('README.md');
    git('checkout', '--quiet', 'main');
    const touched = commit('payload/b');
    git('merge', '--quiet', '--no-ff', '--message=merge', 'documents');
    expect(await newest()).toEqual(touched);

    git('checkout', '--quiet', '-b', 'media', touched.id);
    commit('payload/c');
    git('checkout', '--quiet', 'main');
    commit('payload/d');
    git('merge', '--quiet', '--no-ff', '--message=merge', 'media');
    expect(await newest()).toEqual({ id: git('rev-parse', 'HEAD'), time });
  });

  test('the configuration of the user changes nothing', async () => {
    const touched = commit('payload/a');
    git('config', 'log.showSignature', 'true');
    git('config', 'log.decorate', 'full');
    expect(await newest()).toEqual(touched);
  });

  test('a workspace below the root of the repository has its own', async () => {
    const touched = commit('workspace/payload/a');
    commit('payload/a');
    expect(await newestCommit(join(root, 'workspace'), MEDIA_SOURCES)).toEqual(touched);
  });

  test('in a shallow clone, the oldest commit that is there stands for those before it', async () => {
    commit('payload/a');
    const oldest = commit('README.md');
    commit('README.md');
    git('clone', '--quiet', '--depth=2', pathToFileURL(root).href, 'clone');
    expect(await newestCommit(join(root, 'clone'), MEDIA_SOURCES)).toEqual(oldest);
  });

  test('none without a commit, or without one that touched the media', async () => {
    expect(await newest()).toBeUndefined();
    commit('README.md');
    expect(await newest()).toBeUndefined();
  });
});

test('rules 9: outside of a checkout there is no commit', async () => {
  expect(await newest()).toBeUndefined();
});
