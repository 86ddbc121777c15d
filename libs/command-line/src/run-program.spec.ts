import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { InputError, readProgress } from '@aero-guest-tools/diagnostics';
import { Command } from 'commander';
import type { Invocation } from './invocation';
import type { Program, ProgramContext } from './program';
import type { ProgramOutput } from './program-output';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { runProgram } from './run-program';

interface Options {
  readonly file: string;
  readonly json: boolean;
}

type Work = (options: Options, context: ProgramContext) => ProgramOutput | Promise<ProgramOutput>;

function program(work: Work): Program<Options> {
  return {
    command: () =>
      new Command('example')
        .requiredOption('--file <file>', 'a file (required)')
        .requiredOption('--out-dir <dir>', 'a directory (required)'),
    run: async (options, context) => work(options, context),
  };
}

const ARGS = ['--file', 'a', '--out-dir', 'b'];

function run(
  work: Work,
  args: readonly string[] = ARGS,
  invocation: Partial<Invocation> = {},
): Promise<RecordedRun> {
  return recordRun((full) => runProgram(program(work), full), {
    args,
    workingDirectory: '/work',
    ...invocation,
  });
}

const done: Work = () => ['done'];
const refuse: Work = () => {
  throw new InputError({
    id: 'test.problem',
    file: '/work/specs/a.json',
    message: 'it is bad',
    found: 'x',
  });
};
const terminal = (): Invocation['stderr'] => ({ isTTY: true, columns: 80 }) as never;

describe('rules 10: exit status', () => {
  test('0 and the result on standard output', async () => {
    expect(await run(done)).toEqual({ status: 0, stdout: 'done\n', stderr: '' });
  });

  test('1 for refused input, told without a stack trace, files relative to where the user is', async () => {
    expect(await run(refuse)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'specs/a.json: it is bad\n  found:    x\n',
    });
  });

  test('1 for what the operating system refuses', async () => {
    const { status, stderr } = await run(() => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
        code: 'ENOSPC',
        syscall: 'write',
      });
    });
    expect(status).toBe(1);
    expect(stderr).toBe('the operating system refused: ENOSPC: no space left on device, write\n');
  });

  test.each([
    ['an unknown option', [...ARGS, '--colour'], /^error: unknown option '--colour'$/m],
    [
      'a near miss',
      ['--flie', 'a'],
      /^error: unknown option '--flie'\n\(Did you mean --file\?\)$/m,
    ],
    ['a missing option', ['--file', 'a'], /^error: missing: '--out-dir <dir>'$/m],
    ['every missing option', [], /^error: missing: '--file <file>', '--out-dir <dir>'$/m],
    ['a missing argument', ['--file'], /^error: option '--file <file>' argument missing$/m],
    ['an argument without an option', [...ARGS, 'c'], /^error: too many arguments/m],
  ])('2 for wrong usage: %s', async (_name, args, message) => {
    const { status, stdout, stderr } = await run(done, args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/\(example --help lists the options\)\n$/);
  });

  test('70 for a defect, with its stack trace', async () => {
    const { status, stdout, stderr } = await run(() => {
      throw new TypeError('x is not a function');
    });
    expect(status).toBe(70);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^example: this is a bug.*\nTypeError: x is not a function\n\s+at /);
  });
});

describe('rules 10: --verbose shows the stack trace', () => {
  test('of refused input, behind the message', async () => {
    const { status, stderr } = await run(refuse, [...ARGS, '--verbose']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^specs\/a\.json: it is bad\n[^]*InputError: [^]*\n\s+at /);
  });
});

