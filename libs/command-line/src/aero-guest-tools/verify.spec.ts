import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import AdmZip from 'adm-zip';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { aeroGuestTools } from './index';

/** Media that no test changes, and the directory in which a test changes a copy of them. */
let built: string;
let root: string;

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'aero-media-'));
  await writeSampleVirtioWin(join(built, 'virtio-win.iso'));
  const { status } = await run(built, 'build', 'virtio-win.iso', '--signing-policy', 'none');
  expect(status).toBe(0);
  new AdmZip(join(built, 'aero-guest-tools/aero-guest-tools.zip')).extractAllTo(
    join(built, 'aero-guest-tools/extracted'),
  );
});
afterAll(() => {
  rmSync(built, { recursive: true, force: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-verify-'));
  cpSync(join(built, 'aero-guest-tools'), root, { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function run(workingDirectory: string, ...args: readonly string[]): Promise<RecordedRun> {
  return recordRun(aeroGuestTools, {
    args,
    environment: { AERO_GUEST_TOOLS_STORE: join(built, 'store') },
    workingDirectory,
  });
}

const verify = (...args: readonly string[]): Promise<RecordedRun> => run(root, 'verify', ...args);

const MEDIA = ['aero-guest-tools.iso', 'aero-guest-tools.zip', 'extracted'];

describe('aero-guest-tools verify', () => {
  test.each(MEDIA)('%s is what its manifest says', async (medium) => {
    const { status, stdout, stderr } = await verify(medium);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^[a-z.-]+: Aero Guest Tools 0\.0\.0, build local, signing policy none\n\d+ files are what the manifest on the media says\n$/,
    );
  });

  test.each(MEDIA)('%s is what a manifest from elsewhere says', async (medium) => {
    await expect(verify(medium, '--manifest', 'manifest.json')).resolves.toMatchObject({
      status: 0,
      stdout: expect.stringContaining('files are what manifest.json says'),
    });
  });

  test.each(MEDIA)('%s is not what another manifest says', async (medium) => {
    appendFileSync(join(root, 'manifest.json'), '\n');
    await expect(verify(medium, '--manifest', 'manifest.json')).resolves.toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/: manifest\.json is not what the manifest says\n/),
    });
  });

  test('tells of every file that is changed, missing or not listed', async () => {
    appendFileSync(join(root, 'extracted/setup.cmd'), 'rem');
    rmSync(join(root, 'extracted/verify.ps1'));
    writeFileSync(join(root, 'extracted/setup.exe'), '');
    const { status, stderr } = await verify('extracted');
    expect(status).toBe(1);
    expect(stderr.match(/^extracted: .*$/gm)).toEqual([
      'extracted: setup.cmd is not what the manifest says',
      'extracted: setup.exe is not what the manifest says',
      'extracted: verify.ps1 is not what the manifest says',
    ]);
  });

  test('finds a changed byte of a file on the ISO', async () => {
    const path = join(root, 'aero-guest-tools.iso');
    const image = readFileSync(path);
    const place = image.indexOf('@echo off');
    image.write('@echo on ', place);
    writeFileSync(path, image);
    await expect(verify('aero-guest-tools.iso')).resolves.toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/\.cmd is not what the manifest says/),
    });
  });

  test.each([
    ['a cut ISO', 'aero-guest-tools.iso', (path: string) => truncateSync(path, 100_000)],
    ['a cut zip', 'aero-guest-tools.zip', (path: string) => truncateSync(path, 20_000)],
    ['a file that is neither', 'note.txt', (path: string) => writeFileSync(path, 'note')],
    ['a directory without a manifest', 'empty', (path: string) => mkdirSync(path)],
    ['nothing', 'nothing', () => undefined],
    [
      'a manifest of 0 bytes',
      'extracted',
      (path: string) => writeFileSync(join(path, 'manifest.json'), ''),
    ],
    ['a named pipe', 'pipe', (path: string) => execFileSync('mkfifo', [path])],
  ])('refuses %s by its name', async (_, medium, damage) => {
    damage(join(root, medium));
    const { status, stdout, stderr } = await verify(medium);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^${medium}`));
  });

  test('with --json, standard output is one object', async () => {
    const { stdout } = await verify('extracted', '--json');
    expect(JSON.parse(stdout)).toEqual({
      media: 'extracted',
      kind: 'directory',
      package: {
        name: 'aero-guest-tools',
        version: '0.0.0',
        build_id: 'local',
        source_date_epoch: 0,
      },
      signing_policy: 'none',
      file_count: expect.any(Number),
      size: expect.any(Number),
    });
  });
});
