import { describe, expect, test } from '@jest/globals';
import { lintBatch } from './batch-lint';
import { batchFiles, payloadBytes, payloadLines } from './payload';

describe('batch lint', () => {
  test.each([
    ['goto nowhere', 'no label :nowhere'],
    ['call :nowhere "x"', 'no label :nowhere'],
    ['call :nowhere_%NAME%', 'no label :nowhere_%NAME%'],
    [':unused', 'nothing jumps to :unused'],
    ['set LINE=%CD%', 'assignment without quotation marks: set LINE=%CD%'],
    ['type "a" >%LOG%', 'path outside quotation marks: type "a" >%LOG%'],
    ['reg query HKU', 'system program without its path: reg query HKU'],
    ['if 1==1 (reg query HKU)', 'system program without its path: if 1==1 (reg query HKU)'],
    [
      'for /f "tokens=1,2" %%A in (\'"%REG% query X"\') do set "DATA=%%B"',
      'value from outside in %DATA%: for /f "tokens=1,2" %%A in (\'"%REG% query X"\') do set "DATA=%%B"',
    ],
    [
      'for /f "usebackq delims=" %%L in ("inf.txt") do set "SERVICE=%%~nxL" & call :match',
      'value from outside in %SERVICE%: for /f "usebackq delims=" %%L in ("inf.txt") do set "SERVICE=%%~nxL" & call :match',
    ],
    ['if "%TXT%"=="x" exit /b 0', 'value that was not proved: if "%TXT%"=="x" exit /b 0'],
  ])('finds %s', (line, message) => {
    expect(lintBatch(['@echo off', line])).toContainEqual({ line: 2, message });
  });

  test('finds a value from outside in a block', () => {
    const lines = ['for /f "delims=" %%H in ("%WORK%\\a.txt") do (', '  set "LINE=%%H"', ')'];
    expect(lintBatch(lines)).toEqual([
      { line: 2, message: 'value from outside in %LINE%: set "LINE=%%H"' },
    ]);
  });

  test('is silent about one that stays in a FOR variable, or is proved', () => {
    const lines = [
      'for /f "delims=" %%H in ("a.txt") do if "%%H"=="x" set "TXT=%%H"',
      'if not defined PROVEN exit /b 0',
      'set "DATA=%TXT%"',
    ];
    expect(lintBatch(lines)).toEqual([]);
  });

  test('is silent about labels that are reached, by a variable too', () => {
    expect(lintBatch(['call :do_%WHAT%', 'goto end', ':do_this', ':end'])).toEqual([]);
  });
});

describe.each(batchFiles)('%s', (file) => {
  const lines = payloadLines(file);

  test('has no lint', () => {
    expect(lintBatch(lines)).toEqual([]);
  });

  test('says nothing of its own lines, and lets no caller choose extensions or expansion', () => {
    expect(lines[0]).toBe('@echo off');
    expect(lines).toContain('setlocal EnableExtensions DisableDelayedExpansion');
  });

  test('takes programs from the system directory, and that from no other variable', () => {
    const text = payloadBytes(file).toString('latin1');
    const programs = [...text.matchAll(/^set [A-Z]+="(?<path>[^"]*)"\r$/gmu)];
    expect(programs.length).toBeGreaterThan(0);
    for (const { groups } of programs) expect(groups?.['path']).toMatch(/^%SYS%\\[\w.\\]+\.exe$/u);
    const directories = [...text.matchAll(/"SYS=(?<path>[^"]*)"/gu)];
    expect(directories.map(({ groups }) => groups?.['path'])).toEqual([
      String.raw`%SystemRoot%\System32`,
      String.raw`%SystemRoot%\Sysnative`,
    ]);
  });

  test('with /quiet never waits: for a key, or for an answer', () => {
    const waits = (line: string): boolean => /\bpause$|\bset \/p\b/u.test(line);
    const guarded = new Set([':ask', ':pause_if_started_by_explorer']);
    const label = (index: number): string =>
      lines.slice(0, index).findLast((line) => line.startsWith(':')) ?? '';
    for (const [index, line] of lines.entries()) {
      if (waits(line)) expect(guarded).toContain(label(index));
      if (/call :pause_if/u.test(line)) expect(line).toMatch(/\bif not defined QUIET call :/u);
      if (/call :ask\b/u.test(line)) {
        const start = lines.lastIndexOf(label(index), index);
        expect(lines.slice(start, index)).toContain('if defined QUIET exit /b 0');
      }
    }
  });

  test('shows the options that it takes', () => {
    const usage = lines.slice(lines.indexOf(':usage')).filter((line) => line.startsWith('echo'));
    const shown = usage.flatMap((line) => line.match(/(?<=[ [])\/[a-z?-]+/gu) ?? []);
    const taken = lines.flatMap(
      (line) => /^if (?:\/i )?"%~1"=="(\/[a-z?-]+)"/u.exec(line)?.[1] ?? [],
    );
    expect(new Set(shown)).toEqual(new Set(taken));
  });

  test('is described in README.md with all of its options', () => {
    const readme = payloadBytes('README.md').toString('latin1');
    const taken = lines.flatMap(
      (line) => /^if \/i "%~1"=="([/-][A-Za-z-]+)"/u.exec(line)?.[1] ?? [],
    );
    for (const name of [file, ...taken]) expect(readme).toContain(`\`${name}`);
  });
});

/** The lines from a label to the next. */
function subroutine(file: string, label: string): readonly string[] {
  const lines = payloadLines(file);
  const start = lines.indexOf(label);
  expect(start).toBeGreaterThan(0);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith(':'));
  return lines.slice(start, start + 1 + length);
}

