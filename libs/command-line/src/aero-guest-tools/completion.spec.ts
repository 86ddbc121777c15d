import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PROFILES } from '@aero-guest-tools/media';
import { recordRun } from '../recorded-run.fixture';
import { AERO_GUEST_TOOLS, aeroGuestTools } from './index';

async function script(shell: string): Promise<string> {
  const { status, stdout } = await recordRun(aeroGuestTools, {
    args: ['completion', shell],
    workingDirectory: '/',
  });
  expect(status).toBe(0);
  return stdout;
}

/**
 * The completions that bash offers for the last word. `compopt` works only in an interactive shell.
 */
async function offeredByBash(...words: readonly string[]): Promise<readonly string[]> {
  const text = `compopt() { :; }
${await script('bash')}
COMP_WORDS=(aero-guest-tools "$@"); COMP_CWORD=$#
_aero_guest_tools
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', text, 'bash', ...words], {
    encoding: 'utf8',
    cwd: __dirname,
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

const NAMES = AERO_GUEST_TOOLS.subcommands.map(({ name }) => name);

describe('completion in bash', () => {
  test('offers every command', async () => {
    await expect(offeredByBash('')).resolves.toEqual([...NAMES, '--help']);
    await expect(offeredByBash('ver')).resolves.toEqual(['verify']);
  });

  test.each(NAMES)('offers the options of %s as --help lists them', async (name) => {
    const { stdout } = await recordRun(aeroGuestTools, {
      args: [name, '--help'],
      workingDirectory: '/',
    });
    const listed = [...stdout.matchAll(/^ {2}(--[a-z0-9-]+)/gm)].map(([, flag]) => flag);
    await expect(offeredByBash(name, '-')).resolves.toEqual(listed);
  });

  test('offers the values of an option', async () => {
    await expect(offeredByBash('build', '--profile', '')).resolves.toEqual(
      PROFILES.map(({ name }) => name),
    );
    await expect(offeredByBash('build', '--signing-policy', 'pro')).resolves.toEqual([
      'production',
    ]);
  });

  test('offers files where a path is meant', async () => {
    await expect(offeredByBash('verify', 'completion.s')).resolves.toEqual(['completion.spec.ts']);
    await expect(offeredByBash('build', '--spec', 'completion.s')).resolves.toEqual([
      'completion.spec.ts',
    ]);
  });
});

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (shell) => {
  const isInstalled = spawnSync(shell, ['--version']).error === undefined;
  if (!isInstalled) console.warn(`skipped: ${shell} is not installed`);

  (isInstalled ? test : test.skip)('is accepted by the shell', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'completion-'));
    const file = join(directory, 'script');
    writeFileSync(file, await script(shell));
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    rmSync(directory, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

const hasFish = spawnSync('fish', ['--version']).error === undefined;
(hasFish ? test : test.skip)('fish offers commands, options and values', async () => {
  const text = await script('fish');
  const offered = (line: string): readonly string[] =>
    spawnSync('fish', ['--no-config', '-c', `${text}\ncomplete -C '${line}'`], { encoding: 'utf8' })
      .stdout.split('\n')
      .map((entry) => entry.split('\t')[0] ?? '');
  expect(offered('aero-guest-tools ')).toEqual(expect.arrayContaining([...NAMES]));
  expect(offered('aero-guest-tools build --pro')).toContain('--profile');
  expect(offered('aero-guest-tools build --profile ')).toEqual(
    expect.arrayContaining(PROFILES.map(({ name }) => name)),
  );
});

test('another shell is refused, and the known ones are named', async () => {
  await expect(
    recordRun(aeroGuestTools, { args: ['completion', 'tcsh'], workingDirectory: '/' }),
  ).resolves.toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/"tcsh"\n {2}expected: "bash", "zsh", "fish"/),
  });
});
