import { describe, expect, test } from '@jest/globals';
import { TerminatingError, UnknownConstruct } from './errors';
import type { PowerShellVersion } from './host';
import { runScript, statementLines } from './run-script';
import { SEMANTICS, SHOW } from './semantics.fixture';
import { EMPTY_WINDOWS } from './windows-state.fixture';
import { parseScripts, type SyntaxNode } from './syntax-tree';
import type { WindowsState } from './windows/windows-state';

/** What is an error of the interpreter: newer than 2.0, or not known. No `try` catches it. */
const REFUSED: readonly [string, string, string][] = [
  ['-in (3.0)', 'Show (1 -in @(1))', '-in, which came with PowerShell 3.0'],
  ['-notin (3.0)', 'Show (1 -notin @(1))', '-notin, which came with PowerShell 3.0'],
  ['[PSCustomObject] (3.0)', '$a = [PSCustomObject]@{ a = 1 }', 'the type [PSCustomObject]'],
  ['[ordered] (3.0)', '$a = [ordered]@{ a = 1 }', 'the type [ordered]'],
  ['$PSScriptRoot in a script (3.0)', 'Show $PSScriptRoot', '$PSScriptRoot, which was never set'],
  ['ConvertFrom-Json (3.0)', "ConvertFrom-Json '{}'", 'the command convertfrom-json'],
  [
    'Get-CimInstance (3.0)',
    'Get-CimInstance -Class Win32_OperatingSystem',
    'the command get-ciminstance',
  ],
  ['[Type]::new() (5.0)', "[System.Version]::new('1.0')", 'no member new()'],
  [
    'Path.Combine of three (.NET 4)',
    "[System.IO.Path]::Combine('a', 'b', 'c')",
    'Path.Combine of more than two',
  ],
  [
    'String.IsNullOrWhiteSpace (.NET 4)',
    "[string]::IsNullOrWhiteSpace('')",
    'no member IsNullOrWhiteSpace()',
  ],
  [
    '.Count of what is no collection (3.0)',
    "Show ('a'.Count)",
    'System.String has no member Count',
  ],
  ['a command that asks', "Read-Host 'Continue?'", 'the command read-host'],
  [
    'a command in the pipeline',
    'Get-WmiObject -Class Win32_PnPEntity | Out-Null',
    'pipeline_chain',
  ],
  [
    'a parameter that is not known',
    "Get-WmiObject -Class Win32_PnPEntity -Filter 'x'",
    'the parameter -Filter',
  ],
  [
    'a WMI class that is not known',
    'Get-WmiObject -Class Win32_Printer',
    'the WMI class Win32_Printer',
  ],
  [
    'a property that the class does not have',
    'foreach ($d in @(Get-WmiObject -Class Win32_PnPEntity)) { Show $d.Servise }',
    'no member Servise',
  ],
  ['a variable that was never set', 'Show $never', '$never, which was never set'],
  [
    'a property that the object does not have',
    '$o = New-Object PSObject -Property @{ a = 1 }; Show $o.b',
    'no property b',
  ],
  ['too many arguments', 'function F($a) { }; F 1 2', 'too many arguments of F'],
  [
    'a regular expression that JavaScript reads otherwise',
    "Show ('a' -match '(?i)A')",
    'the regular expression (?i)A',
  ],
  [
    'foreach over the output of a command without one',
    'function F { }; $a = F; foreach ($b in $a) { Show $b }',
    'foreach over a command without output',
  ],
  [
    '@() of the output of a command without one',
    'function F { }; $a = F; Show (@($a).Length)',
    '@() of a variable',
  ],
  ['a statement that is not known', 'while ($true) { break }', 'while_statement'],
  [
    "an error of a command without $ErrorActionPreference 'Stop'",
    String.raw`Get-Item -LiteralPath 'HKLM:\no'`,
    "without $ErrorActionPreference 'Stop'",
  ],
  ['an assignment to an automatic variable', '$input = 1', 'the automatic variable $input'],
  [
    'a loop over an automatic variable',
    'foreach ($host in @(1)) { }',
    'the automatic variable $host',
  ],
  ['continue outside of a loop', 'continue', 'outside of a loop'],
  ['a redirection into a file', "Show 1 > 'x'", 'the redirection'],
];

