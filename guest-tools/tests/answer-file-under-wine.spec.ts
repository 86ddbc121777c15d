import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { generatedFiles } from '@aero-guest-tools/media/transforms';
import { guestTarget, windowsTarget } from '@aero-guest-tools/windows-target';
import { DOMParser } from '@xmldom/xmldom';
import { crlf } from './media';
import { createWinePrefix, hasWine, type WinePrefix } from './wine';

if (!hasWine) console.warn('skipped: wine not there');
jest.setTimeout(240_000);

let prefix: WinePrefix;
let drives: string;

/** Makes a directory with a setup.cmd that says which it is a drive. */
function attach(letter: string, files: readonly string[]): void {
  const directory = join(drives, letter);
  for (const file of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), crlf('@echo off', '>>C:\\ran.txt echo %~f0 %*'));
  }
  symlinkSync(directory, join(prefix.driveC, '..', 'dosdevices', `${letter}:`));
}

/** What the answer file has Windows run at the first logon. */
function commandLine(): string {
  const facts = {
    version: '1.0.0',
    buildId: 'local',
    target: guestTarget(windowsTarget('w11'), ['amd64']),
    drivers: [],
  };
  const fragment = generatedFiles(facts, { setupDrivers: true }).find(({ path }) =>
    path.endsWith('.xml'),
  );
  const xml = Buffer.from(fragment?.contents ?? []).toString();
  const [command] = new DOMParser()
    .parseFromString(xml, 'text/xml')
    .getElementsByTagName('CommandLine');
  return command?.textContent ?? '';
}

(hasWine ? describe : describe.skip)('the command of the answer file', () => {
  beforeAll(() => {
    prefix = createWinePrefix();
    drives = mkdtempSync(join(tmpdir(), 'aero-drives-'));
  });
  afterAll(() => {
    prefix.dispose();
    rmSync(drives, { recursive: true, force: true });
  });

  test('runs setup.cmd of the media, whatever drive they are in, and of no others', () => {
    attach('d', ['setup.cmd']);
    attach('e', ['sources/setup.exe', 'config/media.cmd']);
    attach('j', ['setup.cmd', 'config/media.cmd']);
    const [program, option, ...command] = commandLine().split(' ');
    expect([program, option]).toEqual(['cmd.exe', '/c']);
    expect(prefix.cmd(drives, command).status).toBe(0);
    expect(readFileSync(join(prefix.driveC, 'ran.txt'), 'latin1').trim()).toBe(
      String.raw`J:\setup.cmd /quiet`,
    );
  });
});
