import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { failureMessage } from './failure';
import { formatDiagnostic, formatDiagnostics, formatList } from './format';
import { InputError, throwIfErrors } from './input-error';
import { errorDiagnostic, warningDiagnostic, type Problem } from './diagnostic';
import { printable } from './printable';

describe('every refusal names the place, the value found, the value expected, and what to do', () => {
  test('a problem at a position in a file', () => {
    expect(
      formatDiagnostic(
        errorDiagnostic({
          file: 'specs/a.json',
          position: { line: 3, column: 5 },
          pointer: '/drivers/0/name',
          id: 'test.problem',
          message: 'the driver name is empty',
          found: '""',
          expected: 'a directory name',
          remedy: 'name the directory below x86/ and amd64/',
        }),
      ),
    ).toBe(
      [
        'specs/a.json:3:5 (/drivers/0/name): the driver name is empty',
        '  found:    ""',
        '  expected: a directory name',
        '  remedy:   name the directory below x86/ and amd64/',
      ].join('\n'),
    );
  });

  test('a problem without a place is its message', () => {
    expect(formatDiagnostic(errorDiagnostic({ id: 'test.problem', message: 'no drivers' }))).toBe(
      'no drivers',
    );
  });
});

describe('problems are reported together', () => {
  test('an InputError carries all of them, and its message lists them', () => {
    const error = new InputError([
      { id: 'test.problem', message: 'one' },
      { id: 'test.problem', message: 'two' },
    ]);
    expect(error.message).toBe('one\ntwo');
    expect(error.diagnostics).toHaveLength(2);
  });

  test('a long list is cut after ten, with a count', () => {
    const many = Array.from({ length: 13 }, (_, index) =>
      errorDiagnostic({ id: 'test.problem', message: `problem ${String(index)}` }),
    );
    const lines = formatDiagnostics(many).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('... and 3 more');
    expect(formatList(many.map(({ message }) => message))).toMatch(/"problem 9" and 3 more$/);
    expect(formatList([])).toBe('none');
  });

  test('warnings alone do not refuse', () => {
    const warnings = [warningDiagnostic({ id: 'test.problem', message: 'odd' })];
    expect(throwIfErrors(warnings)).toBe(warnings);
    expect(() =>
      throwIfErrors([...warnings, errorDiagnostic({ id: 'test.problem', message: 'bad' })]),
    ).toThrow(new InputError({ id: 'test.problem', message: 'bad' }));
  });
});

describe('errors for users carry no stack trace; defects do', () => {
  test('refused input and what the operating system refuses have a message', async () => {
    expect(failureMessage(new InputError({ id: 'test.problem', message: 'bad' }))).toBe('bad');
    const failure: unknown = await readFile(__dirname).catch((error: unknown) => error);
    expect(failureMessage(failure)).toMatch(/^the operating system refused: EISDIR/);
  });

  test('too little memory has a message', () => {
    const allocate = (): unknown => {
      try {
        return new ArrayBuffer(2 ** 52);
      } catch (error) {
        return error;
      }
    };
    const terminated = Object.assign(new Error('Worker terminated due to reaching memory limit'), {
      code: 'ERR_WORKER_OUT_OF_MEMORY',
    });
    const wasm = new RangeError('WebAssembly.Memory(): could not allocate memory');
    for (const error of [allocate(), terminated, wasm]) {
      expect(failureMessage(error)).toMatch(/^there is not enough memory: /);
    }
  });

  test('any other exception has none', () => {
    expect(failureMessage(new TypeError('x is not a function'))).toBeUndefined();
    expect(failureMessage('thrown text')).toBeUndefined();
  });
});

describe('what comes from a file cannot command the terminal', () => {
  test('control characters and those that turn the direction are written out', () => {
    const text = formatDiagnostic(
      errorDiagnostic({
        id: 'test.problem',
        file: 'a\u001b]0;x\u0007',
        message: 'bad',
        found: '\u202eexe.\u009b2J',
      }),
    );
    expect(text).toBe('a\\u001b]0;x\\u0007: bad\n  found:    \\u202eexe.\\u009b2J');
  });

  test('line breaks of any kind are written out in every field', () => {
    const odd = 'a\n::error::b\r\nc\u2028d\u0085e';
    const escaped = 'a\\u000a::error::b\\u000d\\u000ac\\u2028d\\u0085e';
    const problem: Problem = {
      id: 'test.problem',
      file: odd,
      pointer: `/${odd}`,
      message: odd,
      found: odd,
      expected: odd,
    };
    expect(formatDiagnostic(errorDiagnostic({ ...problem, remedy: odd }))).toBe(
      [
        `${escaped} (/${escaped}): ${escaped}`,
        `  found:    ${escaped}`,
        `  expected: ${escaped}`,
        `  remedy:   ${escaped}`,
      ].join('\n'),
    );
    expect(formatDiagnostics([errorDiagnostic(problem)]).split('\n')).toHaveLength(3);
    expect(failureMessage(new InputError(problem))?.split('\n')).toHaveLength(3);
  });

  test.each([
    ['::error::a', '\\u003a:error::a'],
    ['  ::error::a', '  \\u003a:error::a'],
    ['\u00a0::error::a', '\u00a0\\u003a:error::a'],
    ['a##[error]b', 'a\\u0023#[error]b'],
    ['a##vso[task.setvariable]b', 'a\\u0023#vso[task.setvariable]b'],
    ['a##teamcity[b]', 'a\\u0023#teamcity[b]'],
    ['PCI::x # ## comment', 'PCI::x # ## comment'],
  ])('a line is no command of a build server: %s', (line, shown) => {
    expect(printable(line)).toBe(shown);
    expect(printable(shown)).toBe(shown);
  });
});

test('sizes are told in one form, and names are left alone', () => {
  const text = formatDiagnostic(
    errorDiagnostic({
      id: 'test.problem',
      message: 'the file has 1234567 bytes',
      found: '999 bytes in "1000 bytes.sys"',
      expected: 'at most 1000 bytes, at sector 12345',
    }),
  );
  expect(text).toBe(
    'the file has 1,234,567 bytes\n  found:    999 bytes in "1000 bytes.sys"\n  expected: at most 1,000 bytes, at sector 12345',
  );
});
