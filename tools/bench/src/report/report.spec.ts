import { describe, expect, test } from '@jest/globals';
import { markdownReport } from './report';

const OURS = {
  name: 'ours',
  wallSeconds: 0.5,
  wallRange: [0.4, 0.75],
  cpuSeconds: 0.9,
  peakBytes: 80 * 1024 * 1024,
  outputBytes: 1_048_576,
} as const;

describe('a report', () => {
  test('is Markdown that can be pasted into a page', () => {
    const text = markdownReport({
      name: 'iso',
      title: 'write an image',
      results: [OURS, { ...OURS, name: 'theirs', wallSeconds: 1, outputBytes: 0 }],
      bars: [
        { what: 'time', found: 0.5, most: 0.8, unit: '×' },
        { what: 'memory', found: 91, most: 90, unit: 'MiB' },
      ],
      notes: ['A note.'],
    });
    expect(text).toBe(
      [
        '### iso: write an image',
        '',
        '| program | time, s | of all runs  | CPU, s | peak memory | bytes     | ours takes |',
        '| ------- | ------- | ------------ | ------ | ----------- | --------- | ---------- |',
        '| ours    | 0.50    | 0.40 to 0.75 | 0.90   | 80 MiB      | 1,048,576 |            |',
        '| theirs  | 1.00    | 0.40 to 0.75 | 0.90   | 80 MiB      |           | 0.50 ×     |',
        '',
        '| bar    | found   | at most |            |',
        '| ------ | ------- | ------- | ---------- |',
        '| time   | 0.500 × | 0.800 × | met        |',
        '| memory | 91 MiB  | 90 MiB  | **missed** |',
        '',
        'A note.',
      ].join('\n'),
    );
  });
});
