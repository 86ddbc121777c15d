import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { aeroGuestTools } from './index';

const SCHEMAS = resolve(__dirname, '../../../../specs/schemas');

function schema(...args: readonly string[]): Promise<RecordedRun> {
  return recordRun(aeroGuestTools, { args: ['schema', ...args], workingDirectory: '/' });
}

const names = readdirSync(SCHEMAS).map((file) => file.replace('.schema.json', ''));

describe('aero-guest-tools schema', () => {
  test('lists every schema that is shipped', async () => {
    const { status, stdout } = await schema();
    expect(status).toBe(0);
    const listed = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(listed.toSorted()).toEqual(names.toSorted());
  });

  test.each(names)('prints that of %s as it is shipped', async (name) => {
    const { status, stdout } = await schema(name);
    expect(status).toBe(0);
    expect(stdout).toBe(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8'));
  });

  test('refuses a name that is none', async () => {
    await expect(schema('spec')).resolves.toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/no schema of this name\n[^]*"packaging-spec"/),
    });
  });
});
