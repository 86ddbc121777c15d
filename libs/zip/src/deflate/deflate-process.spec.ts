import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

// In separate processes, since the compressor is compiled once per process.

const DEFLATE = JSON.stringify(resolve(__dirname, '../../dist/deflate/deflate.js'));

function runs(script: string): { status: number | null; stderr: string; stdout: string } {
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
}

describe('compressing does not change how a process fails', () => {
  test('there is no handler that was not there, and those that were are', () => {
    const { stdout } = runs(`
      const events = ['uncaughtException', 'unhandledRejection'];
      for (const event of events) process.on(event, function own() {});
      require(${DEFLATE}).deflate(Buffer.from('data'));
      console.log(events.flatMap((event) => process.listeners(event).map(({ name }) => name)).join());
    `);
    expect(stdout).toBe('own,own\n');
  });

  test('an error that nobody catches ends the process with status 1, not with that of a handler', () => {
    const { status, stderr } = runs(`
      require(${DEFLATE}).deflate(Buffer.from('data'));
      throw new Error('not caught');
    `);
    expect(status).toBe(1);
    expect(stderr).toMatch(/Error: not caught/);
  });
});
