import { describe, expect, test } from '@jest/globals';
import { differences, parse, verify, VERIFY_PS1 } from './verify-runs';
import { SCENARIOS, type Scenario } from './verify-scenarios';

/** verify.ps1 with one mistake, which a scenario has to show. */
interface Mutant {
  readonly name: string;
  readonly script: string;
  /** A check whose scenarios are tried before the others. */
  readonly check?: string | undefined;
}

/** A mistake: `from` is in the script once. */
const MISTAKES: readonly (readonly [name: string, from: string, to: string, check?: string])[] = [
  ['hashes are not compared', 'if ($actual -ne $expected)', 'if ($false)', 'media.files'],
  [
    'a missing file counts as one that cannot be read',
    'if (-not [System.IO.File]::Exists($full))',
    'if ($false)',
    'media.files',
  ],
  ['paths may leave the media', "($components -contains '..')", '$false', 'media.files'],
  [
    'an empty manifest is taken',
    'if (-not ($manifest -is [System.Collections.IDictionary]))',
    'if ($false)',
    'media.manifest',
  ],
  ['any schema of the manifest is taken', 'if ($version -ne 4)', 'if ($false)', 'media.manifest'],
  [
    'devices.cmd need not be complete',
    'if ($absent.Length -gt 0)',
    'if ($absent.Length -lt 0)',
    'media.devices-cmd',
  ],
  [
    'a driver for another architecture counts',
    "if ((Get-JsonProperty $driver 'architecture') -ne $architecture) { continue }\r\n        $signatures",
    '$signatures',
    'media.signatures',
  ],
  [
    'test signing need not be on',
    "    } elseif ($testSigning) {\r\n        Add-Check 'boot.test-signing' 'PASS' 'Signing policy test, test",
    "    } elseif ($true) {\r\n        Add-Check 'boot.test-signing' 'PASS' 'Signing policy test, test",
    'boot.test-signing',
  ],
  [
    'test signing is asked for on 32-bit Windows',
    "} elseif ($architecture -ne 'x86') {",
    '} elseif ($true) {',
    'boot.test-signing',
  ],
  [
    'it need not be known how Windows was started',
    'if ($null -eq $options)',
    'if ($false)',
    'boot.test-signing',
  ],
  [
    'any certificate counts as trusted',
    'return ($found.Count -gt 0)',
    'return ($found.Count -ge 0)',
    'certificates',
  ],
  ['one of two stores is enough', "@('Root', 'TrustedPublisher')", "@('Root')", 'certificates'],
  [
    'compatible ids are not looked at',
    '@($device.HardwareID) + @($device.CompatibleID)',
    '@($device.HardwareID)',
    'devices.storage',
  ],
  [
    'ids of the packaged INF are not looked at',
    '                $driver.HardwareIds += $other.HardwareIds\r\n',
    '',
    'devices.storage',
  ],
  [
    'the service of a device is not looked at',
    '    if ($null -ne $found) { return $found }',
    '    return $found',
    'devices.storage',
  ],
  [
    'the service in use does not decide between drivers',
    '        if ($device.Service -and ($driver.Services -contains $device.Service)) { return $driver }\r\n        if ($null -eq $found)',
    '        if ($null -eq $found)',
    'devices.driver.balloon',
  ],
  ['problem codes do not count', 'if ($code -ne 0)', 'if ($code -gt 100)', 'devices.network'],
  [
    'a device of unknown state works',
    'if ($null -ne $code) { $code = [int]$code }',
    '$code = [int]$code',
    'devices.network',
  ],
  ['the INF in use is not compared', 'if ($inf.Sha256 -eq $hash)', 'if ($true)', 'devices.storage'],
  [
    'another driver is as good',
    'if (Test-DeviceIds $device $driver.ContractIds) { $answer.Status',
    'if ($false) { $answer.Status',
    'devices.storage',
  ],
  ['older is newer', 'if ($order -lt 0)', 'if ($order -gt 0)', 'devices.storage'],
  [
    'drivers without a contract are not looked at',
    'if ($other.Taken) { continue }',
    'continue',
    'devices.driver.balloon',
  ],
  ['Windows may list no device', 'if ($count -eq 0) { throw', 'if ($false) { throw', 'devices'],
  [
    'the storage driver need not start at boot',
    'if ($start -ne 0)',
    'if ($start -gt 3)',
    'boot.storage',
  ],
  [
    'the file of the storage driver may be missing',
    'if (-not [System.IO.File]::Exists($file))',
    'if ($false)',
    'boot.storage',
  ],
  [
    'any service in the CriticalDeviceDatabase does',
    'if ($owner -eq $driver.Service) { continue }',
    'if ($owner) { continue }',
    'boot.storage',
  ],
  [
    'ids of the INF alone are as bad as those of the contract',
    'if ($driver.ContractIds -contains $hardwareId)',
    'if ($true)',
    'boot.storage',
  ],
  [
    'a driver package may be gone',
    'if ($published.ContainsKey($hash))',
    'if ($true)',
    'setup.packages',
  ],
  [
    'a driver package of an older setup.cmd may be gone',
    'if ([System.IO.File]::Exists($inf))',
    'if ($true)',
    'setup.packages',
  ],
  [
    'the folder of setup.cmd may be a link',
    'if ($attributes -band [System.IO.FileAttributes]::ReparsePoint) { return $false }',
    '',
    'setup.packages',
  ],
  [
    "the folder of setup.cmd may be anybody's",
    "if ($owner.Value -ne 'S-1-5-32-544') { return $false }",
    '',
    'setup.packages',
  ],
  [
    'the folder of setup.cmd needs no mark',
    'return ($LASTEXITCODE -eq 0)',
    'return $true',
    'setup.packages',
  ],
  [
    'a check that cannot be made only warns',
    'Add-Check $id \'FAIL\' "${subject}: cannot be checked"',
    'Add-Check $id \'WARN\' "${subject}: cannot be checked"',
    'devices',
  ],
  ['SHA256Managed alone is used', 'Add-Type -AssemblyName System.Core\r\n', "throw 'no'\r\n"],
  ['FAIL ends with 0', 'exit 1', 'exit 0', 'media.files'],
  ['WARN ends with 0', 'exit 3', 'exit 0', 'media.extra-files'],
  [
    'WARN does not count',
    "if ($check.Status -eq 'WARN') { $result = 'WARN' }",
    '',
    'media.extra-files',
  ],
  [
    'the processor of a 32-bit PowerShell is taken for that of Windows',
    'if ($env:PROCESSOR_ARCHITEW6432)',
    'if ($false)',
  ],
  [
    'any update does',
    'if ($installed -notcontains $update)',
    'if ($installed.Length -eq 0)',
    'boot.updates',
  ],
  [
    'a driver whose device works need not have been accepted',
    'if ($working -contains $name) { continue }',
    '',
    'boot.updates',
  ],
  ['a signature does not end', '($script:now.CompareTo($time) -gt 0)', '($false)', 'boot.updates'],
  [
    'a signature ends a second too early',
    '($script:now.CompareTo($time) -gt 0)',
    '($script:now.CompareTo($time) -ge 0)',
    'boot.updates',
  ],
  [
    'media for another Windows are as good',
    'if (($windows.Id -eq $id) -or ',
    'if ($true -or ',
    'media.target',
  ],
  [
    'a server is taken for a client',
    "$server = ($product -eq 'ServerNT')",
    '$server = $false',
    'media.target',
  ],
  ['Windows 11 is taken for Windows 10', "{ return 'w11' }", "{ return 'w10' }", 'media.target'],
  [
    'the architecture of an emulated program is taken for that of Windows',
    " -or ($native -eq 'ARM64')",
    '',
  ],
  [
    'Secure Boot is taken to be off',
    '(($null -ne $state) -and ($state -ne 0))',
    '$false',
    'boot.signatures',
  ],
  [
    'Secure Boot is taken to be on',
    '(($null -ne $state) -and ($state -ne 0))',
    '$true',
    'boot.signatures',
  ],
  [
    'test signing mode is not looked at',
    " -and ($options -notmatch 'TESTSIGNING')",
    '',
    'boot.signatures',
  ],
  [
    'a driver of Windows 11 whose device works need not have been accepted',
    'if ($isWorking) { continue }',
    '',
    'boot.signatures',
  ],
  [
    'verdicts are those of Windows 7',
    "return $windows.Name.ToLowerInvariant().Replace(' ', '_').Replace('.', '_')",
    "return 'windows_7'",
    'boot.signatures',
  ],
  [
    'the DriverDatabase is not looked at',
    'if (-not $listed) { $missing',
    'if ($false) { $missing',
    'boot.storage',
  ],
  [
    'Windows 11 looks into the CriticalDeviceDatabase',
    'if ($hasDatabase) {',
    'if ($false) {',
    'boot.storage',
  ],
  [
    'virtio-scsi is no disk to start from',
    "foreach ($kind in @('BLK', 'SCSI')) {",
    "foreach ($kind in @('BLK')) {",
    'boot.storage',
  ],
  [
    'a StartOverride is not looked at',
    'if ($override -eq 3)',
    'if ($override -eq 4)',
    'boot.storage',
  ],
  ['32-bit Windows needs updates', "if (($architecture -ne 'amd64') -or ", 'if (', 'boot.updates'],
];

