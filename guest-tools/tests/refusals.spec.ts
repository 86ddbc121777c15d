import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(__dirname, '../..');

/** The area of a problem, and what is wrong there. */
const ID = /^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/;

/** A node of a syntax tree of swc. */
type Node = Readonly<Record<string, unknown>>;

/** Every node below a value, itself included. */
function* nodesBelow(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const child of Object.values(value)) yield* nodesBelow(child);
}

/** The ids that are literals in the property `id` of an object, where problems are made. */
function idsMadeIn(source: string): readonly string[] {
  const tree = parseSync(source, { syntax: 'typescript' });
  return [...nodesBelow(tree)]
    .filter(({ type, key }) => type === 'KeyValueProperty' && (key as Node)['value'] === 'id')
    .flatMap(({ value }) => [...nodesBelow(value)])
    .flatMap(({ type, value }) =>
      type === 'StringLiteral' && ID.test(String(value)) ? String(value) : [],
    );
}

function sourceFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      return ['dist', 'node_modules', 'generated'].includes(entry.name) ? [] : sourceFiles(path);
    }
    return path.endsWith('.ts') && !/\.(?:spec|fixture|d)\.ts$/.test(path) ? path : [];
  });
}

interface DocumentedProblem {
  readonly id: string;
  readonly meaning: string;
  /** Of docs/rules.md. */
  readonly anchor: string;
}

function documentedProblems(): readonly DocumentedProblem[] {
  return [
    ...readFileSync(join(ROOT, 'docs/refusals.md'), 'utf8').matchAll(
      /^\| `([^`]+)` \| (.+) \| \[[^\]]+\]\(rules\.md#([^)]+)\) \|$/gm,
    ),
  ].map(([, id = '', meaning = '', anchor = '']) => ({ id, meaning, anchor }));
}

/** As GitHub makes an anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

const made = ['libs', 'executors/src', 'packages']
  .flatMap((directory) => sourceFiles(join(ROOT, directory)))
  .flatMap((file) => idsMadeIn(readFileSync(file, 'utf8')));
const documented = documentedProblems();
const twice = (values: readonly string[]): readonly string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

describe('every problem has an id, and docs/refusals.md says what it means', () => {
  test('the page has the ids of the code, none missing and none extra', () => {
    expect(made.length).toBeGreaterThan(200);
    expect(documented.map(({ id }) => id).toSorted()).toEqual([...new Set(made)].toSorted());
  });

  test('no id is made at two places, so that it has one text and one meaning', () => {
    expect(twice(made)).toEqual([]);
    expect(twice(documented.map(({ meaning }) => meaning))).toEqual([]);
  });

  test('each id leads to a section of the rules', () => {
    const headings = new Set(
      [...readFileSync(join(ROOT, 'docs/rules.md'), 'utf8').matchAll(/^## (.*)$/gm)].map(
        ([, heading = '']) => anchorOf(heading),
      ),
    );
    expect(documented.filter(({ anchor }) => !headings.has(anchor))).toEqual([]);
  });
});
