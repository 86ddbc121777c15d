import { describe, expect, test } from '@jest/globals';
import { differingOutputs, resultsTable, type Result } from './results-table';

const ISO = 'sample/aero-guest-tools.iso';

function result(circumstances: string, sha256: string): Result {
  return {
    platform: 'Node 20',
    circumstances,
    outputs: new Map([
      [ISO, sha256],
      ['virtio-win.iso', 'ff'],
    ]),
    seconds: 1.25,
  };
}

const SKIPPED: Result = { platform: 'Node 22', circumstances: 'odd', skipped: 'skipped: no wine' };

describe('differingOutputs', () => {
  test('names nothing if all are equal, whatever was skipped', () => {
    expect(differingOutputs([result('plain', 'aa'), result('odd', 'aa'), SKIPPED])).toEqual([]);
  });

  test('names what is not the same in one of them', () => {
    expect(differingOutputs([result('plain', 'aa'), result('odd', 'ab'), SKIPPED])).toEqual([ISO]);
  });
});

describe('resultsTable', () => {
  test('has a row for each cell, and says why one was not run', () => {
    const rows = resultsTable([result('plain', '0123456789abcdef'), SKIPPED]).split('\n');
    expect(rows).toHaveLength(5);
    expect(rows[2]).toBe('| Node 20 | plain | 01234567 |  |  |  |  |  |  |  |  | 1.3 s |');
    expect(rows[3]).toBe('| Node 22 | odd |  |  |  |  |  |  |  |  |  | skipped: no wine |');
  });
});