function occurrences(text: string): number {
  return VERIFY_PS1.split(text).length - 1;
}

/** What `$id` is at a place of the script: of the devices, the storage's stands for all. */
function idAt(index: number): string {
  const before = VERIFY_PS1.slice(0, index);
  const assignment = /\$id = (?:'([\w.-]+)'|")(?![\s\S]*\$id = ['"])/u.exec(before);
  return assignment?.[1] ?? 'devices.storage';
}

/** Each check that is FAIL or WARN, made to PASS. */
function silenced(): readonly Mutant[] {
  return [...VERIFY_PS1.matchAll(/Add-Check (\$id|'[\w.-]+') '(FAIL|WARN)' .*/gu)].map((match) => {
    const at = match.index + match[0].indexOf(`'${String(match[2])}'`);
    const check = match[1]?.startsWith("'") === true ? match[1].slice(1, -1) : idAt(match.index);
    return {
      name: `PASS instead of ${match[0].slice(0, 90)}`,
      script: `${VERIFY_PS1.slice(0, at)}'PASS'${VERIFY_PS1.slice(at + 6)}`,
      check,
    };
  });
}

const MUTANTS: readonly Mutant[] = [
  ...MISTAKES.map(([name, from, to, check]) => ({
    name,
    script: VERIFY_PS1.replace(from, () => to),
    check,
  })),
  ...silenced(),
];

const trees = parse(MUTANTS.map(({ script }) => script));

/** The scenario that shows the mistake; undefined if none does. */
function shownBy(index: number, check: string | undefined): string | undefined {
  const tree = trees[index];
  if (!tree) throw new Error('no such mutant');
  const names = (scenario: Scenario) => check !== undefined && check in (scenario.checks ?? {});
  const ordered = [
    ...SCENARIOS.filter((scenario) => names(scenario)),
    ...SCENARIOS.filter((scenario) => !names(scenario)),
  ];
  return ordered.find((scenario) => differences(verify(tree, scenario, '2.0'), scenario).length > 0)
    ?.name;
}

describe('a mistake in verify.ps1 is shown by a scenario', () => {
  test.each(MISTAKES.map(([name, from]) => ({ name, from })))(
    'what is mistaken is in the script once: $name',
    ({ from }) => {
      expect(occurrences(from)).toBe(1);
    },
  );

  test.each(MUTANTS.map(({ name, check }, index) => ({ name, check, index })))(
    '$name',
    ({ check, index }) => {
      expect(shownBy(index, check)).toEqual(expect.any(String));
    },
  );
});