test.each([
  ':check_folder',
  ':read_folder_id',
  ':read_registry',
  ':hash_file',
  ':take_hash',
  ':prove',
  ':prove_hexadecimal',
])('%s is the same in setup.cmd and uninstall.cmd', (label) => {
  expect(subroutine('uninstall.cmd', label)).toEqual(subroutine('setup.cmd', label));
});

describe('README.md', () => {
  const readme = payloadLines('README.md');

  /** The first cells of the tables below a heading, without their backquotes. */
  function firstCells(heading: string): readonly string[] {
    const start = readme.indexOf(heading);
    expect(start).toBeGreaterThan(0);
    const length = readme.slice(start + 1).findIndex((line) => line.startsWith('#'));
    return readme
      .slice(start + 1, start + 1 + length)
      .flatMap((line) => /^\| `?([^`| ]+)/u.exec(line)?.[1] ?? []);
  }

  test.each(batchFiles)('lists the options of %s, and no others', (file) => {
    const taken = payloadLines(file).flatMap(
      (line) => /^if (?:\/i )?"%~1"=="([/-][A-Za-z?-]+)"/u.exec(line)?.[1] ?? [],
    );
    const listed = firstCells(`### ${file}`).filter(
      (cell) => /^[/-]/u.test(cell) && cell !== '---',
    );
    expect(new Set(listed.filter((cell) => !/^-+$/u.test(cell)))).toEqual(new Set(taken));
  });

  test.each(['setup.cmd', 'uninstall.cmd'])('lists the exit codes of %s, and no others', (file) => {
    const codes = payloadLines(file).flatMap((line) => /set "CODE=(\d+)"/u.exec(line)?.[1] ?? []);
    const listed = firstCells(`### Exit codes of ${file}`).filter((cell) => /^\d+$/u.test(cell));
    expect(new Set(listed)).toEqual(new Set(['0', ...codes]));
  });

  test('lists the exit codes of verify.cmd, which are those of verify.ps1, and no others', () => {
    const ofBatch = payloadLines('verify.cmd').flatMap(
      (line) => /set "CODE=(\d+)"/u.exec(line)?.[1] ?? [],
    );
    const ofScript = payloadLines('verify.ps1').flatMap(
      (line) => /\bexit (\d+)/u.exec(line)?.[1] ?? [],
    );
    expect(ofScript.length).toBeGreaterThan(0);
    const listed = firstCells('### Exit codes of verify.cmd').filter((cell) => /^\d+$/u.test(cell));
    expect(new Set(listed)).toEqual(new Set([...ofBatch, ...ofScript]));
  });
});
