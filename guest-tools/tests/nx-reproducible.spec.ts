import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneWorkspace, copyWorkspace, type Workspace } from './workspace-copy';

const OUTPUTS = [
  'aero-guest-tools.iso',
  'aero-guest-tools.zip',
  'manifest.json',
  'aero-guest-tools.manifest.json',
];

let first: Workspace;
let second: Workspace;

beforeAll(() => {
  first = copyWorkspace('checkout');
  second = cloneWorkspace(first, 'another checkout, über längere Wege');
}, 60_000);

afterAll(() => {
  first.remove();
  second.remove();
});

function build(workspace: Workspace, environment: NodeJS.ProcessEnv, umask: string): string[] {
  const run = workspace.nx(['run', 'guest-tools:package'], environment, umask);
  expect(run).toMatchObject({ status: 0, cached: [] });
  return OUTPUTS.map((name) => {
    const bytes = workspace.read(`dist/guest-tools/sample/${name}`);
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}`;
  });
}

describe('rules 9: the same inputs give the same bytes', () => {
  test('in checkouts at different paths, in other time zones, locales and umasks', () => {
    const one = build(first, { TZ: 'UTC', LC_ALL: 'C' }, '022');
    const other = build(second, { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' }, '077');
    expect(other).toEqual(one);
    expect(one[2]?.slice(0, 64)).toBe(one[3]?.slice(0, 64));
  }, 120_000);

  test('the manifest tells the commit and its time', () => {
    const manifest = JSON.parse(first.read('dist/guest-tools/sample/manifest.json').toString()) as {
      package: { build_id: string; source_date_epoch: number };
    };
    expect(manifest.package.source_date_epoch).toBe(1_700_000_000);
    expect(manifest.package.build_id).toMatch(/^[0-9a-f]{40}$/);
  });
});
