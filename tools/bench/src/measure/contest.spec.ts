import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isInstalled, runInTurn, type Contender } from './contest';

const hasPython = isInstalled('python3');
const testWithPython = hasPython ? test : test.skip;
if (!hasPython) console.warn('skipped: python3 is not installed');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'contest-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A program that writes so many bytes, and fails if its output is there already. */
function writer(name: string, bytes: number, program = process.execPath): Contender {
  const output = join(directory, 'output');
  const script = `fs.writeFileSync(${JSON.stringify(output)}, Buffer.alloc(${String(bytes)}), { flag: 'wx' })`;
  return { name, command: [program, '-e', script], workingDirectory: directory, output };
}

testWithPython('each program is measured, with an output of its own', () => {
  const results = runInTurn([writer('small', 10), writer('large', 1000)], 2);
  expect(results.map(({ name, outputBytes }) => ({ name, outputBytes }))).toEqual([
    { name: 'small', outputBytes: 10 },
    { name: 'large', outputBytes: 1000 },
  ]);
  for (const { wallSeconds, wallRange, cpuSeconds, peakBytes } of results) {
    expect(wallRange[0]).toBeLessThanOrEqual(wallSeconds);
    expect(wallRange[1]).toBeGreaterThanOrEqual(wallSeconds);
    expect(cpuSeconds).toBeGreaterThan(0);
    expect(peakBytes).toBeGreaterThan(1024 * 1024);
  }
});

testWithPython('a program that is not installed is left out', () => {
  const missing = writer('missing', 1, join(directory, 'no-such-program'));
  expect(runInTurn([missing, writer('there', 1)], 1).map(({ name }) => name)).toEqual(['there']);
});

testWithPython('a program that fails is told with what it wrote to standard error', () => {
  const failing: Contender = {
    ...writer('failing', 1),
    command: [process.execPath, '-e', 'console.error("no space"); process.exit(3)'],
  };
  expect(() => runInTurn([failing], 1)).toThrow(/ended with status 3\nno space/);
  expect(existsSync(failing.output)).toBe(false);
});
