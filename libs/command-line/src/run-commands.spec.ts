import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import type { Program } from './program';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { runCommands, subcommand, type CommandGroup } from './run-commands';

const greet: Program<{ readonly name?: string; readonly loud: boolean }> = {
  command: () => new Command('group greet').argument('[name]').option('--loud', 'louder', false),
  run: ({ name = 'nobody', loud }) => Promise.resolve([`hello ${name}${loud ? '!' : ''}`]),
};

const GROUP: CommandGroup = {
  name: 'group',
  description: 'Does several things.',
  subcommands: [
    subcommand('greet', 'say hello', () => greet),
    subcommand('never', 'is not loaded', () => {
      throw new Error('loaded');
    }),
  ],
};

function run(...args: readonly string[]): Promise<RecordedRun> {
  return recordRun((invocation) => runCommands(GROUP, invocation), { args, workingDirectory: '/' });
}

describe('a program that consists of others', () => {
  test('hands arguments and options on to the one that is named', async () => {
    await expect(run('greet', 'world', '--loud')).resolves.toEqual({
      status: 0,
      stdout: 'hello world!\n',
      stderr: '',
    });
  });

  test('an argument that is optional may be left out', async () => {
    await expect(run('greet')).resolves.toMatchObject({ status: 0, stdout: 'hello nobody\n' });
  });

  test('lists its commands on --help, and loads none of them', async () => {
    const { status, stdout, stderr } = await run('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: group <command> \[options\]\n\nDoes several things\.\n/);
    expect(stdout).toMatch(/Commands:\n {2}greet +say hello\n {2}never +is not loaded\n/);
  });

  test('leaves --help behind a command to that command', async () => {
    const { status, stdout } = await run('greet', '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: group greet \[options\] \[name\]\n/);
  });

  test.each([
    ['an unknown command', ['gret'], /error: unknown command 'gret'\n\(Did you mean greet\?\)/],
    ['no command', [], /^Usage: group <command>/],
    ['an unknown option', ['--quiet'], /error: unknown option '--quiet'/],
    ['an unknown option of a command', ['greet', '--quiet'], /error: unknown option '--quiet'/],
    ['too many arguments', ['greet', 'a', 'b'], /error: too many arguments/],
  ])('%s is wrong usage', async (_, args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
