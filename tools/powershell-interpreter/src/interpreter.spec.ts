import { describe, expect, test } from '@jest/globals';
import { TerminatingError, UnknownConstruct } from './errors';
import type { PowerShellVersion } from './host';
import { runScript, statementLines } from './run-script';
import { EMPTY_WINDOWS } from './windows-state.fixture';
import { parseScripts, type SyntaxNode } from './syntax-tree';
import type { WindowsState } from './windows/windows-state';

/** What a script that is given as an expression or as statements writes by `Show`, an element a line. */
interface Row {
  readonly rule: string;
  readonly script: string;
  readonly shown: readonly string[];
}

const SHOW = `
function Show($value) {
  if ($null -eq $value) { Write-Host 'null'; return }
  $list = @($value)
  Write-Host "$($list.Length): $($list -join '|')"
}
`;

const row = (rule: string, script: string, ...shown: string[]): Row => ({ rule, script, shown });

/** Windows PowerShell Language Specification, version 3.0, whose sections the names give. */
const SEMANTICS: readonly Row[] = [
  row(
    '2.3.5.2: no variables in single quotes',
    String.raw`Write-Host '$a ''b'' \n'`,
    String.raw`$a 'b' \n`,
  ),
  row(
    '2.3.5.2: variables and $() in double quotes',
    '$a = 1; $b = @(1, 2); Write-Host "$a ${a}x $($a + 1) $b `$a ""q"" `"q`""',
    '1 1x 2 1 2 $a "q" "q"',
  ),
  row(
    '2.3.5.2: no members of variables in double quotes',
    '$a = \'xy\'; Write-Host "$a.Length"',
    'xy.Length',
  ),
  row('2.3.7: escapes', 'Write-Host "a`tb`r`nc"', 'a\tb\r\nc'),
  row(
    '3.5.1: an assignment in a function is of that function',
    '$a = 1; function F { $a = 2; Show $a }; F; Show $a',
    '1: 2',
    '1: 1',
  ),
  row(
    '3.5.1: a function sees the variables of its caller',
    'function G { Show $b }; function F { $b = 3; G }; F',
    '1: 3',
  ),
  row(
    '3.5.2: $script: is the variable of the script',
    '$a = 1; function F { $script:a = 2 }; F; Show $a',
    '1: 2',
  ),
  row(
    '3.5: a script block runs below its caller',
    'function F([scriptblock]$block) { $c = 4; & $block; Show $c }; F { $c = 5; Show $c }',
    '1: 5',
    '1: 4',
  ),
  row(
    '3.5: += in a function starts from the variable of the caller and stays local',
    '$a = @(1); function F { $a += 2; Show $a }; F; Show $a',
    '2: 1|2',
    '1: 1',
  ),
  row('4.5: $null has no element, and no members', 'Show ($null.Foo)', 'null'),
  row(
    '6.2: what is true',
    "$r = @(); foreach ($v in @(0, 1, '', '0', $null, $false)) { $r += [bool]$v }; Show $r; Show ([bool]@()); Show ([bool]@(0)); Show ([bool]@(1)); Show ([bool]@(0, 0)); Show ([bool]@{})",
    '6: False|True|False|True|False|False',
    '1: False',
    '1: False',
    '1: True',
    '1: True',
    '1: True',
  ),
  row(
    '6.4: to an integer, to even at a half',
    "Show ([int]'42'); Show ([int]$null); Show ([int]'2.5'); Show ([int]'3.5')",
    '1: 42',
    '1: 0',
    '1: 2',
    '1: 4',
  ),
  row('6.8: an array as a string', 'Show ([string]@(1, 2)); Show ([string]$null)', '1: 1 2', '1: '),
  row(
    '6.9: a parameter of type string[] makes an array',
    'function F([string[]]$a) { Show $a.Length; Show ($a -is [array]) }; F 1; F @(1, 2)',
    '1: 1',
    '1: True',
    '1: 2',
    '1: True',
  ),
  row('7.1.2: names of members ignore case', "Show ('abc'.LENGTH)", '1: 3'),
  row('7.1.2: a name of a member may be a variable', "$n = 'Length'; Show ('abc'.$n)", '1: 3'),
  row(
    '7.1.4: an element that is not there is $null, and a negative index counts from the end',
    '$a = @(1, 2); Show ($a[2]); Show ($a[-1])',
    'null',
    '1: 2',
  ),
  row(
    '7.1.7: @() is an array',
    'Show (@(1).Length); Show (@().Length); Show (@($null).Length); Show (@(@(1, 2)).Length)',
    '1: 1',
    '1: 0',
    '1: 1',
    '1: 2',
  ),
  row(
    '7.1.7: @() of a command without output is empty',
    'function F { }; Show (@(F).Length)',
    '1: 0',
  ),
  row(
    '7.2.1: a comma keeps an array together',
    'function F { return , @(1) }; $a = F; Show ($a -is [array]); function G { return @(1) }; $b = G; Show ($b -is [array])',
    '1: True',
    '1: False',
  ),
  row(
    '7.2.1: a comma of $null gives $null',
    'function F { return , $null }; $a = F; Show $a; Show (@($a).Length)',
    'null',
    '1: 1',
  ),
  row('7.2.2: -not', 'Show (-not $null); Show (-not @(1, 2))', '1: True', '1: False'),
  row(
    '7.7.1: the left operand decides what + does',
    "Show (1 + '2'); Show ('1' + 2); Show (@(1) + 2); Show (@(1) + @(2, 3)); Show ($null + 1)",
    '1: 3',
    '1: 12',
    '2: 1|2',
    '3: 1|2|3',
    '1: 1',
  ),
  row(
    '7.8.1: -eq ignores case and converts to the type of the left',
    "Show ('a' -eq 'A'); Show ('a' -ceq 'A'); Show ('1' -eq 1); Show (1 -eq '1'); Show (1 -eq 'x'); Show ('' -eq $null); Show ($null -eq 0)",
    '1: True',
    '1: False',
    '1: True',
    '1: True',
    '1: False',
    '1: False',
    '1: False',
  ),
  row(
    '7.8.1: -eq and -ne on an array filter it',
    "Show (@('a', 'b', 'A') -eq 'a'); Show (@('a', 'b') -ne 'a'); Show (@(1) -eq 2)",
    '2: a|A',
    '1: b',
    '0: ',
  ),
  row(
    '7.8.1: -eq with $true converts to bool',
    "Show ($true -eq 'x'); Show ('True' -eq $true)",
    '1: True',
    '1: True',
  ),
  row(
    '7.8.2: -contains',
    "Show (@('a', 'b') -contains 'B'); Show (@(1, 2) -contains '2'); Show ('a' -contains 'a'); Show (@('a') -notcontains 'b')",
    '1: True',
    '1: True',
    '1: True',
    '1: True',
  ),
  row(
    '7.8.3: -is',
    "Show ('a' -is [string]); Show (1 -is [int]); Show (@() -is [array]); Show ($null -is [string]); Show (@{} -is [System.Collections.IDictionary])",
    '1: True',
    '1: True',
    '1: True',
    '1: False',
    '1: True',
  ),
  row(
    '7.8.4.1: -match ignores case and sets $matches to the groups that took part',
    String.raw`if ('Driver x' -match '^driver (x)( y)?$') { Show $matches[1]; Show $matches[2]; Show $matches.Count }`,
    '1: x',
    'null',
    '1: 2',
  ),
  row(
    '7.8.4.1: -notmatch sets $matches, too',
    "if ('ab' -notmatch 'a(b)') { Show 'no' } else { Show $matches[1] }",
    '1: b',
  ),
  row('7.8.4.1: $ is also before a last line feed', 'Show ("a`n" -match \'a$\')', '1: True'),
  row(
    '7.8.4.3: -replace, -join',
    String.raw`Show ('aXbx' -replace 'x', '-'); Show ('a\b' -replace '^a\\', ''); Show (@(1, 2) -join ', ')`,
    '1: a-b-',
    '1: b',
    '1: 1, 2',
  ),
  row(
    '7.10: -and and -or evaluate the right operand only if they have to',
    "function F { Write-Host 'called'; return $true }; Show ($false -and (F)); Show ($true -or (F))",
    '1: False',
    '1: True',
  ),
  row(
    '7.11: an assignment of an expression keeps an array of one element',
    "$h = @{ a = @(1) }; $b = $h['a']; Show ($b -is [array])",
    '1: True',
  ),
  row(
    '8.3: the first clause that holds',
    'if (0) { Show 1 } elseif (1) { Show 2 } else { Show 3 }',
    '1: 2',
  ),
  row(
    '8.4.4: foreach, continue, break',
    "foreach ($i in @(1, 2, 3, 4)) { if ($i -eq 2) { continue }; if ($i -eq 4) { break }; Show $i }; foreach ($s in 'ab') { Show $s }; foreach ($n in @()) { Show 'never' }; Show $i",
    '1: 1',
    '1: 3',
    '1: ab',
    '1: 4',
  ),
  row(
    '8.5.4: return writes to the output what was not captured before it, too',
    'function F { 1; return 2 }; Show (F)',
    '2: 1|2',
  ),
  row(
    '8.5.4: return leaves a loop',
    'function F { foreach ($i in @(1, 2)) { return $i } }; Show (F)',
    '1: 1',
  ),
  row(
    '8.7: try, catch and finally',
    "try { throw 'x' } catch { Show $_.Exception.Message } finally { Show 'f' }; function F { try { return 1 } finally { Show 'f' } }; Show (F)",
    '1: x',
    '1: f',
    '1: f',
    '1: 1',
  ),
  row(
    '8.7: an exception of a method is quoted',
    String.raw`try { [System.IO.File]::ReadAllText('C:\no') } catch { Show $_.Exception.Message }`,
    String.raw`1: Exception calling "ReadAllText" with "1" argument(s): "Could not find file 'C:\no'."`,
  ),
  row(
    '8.7: an error in catch goes on; a later try catches it',
    "try { try { throw 'a' } catch { throw 'b' } } catch { Show $_.Exception.Message }",
    '1: b',
  ),
  row(
    '8.10: arguments by name and by position, and defaults',
    "function F([string]$a = 'x', $b) { Show $a; Show $b }; F; F 1 2; F -b 3 4",
    '1: x',
    'null',
    '1: 1',
    '1: 2',
    '1: 4',
    '1: 3',
  ),
  row(
    '8.10: a typed parameter converts later values, too',
    'function F([string]$a) { $a = 5; Show ($a -is [string]) }; F',
    '1: True',
  ),
  row(
    '8.10: a string parameter makes an empty text of $null',
    "function F([string]$a) { Show ($a -eq '') }; F $null",
    '1: True',
  ),
  row(
    '10.1: the keys of a hashtable ignore case',
    "$h = @{ A = 1 }; $h['b'] = 2; Show $h['a']; Show ($h.ContainsKey('B')); Show $h.Count",
    '1: 1',
    '1: True',
    '1: 2',
  ),
  row('10.1: a hashtable is one value', 'Show (@(@{ a = 1; b = 2 }).Length)', '1: 1'),
];

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
    `foreach ($n in @('Managed', 'CryptoServiceProvider', 'Cng')) { try { Add-Type -AssemblyName System.Core; $x = New-Object "System.Security.Cryptography.SHA256$n"; Write-Host "$n yes" } catch { Write-Host "$n no" } }`,
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
