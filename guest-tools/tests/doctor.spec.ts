import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CHECKOUT } from './workspace-copy';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function doctor(...args: readonly string[]): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [join(CHECKOUT, 'tools/doctor/main.js'), ...args], {
    encoding: 'utf8',
    env: { PATH: directory },
  });
}

describe('npm run doctor', () => {
  test('names what is there, what is not and what that is for', () => {
    writeFileSync(join(directory, 'xorriso'), '', { mode: 0o755 });
    writeFileSync(join(directory, 'unzip'), '', { mode: 0o644 });
    const { status, stdout } = doctor();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Node\.js v[0-9.]+: ok$/m);
    expect(stdout).toMatch(new RegExp(`^xorriso +${directory}/xorriso$`, 'm'));
    expect(stdout).toMatch(/^unzip +not there: reads our zip archives$/m);
    expect(stdout).toMatch(/ {2}sudo apt-get install .*\bunzip\b.*\bwine wine64\b/);
    expect(stdout).not.toMatch(/apt-get install .*\bxorriso\b/);
  });

  test('prints the packages that .ci/run installs', () => {
    const { status, stdout } = doctor('--debian-packages');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split(' ')).toEqual(
      expect.arrayContaining([
        'genisoimage',
        'linux-image-cloud-amd64',
        'nginx-light',
        'p7zip-full',
        'qemu-system-x86',
        'wine64',
        'xorriso',
      ]),
    );
  });

  test('any other option is wrong usage', () => {
    expect(doctor('--fix')).toMatchObject({ status: 2, stdout: '' });
  });
});