function runAll(scripts: readonly string[]): readonly SyntaxNode[] {
  return parseScripts(scripts.map((script) => SHOW + script));
}

function run(
  tree: SyntaxNode,
  windows: Partial<WindowsState> = {},
  version: PowerShellVersion = '2.0',
  scriptArguments: readonly string[] = [],
) {
  return runScript(tree, {
    windows: { ...EMPTY_WINDOWS, ...windows },
    path: String.raw`D:\media\script.ps1`,
    arguments: scriptArguments,
    version,
  });
}

describe('the semantics of PowerShell, by the section of its Language Specification', () => {
  const trees = runAll(SEMANTICS.map(({ script }) => script));

  test.each(SEMANTICS.map(({ rule, shown }, index) => ({ rule, shown, index })))(
    '$rule',
    ({ shown, index }) => {
      for (const version of ['2.0', '5.1'] as const) {
        const tree = trees[index];
        expect(tree && run(tree, {}, version).hostLines).toEqual(shown);
      }
    },
  );
});

describe('where versions differ', () => {
  const [tree] = runAll(["foreach ($a in $null) { Write-Host 'once' }"]);

  test('foreach over $null runs once before PowerShell 3.0, and never since', () => {
    expect(tree && run(tree, {}, '2.0').hostLines).toEqual(['once']);
    expect(tree && run(tree, {}, '5.1').hostLines).toEqual([]);
  });
});

describe('what PowerShell 2.0 does not have, or the interpreter does not know, is an error', () => {
  const trees = runAll(REFUSED.map(([, script]) => `try { ${script} } catch { Show 'caught' }`));
  const windows: Partial<WindowsState> = { wmi: { Win32_PnPEntity: [{ DeviceID: 'x' }] } };

  test.each(REFUSED.map(([what, , message], index) => ({ what, message, index })))(
    '$what',
    ({ index, message }) => {
      const tree = trees[index];
      const refused = () => tree && run(tree, windows);
      expect(refused).toThrow(UnknownConstruct);
      expect(refused).toThrow(message);
    },
  );

  test('the error names the line', () => {
    const [script] = parseScripts(["Write-Host 'a'\nif ($true) {\n  Read-Host\n}"]);
    expect(() => script && run(script)).toThrow(/^line 3: the command read-host$/);
  });

  test('a script that is not PowerShell is refused with its line', () => {
    expect(() => parseScripts(['$a = 1\n$b = (1 +'])).toThrow(/^2:\d+: not PowerShell/);
  });
});

describe('how a script ends', () => {
  const [exits, throws, ends, fails] = parseScripts([
    "function F { exit 3 }; try { F } catch { Write-Host 'no' } finally { Write-Host 'f' }",
    "throw 'x'",
    "Write-Host 'end'",
    String.raw`[System.IO.File]::ReadAllText('C:\no')`,
  ]);

  test('exit ends it from anywhere, and no catch holds it up', () => {
    expect(exits && run(exits)).toMatchObject({ exitCode: 3, hostLines: ['f'] });
  });

  test('what is not caught ends it with an error; its end is 0', () => {
    expect(() => throws && run(throws)).toThrow(TerminatingError);
    expect(() => fails && run(fails)).toThrow(TerminatingError);
    expect(ends && run(ends).exitCode).toBe(0);
  });
});

