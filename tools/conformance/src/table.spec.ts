import { describe, expect, test } from '@jest/globals';
import { countOutcomes, formatProblems, formatTable, type Row } from './table';

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
