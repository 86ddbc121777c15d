import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderReadmes, payloadBytes, payloadDirectory, requiredFiles } from './payload';

describe('rules 4: the files of a guest-tools directory', () => {
  test.each([...requiredFiles, ...folderReadmes])('%s is there', (file) => {
    expect(existsSync(join(payloadDirectory, file))).toBe(true);
  });

  test('config/devices.cmd is not: it is generated', () => {
    expect(existsSync(join(payloadDirectory, 'config/devices.cmd'))).toBe(false);
  });
});

// The files are read in Notepad and run by cmd.exe of Windows 7, which want CRLF and no UTF-8.
describe.each([...requiredFiles, ...folderReadmes])('%s', (file) => {
  const text = payloadBytes(file).toString('latin1');

  test('is ASCII without a byte order mark', () => {
    expect(text).toMatch(/^[\t\r\n\u0020-\u007e]*$/u);
  });

  test('has CRLF line endings only, also at its end', () => {
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    expect(text.endsWith('\r\n')).toBe(true);
  });
});
