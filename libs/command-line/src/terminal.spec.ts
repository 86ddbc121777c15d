import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aeroGuestTools } from './aero-guest-tools';
import { aeroCatalogVerify } from './aero-catalog-verify';
import { aeroIso } from './aero-iso';
import { aeroIsoLs } from './aero-iso-ls';
import { aeroPackager } from './aero-packager';
import type { ExitStatus } from './exit-status';
import type { Invocation } from './invocation';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { ARGUMENTS, writeCleanInputs } from './refusals/clean-inputs.fixture';
import { runProgram } from './run-program';

const PROGRAMS: Readonly<Record<string, (invocation: Invocation) => Promise<ExitStatus>>> = {
  'aero-guest-tools': aeroGuestTools,
  'aero-packager': (invocation) => runProgram(aeroPackager, invocation),
  'aero-iso': (invocation) => runProgram(aeroIso, invocation),
  'aero-iso-ls': (invocation) => runProgram(aeroIsoLs, invocation),
  'aero-catalog-verify': (invocation) => runProgram(aeroCatalogVerify, invocation),
};

const LONG_PATH = `${'specs/'.repeat(8)}packaging.json`;

/** The command lines that a person runs, in order. */
const COMMAND_LINES: readonly (readonly [name: string, ...args: readonly string[]])[] = [
  ['aero-packager', ...Object.entries(ARGUMENTS).flat()],
  ['aero-packager', ...Object.entries({ ...ARGUMENTS, '--spec': LONG_PATH }).flat()],
  ['aero-packager', ...Object.entries({ ...ARGUMENTS, '--spec': 'no.json' }).flat()],
  ['aero-packager', '--drivers-dir', 'drivers'],
  ['aero-guest-tools', 'build', 'drivers', '--out-dir', 'other', '--signing-policy', 'none'],
  ['aero-guest-tools', 'inspect', 'out/aero-guest-tools.iso'],
  ['aero-guest-tools', 'inspect', 'drivers/x86/viostor/viostor.cat'],
  ['aero-guest-tools', 'inspect', 'drivers/x86/viostor/viostor.inf'],
  ['aero-guest-tools', 'verify', 'out/aero-guest-tools.zip'],
  ['aero-guest-tools', 'verify', 'drivers'],
  ['aero-guest-tools', 'diff', 'out/aero-guest-tools.iso', 'drivers/x86'],
  ['aero-guest-tools', 'store', '--store', 'store'],
  ['aero-catalog-verify', 'drivers/amd64/netkvm/netkvm.cat', '--dir', 'drivers/amd64/netkvm'],
  ['aero-iso-ls', '--iso', 'no.iso'],
  ...['aero-packager', 'aero-iso', 'aero-iso-ls', 'aero-catalog-verify'].map(
    (program) => [program, '--help'] as const,
  ),
  ...['build', 'inspect', 'diff', 'lock', 'store', 'verify', 'report', 'schema'].map(
    (command) => ['aero-guest-tools', command, '--help'] as const,
  ),
];

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-terminal-'));
  writeCleanInputs(root);
  mkdirSync(join(root, 'specs/'.repeat(8)), { recursive: true });
  writeFileSync(join(root, LONG_PATH), '{"drivers": [], "drivers": [], "unknown": 1}');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

async function run(name: string, args: readonly string[], columns?: number): Promise<RecordedRun> {
  const stream = (columns === undefined ? {} : { isTTY: true, columns }) as Invocation['stdout'];
  const recorded = await recordRun(
    (invocation) => PROGRAMS[name]?.(invocation) ?? Promise.reject(new Error(name)),
    {
      args,
      workingDirectory: root,
      environment: { NO_COLOR: '1' },
      stdout: stream,
      stderr: stream,
    },
  );
  return { ...recorded, stderr: withoutProgress(recorded.stderr) };
}

/** Without the ids of problems, which only a terminal shows. */
const words = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/ \[[a-z]+\.[a-z0-9-]+\]/g, '');

/** Without progress messages, which a slow machine shows and then erases. */
const withoutProgress = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- the command that erases a line
  text.replaceAll(/\r\u001b\[K(?:[^\r\n]* \.\.\.(?=\r))?/g, '');

/** A line with a single word: a path that is longer than the terminal is wide. */
const ONE_WORD = /^ *[^ ]+$/;

function expectFit(text: string, columns: number): void {
  const long = text.split('\n').filter((line) => line.length > columns && !ONE_WORD.test(line));
  expect(long).toEqual([]);
  expect(text).not.toMatch(/\n\n\n|^\n/);
}

describe('what programs print', () => {
  test.each(COMMAND_LINES.map(([name, ...args]) => ({ name, args })))(
    'fits a terminal, and elsewhere is not broken: $name $args',
    async ({ name, args }) => {
      const plain = await run(name, args);
      expect(plain.stdout).not.toMatch(/\b\d{1,2}\/\d{1,2}\/\d{4}\b|\b\d{4,} bytes\b/);
      const hashes = `${plain.stdout}${plain.stderr}`.match(/[0-9a-f]{64}/g) ?? [];
      for (const columns of [66, 80, 120]) {
        const { status, stdout, stderr } = await run(name, args, columns);
        expect(status).toBe(plain.status);
        expectFit(stdout, columns);
        expectFit(stderr, columns);
        for (const hash of hashes) expect(`${stdout}${stderr}`).toContain(hash);
        // At 120 columns no table has columns so narrow that cells wrap.
        if (columns === 120 && !args.includes('--help')) {
          expect(words(`${stdout}${stderr}`)).toBe(words(`${plain.stdout}${plain.stderr}`));
        }
      }
    },
    60_000,
  );
});

/** `script` of util-linux runs a command in a pseudo-terminal. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes(
  'util-linux',
);
if (!hasScript) console.warn('skipped: script of util-linux, for a pseudo-terminal, is not there');

describe('in a real pseudo-terminal of 80 columns', () => {
  (hasScript ? test : test.skip)('a program takes its width from the terminal', () => {
    const program = resolve(__dirname, '../../../node_modules/.bin/aero-packager');
    const command = `stty cols 80; '${process.execPath}' '${program}' ${Object.entries(ARGUMENTS).flat().join(' ')}`;
    const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
      cwd: root,
      encoding: 'utf8',
      input: '',
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(status).toBe(0);
    const text = withoutProgress(stdout).replaceAll('\r\n', '\n');
    expectFit(text, 80);
    expect(text).toMatch(/^ {4}sha256 [0-9a-f]{64}$/m);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeGreaterThan(70);
  });
});