describe('programs', () => {
  const [program, stops] = parseScripts([
    String.raw`$ErrorActionPreference = 'Continue'; $p = 'C:\p.exe'; $o = & $p query 'HKLM\X' 2>&1; Write-Host "$LASTEXITCODE $($o -join ',')"`,
    String.raw`$ErrorActionPreference = 'Stop'; $p = 'C:\p.exe'; try { $o = & $p query 'HKLM\X' 2>&1 } catch { Write-Host "caught $($_.Exception.Message)" }`,
  ]);
  const windows = {
    programs: {
      [String.raw`C:\p.exe`]: (given: readonly string[]) => ({
        stdout: [given.join(' ')],
        stderr: ['wrong'],
        exitCode: 7,
      }),
    },
  };

  test('output, error stream and exit code', () => {
    expect(program && run(program, windows).hostLines).toEqual([String.raw`7 query HKLM\X,wrong`]);
  });

  test("what comes from a merged error stream ends a script under 'Stop'", () => {
    expect(stops && run(stops, windows).hostLines).toEqual(['caught wrong']);
  });

  test('one that is not there is an error of the script', () => {
    expect(stops && run(stops).hostLines[0]).toMatch(
      /^caught The term 'C:\\p\.exe' is not recognized/,
    );
  });
});

describe('Windows', () => {
  const [wmi, fips, files, given] = parseScripts([
    `foreach ($d in @(Get-WmiObject -Class Win32_PnPEntity)) { $t = @{ 28 = 'no driver' }; $c = $d.ConfigManagerErrorCode; Write-Host "$($d.Service)|$($c -eq 28)|$($t.ContainsKey($c))|$($t.ContainsKey([int]$c))" }`,
    `$ErrorActionPreference = 'Stop'; foreach ($n in @('Managed', 'CryptoServiceProvider', 'Cng')) { try { Add-Type -AssemblyName System.Core; $x = New-Object "System.Security.Cryptography.SHA256$n"; Write-Host "$n yes" } catch { Write-Host "$n no" } }`,
    String.raw`[System.IO.File]::WriteAllText('C:\here\a.txt', 'ä', [System.Text.Encoding]::UTF8); foreach ($f in [System.IO.Directory]::GetFiles('C:\here')) { Write-Host $f }`,
    `param([string]$Folder = 'none'); Write-Host "$Folder|$(@($args).Length)"`,
  ]);

  test('numbers of WMI are UInt32, which a hashtable does not find under an Int32', () => {
    const state = { Win32_PnPEntity: [{ ConfigManagerErrorCode: 28 }] };
    expect(wmi && run(wmi, { wmi: state }).hostLines).toEqual(['|True|False|True']);
  });

  test('where FIPS is enforced, SHA256Managed throws; without .NET 3.5, the others are not there', () => {
    expect(fips && run(fips, { fips: true }).hostLines).toEqual([
      'Managed no',
      'CryptoServiceProvider yes',
      'Cng yes',
    ]);
    expect(fips && run(fips, { systemCore: false }).hostLines).toEqual([
      'Managed no',
      'CryptoServiceProvider no',
      'Cng no',
    ]);
  });

  test('files can be written and listed', () => {
    const result = files && run(files, { directories: { [String.raw`C:\here`]: {} } });
    expect(result?.hostLines).toEqual([String.raw`C:\here\a.txt`]);
    expect(Buffer.from(result?.file(String.raw`c:\HERE\A.TXT`) ?? '').toString()).toBe('\uFEFFä');
  });

  test('arguments are bound to param(), and the rest is $args', () => {
    expect(given && run(given).hostLines).toEqual(['none|0']);
    expect(given && run(given, {}, '2.0', ['-Folder', 'x', '-Other', 'y']).hostLines).toEqual([
      'x|2',
    ]);
  });
});

describe('coverage', () => {
  test('the lines on which statements begin, and those that were run', () => {
    const [script] = parseScripts([
      'if ($true) {\n  Write-Host 1\n} else {\n  Write-Host 2\n}\n$a = 3',
    ]);
    expect(script && [...statementLines(script)]).toEqual([1, 2, 4, 6]);
    expect(script && [...run(script).executedLines]).toEqual([1, 2, 6]);
  });
});
