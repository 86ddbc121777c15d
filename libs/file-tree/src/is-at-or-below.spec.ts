import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isAtOrBelow } from './is-at-or-below';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'is-at-or-below-'));
  mkdirSync(join(root, 'inputs/drivers'), { recursive: true });
  mkdirSync(join(root, 'inputs of another'));
  symlinkSync('inputs', join(root, 'link'));
  symlinkSync('../inputs of another', join(root, 'inputs/outwards'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test.each([
  ['inputs', 'inputs', true],
  ['inputs/drivers', 'inputs', true],
  ['inputs/new/directory', 'inputs', true],
  ['link', 'inputs', true],
  ['link/new', 'inputs', true],
  ['inputs/new', 'link/.', true],
  ['inputs/..a', 'inputs', true],
  ['inputs', 'inputs/drivers', false],
  ['inputs of another', 'inputs', false],
  ['inputs/outwards/new', 'inputs', false],
  ['new', 'inputs', false],
])('%s is in %s: %s', (path, directory, expected) => {
  expect(isAtOrBelow(join(root, path), join(root, directory))).toBe(expected);
});

test('everything is below the root', () => {
  expect(isAtOrBelow(root, parse(root).root)).toBe(true);
});
