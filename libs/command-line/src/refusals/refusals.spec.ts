import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { aeroPackager } from '../aero-packager';
import { OUTPUT_NAMES } from '../build-media';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { runProgram } from '../run-program';
import { ARGUMENTS, writeCleanInputs } from './clean-inputs.fixture';
import { applyEdit } from './edit.fixture';
import type { Fault } from './fault.fixture';
import { contractFaults } from './faults/contract.fixture';
import { driverTreeFaults } from './faults/driver-tree.fixture';
import { includedFilesFaults } from './faults/included-files.fixture';
import { infFaults } from './faults/inf.fixture';
import { optionFaults } from './faults/options.fixture';
import { pathFaults } from './faults/paths.fixture';
import { specFaults } from './faults/spec.fixture';

let clean: string;
let root: string;

beforeAll(() => {
  clean = mkdtempSync(join(tmpdir(), 'ten-drivers-'));
  writeCleanInputs(clean);
});
afterAll(() => {
  rmSync(clean, { recursive: true, force: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'refusals-'));
  cpSync(clean, root, { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function packageInputs({ options, environment }: Partial<Fault> = {}): Promise<RecordedRun> {
  return recordRun((invocation) => runProgram(aeroPackager, invocation), {
    args: Object.entries({ ...ARGUMENTS, ...options }).flat(),
    environment: environment ?? {},
    workingDirectory: root,
  });
}

/** Every path below the root, sorted. */
function everything(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted();
}

test('the inputs of ten drivers package cleanly when nothing is wrong with them', async () => {
  const { status, stdout, stderr } = await packageInputs();
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^no warnings$/m);
  expect(readdirSync(join(root, 'out')).toSorted()).toEqual(OUTPUT_NAMES.toSorted());
  expect(readdirSync(join(root, 'drivers/x86'))).toHaveLength(10);
});

describe.each([
  specFaults,
  driverTreeFaults,
  infFaults,
  includedFilesFaults,
  pathFaults,
  contractFaults,
  optionFaults,
])('$rules', ({ faults }) => {
  test.each(faults)('refused: $name', async (fault) => {
    for (const edit of fault.edits ?? []) applyEdit(root, edit);
    const before = everything();
    const { status, stdout, stderr } = await packageInputs(fault);
    for (const text of fault.says) expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(status).toBe(1);
    expect(existsSync(join(root, 'out'))).toBe(false);
    expect(everything()).toEqual(before);
  });
});
