/** What a script that is given as an expression or as statements writes by `Show`, an element a line. */
export interface SemanticsRow {
  readonly rule: string;
  readonly script: string;
  readonly shown: readonly string[];
}

/** A function that shows a value: how many elements it has, and these. */
export const SHOW = `
function Show($value) {
  if ($null -eq $value) { Write-Host 'null'; return }
  $list = @($value)
  Write-Host "$($list.Length): $($list -join '|')"
}
`;

const row = (rule: string, script: string, ...shown: string[]): SemanticsRow => ({
  rule,
  script,
  shown,
});

/** Windows PowerShell Language Specification, version 3.0, whose sections the names give. */
export const SEMANTICS: readonly SemanticsRow[] = [
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
