import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyWorkspace, type Workspace } from './workspace-copy';

let workspace: Workspace;
/** The newest version that CHANGELOG.md tells of. */
let newest: string;

beforeAll(() => {
  workspace = copyWorkspace();
  newest = /^## (\S+)/.exec(workspace.read('CHANGELOG.md').toString())?.[1] ?? '';
});
afterAll(() => {
  workspace.remove();
});

/** What a release would print. */
function release(version: string, ...args: string[]): string {
  const run = workspace.nx(['release', version, '--dry-run', '--skip-publish', ...args]);
  expect(run).toMatchObject({ status: 0 });
  return run.output;
}

describe('a release', () => {
  test('gives both packages, the engine and the repository its version, commits and tags', () => {
    const output = release('99.1.0', '--first-release');
    expect(output.match(/(?<=^UPDATE )\S+/gm)).toEqual([
      'packages/media/package.json',
      'libs/media/package.json',
      'package.json',
      'package-lock.json',
      'packages/nx/package.json',
      'CHANGELOG.md',
    ]);
    expect(output.match(/(?<=^\+ +)".*"99\.1\.0"/gm)).toEqual([
      '"version": "99.1.0"',
      '"packagerVersion": "99.1.0"',
      '"version": "99.1.0"',
      '"version": "99.1.0"',
      '"version": "99.1.0"',
      '"version": "99.1.0"',
      '"@aero-guest-tools/media": "99.1.0"',
    ]);
    expect(output).toMatch(/Committing changes with git[^]*Tagging commit with git/);
  }, 60_000);

  test('keeps what CHANGELOG.md has of that version already: the first was written by hand', () => {
    expect(release(newest, '--first-release')).toContain('No changes detected for changelogs');
  }, 60_000);

  test('tells in CHANGELOG.md what was committed since the last one, above the others', () => {
    workspace.git('tag', `v${newest}`);
    workspace.write('libs/zip/src/new.ts', '');
    workspace.git('add', '--all');
    workspace.git('commit', '--quiet', '--message=Write archives without a seam');
    workspace.write('libs/zip/src/new.spec.ts', '');
    workspace.write('README.md', '');
    workspace.git('add', '--all');
    workspace.git('commit', '--quiet', '--message=Test it');
    const output = release('99.1.0');
    expect(output).toMatch(
      /^\+ ## 99\.1\.0 \(\d{4}-\d\d-\d\d\)\n\+\s*\n\+ - Write archives without a seam\n\+\s*\n/m,
    );
    expect(output.indexOf('## 99.1.0')).toBeLessThan(output.indexOf(`## ${newest}`));
    expect(output).not.toContain('Test it');
  }, 60_000);
});