describe('--json', () => {
  test('the result is one object on standard output', async () => {
    const { status, stdout, stderr } = await run(({ json }) => ({ json }), [...ARGS, '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ json: true });
  });

  test('so are the problems of refused input, which people read on standard error', async () => {
    const { status, stdout, stderr } = await run(refuse, [...ARGS, '--json']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^specs\/a\.json: it is bad/);
    expect(JSON.parse(stdout)).toEqual({
      errors: [
        {
          severity: 'error',
          id: 'test.problem',
          file: 'specs/a.json',
          message: 'it is bad',
          found: 'x',
        },
      ],
    });
  });
});

describe('colours only on a terminal', () => {
  const red = '\u001b[31mspecs/a.json: it is bad [test.problem]\u001b[39m\n  found:    x\n';

  test.each([
    ['a terminal', terminal(), {}, true],
    ['a terminal, but NO_COLOR is set', terminal(), { NO_COLOR: '1' }, false],
    ['a terminal that knows none', terminal(), { TERM: 'dumb' }, false],
  ])('%s', async (_name, stderr, environment, isColoured) => {
    const result = await run(refuse, ARGS, { stderr, environment });
    expect(result.stderr === red).toBe(isColoured);
    expect(result.stderr.includes('\u001b')).toBe(isColoured);
  });

  test('names cannot command the terminal', async () => {
    const { stdout } = await run(() => ['a\u001b[2Jb\u202ec', 'd']);
    expect(stdout).toBe('a\\u001b[2Jb\\u202ec\nd\n');
    const { stdout: json } = await run(() => ({ path: 'a\u009b2J\u202ec' }), [...ARGS, '--json']);
    expect(json).toBe('{\n  "path": "a\\u009b2J\\u202ec"\n}\n');
  });
});

describe('progress on standard error', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const slow: Work = (_options, { progress }) => {
    progress('first');
    jest.advanceTimersByTime(999);
    progress('second');
    jest.advanceTimersByTime(2);
    progress('too soon after the second');
    jest.advanceTimersByTime(99);
    progress('third');
    return ['done'];
  };

  test('once it takes longer than a second, and gone at the end', async () => {
    const { stdout, stderr } = await run(slow, ARGS, { stderr: terminal() });
    expect(stderr).toBe('\r\u001b[Ksecond ...\r\u001b[Kthird ...\r\u001b[K');
    expect(stdout).toBe('done\n');
  });

  test('one line of printable characters, however long a name is', async () => {
    const { stderr } = await run(
      (_options, { progress }) => {
        jest.advanceTimersByTime(1001);
        progress(`a\u001b[2J${'b'.repeat(100)}`);
        return ['done'];
      },
      ARGS,
      { stderr: { isTTY: true, columns: 20 } as never },
    );
    expect(stderr).toBe('\r\u001b[Ka\\u001b[2Jbbbbb ...\r\u001b[K');
  });

  test('not where standard error is no terminal', async () => {
    expect((await run(slow)).stderr).toBe('');
  });

  test('not with --json, which programs ask for', async () => {
    const { stderr } = await run(slow, [...ARGS, '--json'], { stderr: terminal() });
    expect(stderr).toBe('');
  });

  test('not if it is quick', async () => {
    const quick: Work = (_options, { progress }) => {
      progress('first');
      return ['done'];
    };
    expect((await run(quick, ARGS, { stderr: terminal() })).stderr).toBe('');
  });

  test('gone before an error is told', async () => {
    const failing: Work = (options, context) => {
      void slow(options, context);
      return refuse(options, context);
    };
    const { stderr } = await run(failing, ARGS, { stderr: terminal() });
    expect(stderr).toContain('third ...\r\u001b[K\u001b[31mspecs/a.json');
  });
});

describe('progress of an activity that reads files', () => {
  test('names the file at hand and how much of all is done, a few times a second', () => {
    jest.useFakeTimers();
    try {
      const told: string[] = [];
      const onRead = readProgress((activity) => told.push(activity), 'writing the ISO', 4_000_000);
      onRead('a.sys', 0);
      onRead('a.sys', 1_000_000);
      jest.advanceTimersByTime(50);
      onRead('b.sys', 500_000);
      jest.advanceTimersByTime(50);
      onRead('b.sys', 5_000_000);
      expect(told).toEqual([
        'writing the ISO, 0 of 4 MB (0 %): a.sys',
        'writing the ISO, 1 of 4 MB (37 %): b.sys',
        'writing the ISO, 4 of 4 MB (100 %): b.sys',
      ]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('--help', () => {
  test('goes to standard output and tells the common options and the exit statuses', async () => {
    const { status, stdout, stderr } = await run(done, ['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const text of ['--json', '--verbose', '--help', 'Exit status:', '70']) {
      expect(stdout).toContain(text);
    }
  });
});

describe('on a terminal, lines are broken at words', () => {
  const hash = 'a'.repeat(64);
  const tell: Work = () => [`  expected: SHA-256 ${hash}, as the lock says`, `sha256 ${hash}`];

  test.each([
    [
      80,
      `  expected: SHA-256\n            ${hash}, as\n            the lock says\nsha256 ${hash}\n`,
    ],
    [120, `  expected: SHA-256 ${hash}, as the lock says\nsha256 ${hash}\n`],
  ])('and not in hashes, of %i columns', async (columns, expected) => {
    const stdout = { isTTY: true, columns } as never;
    expect((await run(tell, ARGS, { stdout })).stdout).toBe(expected);
  });

  test('so are problems, each of whose first lines stands out', async () => {
    const { stderr } = await run(
      () => {
        throw new InputError({ id: 'test.problem', message: 'it is very bad', found: 'a b c' });
      },
      ARGS,
      { stderr: { isTTY: true, columns: 12 } as never },
    );
    expect(stderr).toBe(
      '\u001b[31mit is very\u001b[39m\n\u001b[31m    bad\u001b[39m\n\u001b[31m[test.problem]\u001b[39m\n  found:\n    a b c\n',
    );
  });

  test('so is the help', async () => {
    const stdout = { isTTY: true, columns: 40 } as never;
    const { stdout: help } = await run(done, ['--help'], { stdout });
    expect(Math.max(...help.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
  });

  test('but not those of a program whose lines other programs read', async () => {
    const { stdout } = await recordRun(
      (full) => runProgram({ ...program(tell), isVerbatim: true }, full),
      { args: ARGS, workingDirectory: '/', stdout: { isTTY: true, columns: 40 } as never },
    );
    expect(stdout).toContain(`SHA-256 ${hash}, as`);
  });

  test('elsewhere, lines are as they are', async () => {
    expect((await run(tell)).stdout).toContain(`SHA-256 ${hash}, as`);
  });
});
