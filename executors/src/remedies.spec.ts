import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { NX_REMEDIES } from './remedies';

/** The options of a task, by its schema. */
function optionsOf(task: string): readonly string[] {
  const schema = JSON.parse(readFileSync(join(__dirname, task, 'schema.json'), 'utf8')) as {
    readonly properties: Readonly<Record<string, unknown>>;
  };
  return Object.keys(schema.properties);
}

function camelCase(option: string): string {
  return option.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

describe('what remedies tell the user of the tasks to do', () => {
  test.each([
    ['update-lock', 'fetch-virtio-win'],
    ['expect-sha256', 'fetch-virtio-win'],
    ['name-certificates', 'extract-drivers'],
    ['allow-catalog-mismatch', 'stage-media'],
  ] as const)('%s is an option of %s', (action, task) => {
    const text = NX_REMEDIES[action] ?? '';
    const named = Array.from(text.matchAll(/--([a-zA-Z0-9-]+)|option (\w+)/g), ([, flag, name]) =>
      camelCase(flag ?? name ?? ''),
    );
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !optionsOf(task).includes(name))).toEqual([]);
  });
});
