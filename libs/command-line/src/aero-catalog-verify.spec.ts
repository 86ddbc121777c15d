import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { driverOutFiles } from '@aero-guest-tools/driver-fixtures';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aeroCatalogVerify } from './aero-catalog-verify';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { runProgram } from './run-program';

const DRIVER = 'x64/aero_virtio_blk';
const CATALOG = `${DRIVER}/aero_virtio_blk.cat`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-catalog-verify-'));
  for (const { path, contents } of driverOutFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function run(...args: readonly string[]): Promise<RecordedRun> {
  return recordRun((invocation) => runProgram(aeroCatalogVerify, invocation), {
    args,
    workingDirectory: root,
  });
}

/** Runs with a file of the driver changed, and changes it back. */
async function runChanged(
  file: string,
  change: (bytes: Buffer) => Uint8Array,
  ...args: readonly string[]
): Promise<RecordedRun> {
  const path = join(root, DRIVER, file);
  const bytes = readFileSync(path);
  writeFileSync(path, change(bytes));
  try {
    return await run(CATALOG, '--dir', DRIVER, ...args);
  } finally {
    writeFileSync(path, bytes);
  }
}

describe('rules 10 and 11: a catalog that is what it should be', () => {
  test('tells who signed it, when, what it lists, and what Windows 7 says', async () => {
    const { status, stdout, stderr } = await run(CATALOG);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^signer {5}CN=Aero fixture that everybody can sign with \(RSA 2048\)$/m,
    );
    expect(stdout).toMatch(/^signature {2}SHA-1, valid$/m);
    expect(stdout).toMatch(
      /^timestamp {2}2021-01-01 00:00:00 UTC by .*\(countersignature, SHA-1\)$/m,
    );
    expect(stdout).toMatch(
      /^member {5}aero_virtio_blk\.sys: Authenticode SHA-1 [0-9a-f]{40}, OSAttr 2:6\.1$/m,
    );
    expect(stdout).toMatch(/^Windows 7 {2}amd64: accepted with test signing only$/m);
    expect(stdout).toMatch(/^warning: .*the kernel of Windows 7 x64 does not trust the signer/m);
  });

  test('with --dir tells of each file', async () => {
    const { status, stdout } = await run(CATALOG, '--dir', DRIVER);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('file '))).toEqual([
      'file       aero_virtio_blk.inf: listed, installed',
      'file       aero_virtio_blk.pdb: not listed, not installed',
      'file       aero_virtio_blk.sys: listed, installed',
    ]);
  });

  test('with --json is one object', async () => {
    const { status, stdout } = await run(CATALOG, '--dir', DRIVER, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      made: '2021-01-01T00:00:00.000Z',
      members: [{ file: 'aero_virtio_blk.inf', subject: 'flat' }, { subject: 'pe-image' }],
      signature: {
        digest_algorithm: 'sha1',
        standing: 'valid',
        content_intact: true,
        chain: [{ key: 'RSA 2048', not_before: '2010-01-01T00:00:00.000Z' }],
        timestamp: { kind: 'countersignature', flaw: null },
        nested: [],
      },
      files: [{ path: 'aero_virtio_blk.inf', listed: true, installed: true }, {}, {}],
      windows_7: { architecture: 'amd64', without_updates: 'test-signing', updates: [] },
      warnings: [{ code: 'kernel-root' }],
    });
  });
});

describe('rules 10 and 11: a catalog that is not is refused', () => {
  test('with all that there is to tell of it, and what is wrong', async () => {
    const { status, stdout, stderr } = await runChanged('aero_virtio_blk.sys', (bytes) =>
      Buffer.concat([bytes, Buffer.from('more')]),
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^file {7}aero_virtio_blk\.sys: not listed, installed$/m);
    expect(stdout).toMatch(/^Windows 7 {2}amd64: refused$/m);
    expect(stderr).toMatch(
      /^x64\/aero_virtio_blk\/aero_virtio_blk\.sys: this file is not the one that "aero_virtio_blk\.cat" was made for\n/,
    );
  });

  test('with --json the errors are part of the object', async () => {
    const change = (bytes: Buffer): Buffer =>
      Buffer.from(bytes.toString('latin1').replaceAll('\r', ''));
    const { status, stdout } = await runChanged('aero_virtio_blk.inf', change, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      errors: [{ code: 'file-contradicts-catalog', found: 'lines that end in LF' }],
    });
  });

  test('what is none, or not there', async () => {
    const none = await run(`${DRIVER}/aero_virtio_blk.inf`);
    expect({ status: none.status, stdout: none.stdout }).toEqual({ status: 1, stdout: '' });
    expect(none.stderr).toMatch(/^x64\/.*\.inf: the file is not a catalog/);
    const missing = await run('missing.cat');
    expect({ status: missing.status, stdout: missing.stdout }).toEqual({ status: 1, stdout: '' });
    expect(missing.stderr).toMatch(/^missing\.cat: the catalog does not exist/);
    expect((await run(CATALOG, '--dir', 'missing')).status).toBe(1);
  });

  test('no catalog, or two, are wrong usage', async () => {
    expect((await run()).status).toBe(2);
    expect((await run(CATALOG, CATALOG)).status).toBe(2);
    expect((await run('')).status).toBe(2);
  });
});
