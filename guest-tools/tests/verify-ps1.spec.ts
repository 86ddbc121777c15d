import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileSchema } from '@aero-guest-tools/json-schema/compile-schema';
import { payloadDirectory, payloadLines } from './payload';

const parser = join(__dirname, 'parse-powershell.js');

const code = payloadLines('verify.ps1').filter((line) => !line.trimStart().startsWith('#'));

/** What the PowerShell 2.0 of Windows 7 does not have, with the version that brought it. */
const later: [string, RegExp][] = [
  ['ConvertFrom-Json, ConvertTo-Json (3.0)', /\bConvert(?:From|To)-Json\b(?!String)/iu],
  ['Get-FileHash (4.0)', /\bGet-FileHash\b/iu],
  ['CIM cmdlets (3.0)', /\b\w+-Cim\w+/iu],
  ['PnpDevice and certificate cmdlets (Windows 8)', /\bGet-PnpDevice\b|\bImport-Certificate\b/iu],
  ['[ordered], [pscustomobject] (3.0)', /\[(?:ordered|pscustomobject)\]/iu],
  ['-in, -notin, -shl, -shr (3.0)', /\s-(?:not)?in\s|\s-sh[lr]\s/iu],
  ['[Type]::new() (5.0)', /\]::new\(/iu],
  ['$PSScriptRoot in a script, $PSItem (3.0)', /\$PS(?:ScriptRoot|Item|CommandPath)\b/iu],
  ['Get-ChildItem -File, -Directory (3.0)', /Get-ChildItem\b.*\s-(?:File|Directory|Depth)\b/iu],
  ['Get-Content -Raw (3.0)', /\s-Raw\b/iu],
  [
    'Where-Object and ForEach-Object without a block (3.0)',
    /(?:Where|ForEach)-Object\s+[^{\s]|[|]\s*[?%]\s+\w/iu,
  ],
  ['.Where(), .ForEach() (4.0)', /\.(?:where|foreach)\(/iu],
  ['classes, enums, using (5.0)', /^\s*(?:class|enum|using)\s/iu],
  ['&&, ||, ??, ternary (7.0)', /&&|\|\||\?\?|\s\?\s/u],
  ['#requires a later version', /#requires -version [3-9]/iu],
  [
    'a question, which would wait for an answer that nobody gives',
    /\bRead-Host\b|\bPromptFor\w+|-Confirm\b|\bMandatory\b|\bReadKey\b|\bPause\b/iu,
  ],
  [
    'String.IsNullOrWhiteSpace, three parts for Path.Combine (.NET 4)',
    /IsNullOrWhiteSpace|\]::Combine\([^,()]*,[^,()]*,/iu,
  ],
];

describe('verify.ps1 keeps to PowerShell 2.0', () => {
  test.each(later)('no %s', (_, construct) => {
    expect(code.filter((line) => construct.test(line))).toEqual([]);
  });

  test('it is parsed as PowerShell without an error', () => {
    const script = join(payloadDirectory, 'verify.ps1');
    const { stdout, stderr } = spawnSync(process.execPath, ['--liftoff-only', parser, script], {
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  }, 60_000);

  test('every function that it calls by its own naming is defined, and every one defined is called', () => {
    const defined = code.flatMap((line) => /^function ([\w-]+)/u.exec(line)?.[1] ?? []);
    const ofPowerShell = [
      'Add-Type',
      'Get-Item',
      'Get-WmiObject',
      'New-Object',
      'Split-Path',
      'Test-Path',
      'Write-Host',
    ];
    const called = code
      .filter((line) => !line.startsWith('function'))
      .map((line) => line.replaceAll(/'[^']*'/gu, "''"))
      .flatMap((line) => line.match(/(?<![\w$"-])[A-Z][a-z]+-[A-Z]\w+/gu) ?? []);
    expect(new Set(called)).toEqual(new Set([...defined, ...ofPowerShell]));
  });
});

const isWindows = process.platform === 'win32';
if (!isWindows) console.warn('skipped: verify.ps1 runs on Windows only; see verify-scenarios');

(isWindows ? describe : describe.skip)('verify.ps1 on this Windows', () => {
  test('media without a manifest are FAIL, and the report is what its schema says', () => {
    const directory = mkdtempSync(join(tmpdir(), 'aero-verify-'));
    try {
      cpSync(join(payloadDirectory, 'verify.ps1'), join(directory, 'verify.ps1'));
      const options = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'];
      const { status } = spawnSync(
        'powershell.exe',
        options.concat(
          '-File',
          join(directory, 'verify.ps1'),
          '-ReportDirectory',
          join(directory, 'reports'),
        ),
      );
      expect(status).toBe(1);
      const report = JSON.parse(
        readFileSync(join(directory, 'reports', 'report.json'), 'utf8'),
      ) as object;
      const schema = JSON.parse(
        readFileSync(
          join(__dirname, '../../specs/schemas/verification-report.schema.json'),
          'utf8',
        ),
      ) as object;
      const validate = compileSchema(schema);
      expect(validate(report) ? [] : validate.errors).toEqual([]);
      expect(report).toMatchObject({ result: 'FAIL', media_version: null });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }, 120_000);
});
