import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { NX_REMEDIES } from './remedies';

/** The options of a task, from its schema. */
function optionsOf(task: string): readonly string[] {
  const schema = JSON.parse(readFileSync(join(__dirname, task, 'schema.json'), 'utf8')) as {
    readonly properties: Readonly<Record<string, unknown>>;
  };
  return Object.keys(schema.properties);
}

function camelCase(option: string): string {
  return option.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The action of a remedy, and the task whose options it names. */
const TASKS = [
  ['update-lock', 'fetch-virtio-win'],
  ['expect-sha256', 'fetch-virtio-win'],
  ['name-certificates', 'extract-drivers'],
  ['allow-catalog-mismatch', 'stage-media'],
] as const;

/** Sources of this plugin whose refusals name options, and the schema with these options. */
const OWNERS: readonly (readonly [file: string, schema: string])[] = [
  ['drivers-location.ts', 'fetch-virtio-win'],
  ['generators/guest-media/generator.ts', 'generators/guest-media'],
  ['generators/guest-media/new-media.ts', 'generators/guest-media'],
];

const sources: readonly (readonly [file: string, text: string])[] = readdirSync(__dirname, {
  recursive: true,
  encoding: 'utf8',
})
  .filter((file) => /(?<!\.spec|\.fixture)\.ts$/.test(file))
  .map((file): readonly [string, string] => [
    file.replaceAll(sep, '/'),
    readFileSync(join(__dirname, file), 'utf8'),
  ])
  .toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The options that the literal remedies of a source name. */
function ownOptions(source: string): readonly string[] {
  return [...source.matchAll(/\bremedy:\s*(['`])((?:(?!\1).)*)\1/g)].flatMap(([, , text = '']) =>
    Array.from(text.matchAll(/--([a-zA-Z0-9-]+)/g), ([, option = '']) => camelCase(option)),
  );
}

describe('what remedies tell the user of the tasks to do', () => {
  test('is all tested here', () => {
    expect(TASKS.map(([action]) => action)).toEqual(Object.keys(NX_REMEDIES));
    const naming = sources.filter(([, text]) => ownOptions(text).length > 0);
    expect(naming.map(([file]) => file)).toEqual(OWNERS.map(([file]) => file));
  });

  test.each(OWNERS)('%s names options of %s', (file, schema) => {
    const [, text = ''] = sources.find(([name]) => name === file) ?? [];
    const known = optionsOf(schema);
    expect(ownOptions(text).filter((option) => !known.includes(option))).toEqual([]);
  });

  test('names variables that a task reads', () => {
    const named = Object.values(NX_REMEDIES).flatMap(
      (text) => text.match(/\b[A-Z][A-Z]+_[A-Z_]+\b/g) ?? [],
    );
    const readers = sources.filter(([file]) => file !== 'remedies.ts');
    expect(named).toEqual(['DRIVER_CERT_PATH']);
    expect(named.filter((name) => !readers.some(([, text]) => text.includes(name)))).toEqual([]);
  });

  test.each(TASKS)('%s is an option of %s', (action, task) => {
    const text = NX_REMEDIES[action] ?? '';
    const named = Array.from(text.matchAll(/--([a-zA-Z0-9-]+)|option (\w+)/g), ([, flag, name]) =>
      camelCase(flag ?? name ?? ''),
    );
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !optionsOf(task).includes(name))).toEqual([]);
  });
});
