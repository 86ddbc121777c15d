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
  ])('finds %s', (line, message) => {
    expect(lintBatch(['@echo off', line])).toContainEqual({ line: 2, message });
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

  test('shows the options that it takes', () => {
    const usage = lines.slice(lines.indexOf(':usage')).filter((line) => line.startsWith('echo'));
    const shown = usage.flatMap((line) => line.match(/(?<=[ [])\/[a-z?]+/gu) ?? []);
    const taken = lines.flatMap(
      (line) => /^if (?:\/i )?"%~1"=="(\/[a-z?]+)"/u.exec(line)?.[1] ?? [],
    );
    expect(new Set(shown)).toEqual(new Set(taken));
  });

  test('is described in README.md with all of its options', () => {
    const readme = payloadBytes('README.md').toString('latin1');
    const taken = lines.flatMap((line) => /^if \/i "%~1"=="(\/[a-z]+)"/u.exec(line)?.[1] ?? []);
    for (const name of [file, ...taken]) expect(readme).toContain(`\`${name}\``);
  });
});

test('setup.cmd and uninstall.cmd tell the folder of setup.cmd by the same lines', () => {
  const [ofSetup, ofUninstall] = ['setup.cmd', 'uninstall.cmd'].map((file) => {
    const lines = payloadLines(file);
    const last = lines.indexOf('exit /b 0', lines.indexOf(':read_folder_id'));
    return lines.slice(lines.indexOf(':check_folder'), last);
  });
  expect(ofSetup).toContain(':read_folder_id');
  expect(ofUninstall).toEqual(ofSetup);
});
