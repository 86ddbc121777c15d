import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SEMANTICS, SHOW } from './semantics.fixture';

const OPTIONS = ['-NoLogo', '-NoProfile', '-NonInteractive'];

/** Windows PowerShell, as 2.0 and in its newest version, and PowerShell. */
const SHELLS = [['powershell.exe', '-Version', '2.0'], ['powershell.exe'], ['pwsh']] as const;

/** A row shows the path of a file that only Windows has. */
const ROWS = SEMANTICS.filter(
  ({ script }) => process.platform === 'win32' || !script.includes(String.raw`C:\no`),
);

const SEPARATOR = '-- next --';

describe('what the interpreter is held to is what PowerShell does', () => {
  for (const [program, ...version] of SHELLS) {
    const options = [...version, ...OPTIONS];
    const isFound = spawnSync(program, [...options, '-Command', 'exit 0']).status === 0;
    const shell = [program, ...version].join(' ');
    if (!isFound) console.warn(`skipped: ${shell} is not installed`);

    (isFound ? test : test.skip)(
      shell,
      () => {
        const directory = mkdtempSync(join(tmpdir(), 'aero-powershell-'));
        try {
          const path = join(directory, 'semantics.ps1');
          // In the scope of the script, as the interpreter runs each.
          const scripts = ROWS.map(
            ({ script }) => `. {\n${script}\n}\nWrite-Host '${SEPARATOR}'\n`,
          );
          writeFileSync(path, SHOW + scripts.join(''));
          const { stdout } = spawnSync(
            program,
            [...options, '-ExecutionPolicy', 'Bypass', '-File', path],
            { encoding: 'utf8' },
          );
          const shown = stdout.replaceAll('\r\n', '\n').split(`${SEPARATOR}\n`);
          const expected = ROWS.map(({ rule, shown: lines }) => ({
            rule,
            shown: lines.map((line) => `${line}\n`.replaceAll('\r\n', '\n')).join(''),
          }));
          expect(ROWS.map(({ rule }, index) => ({ rule, shown: shown[index] }))).toEqual(expected);
        } finally {
          rmSync(directory, { recursive: true, force: true });
        }
      },
      120_000,
    );
  }
});
