import { describe, expect, test } from '@jest/globals';
import { countOutcomes, formatProblems, formatTable, outcomeOf, type Row } from './table';

const ROWS: readonly Row[] = [
  {
    name: 'one',
    outcomes: [
      { result: 'ok', problems: [] },
      { result: 'ok', problems: [], notes: ['reader cuts', 'reader composes'] },
    ],
  },
  {
    name: 'another',
    outcomes: [
      { result: 'skipped', problems: [] },
      { result: 'failed', problems: ['missing: "a"', 'missing: "b"'], notes: ['reader cuts'] },
    ],
  },
];
const COLUMNS = ['x', 'reader'];

describe('the outcome of a check', () => {
  test.each([
    ['nothing is wrong', () => Promise.resolve([]), { result: 'ok', problems: [] }],
    ['something is', () => Promise.resolve(['a']), { result: 'failed', problems: ['a'] }],
    ['it fails', () => Promise.reject(new Error('b')), { result: 'failed', problems: ['b'] }],
  ])('if %s', async (_, check, outcome) => {
    expect(await outcomeOf(check)).toEqual(outcome);
  });
});

describe('a table of outcomes', () => {
  test('is Markdown with its notes below', () => {
    expect(formatTable('shape', COLUMNS, ROWS).split('\n')).toEqual([
      '| shape   | x       | reader    |',
      '| ------- | ------- | --------- |',
      '| one     | ok      | ok (1, 2) |',
      '| another | skipped | FAILED    |',
      '',
      '(1) reader cuts',
      '(2) reader composes',
    ]);
  });

  test('is counted, and what failed is explained', () => {
    expect(countOutcomes(ROWS)).toEqual({ ok: 2, skipped: 1, failed: 1 });
    expect(formatProblems(COLUMNS, ROWS)).toEqual([
      'another, reader:',
      '  missing: "a"',
      '  missing: "b"',
    ]);
  });
});
