import { InputError } from '@aero-guest-tools/diagnostics';
import { SERVER, WORKSTATION, type GuestScriptFacts, type WindowsTarget } from './windows-target';

/**
 * "VER_SUITE_TERMINAL: This value is always set", VER_SUITE_SINGLEUSERTS unless the system is in
 * application server mode. (OSVERSIONINFOEX)
 */
const SUITES = 0x10 | 0x100;

/**
 * `pnputil /add-driver` is available "starting in Windows 10, version 1607". (PnPUtil Command
 * Syntax)
 */
const ADD_DRIVER_FROM_BUILD = 14_393;

const SCRIPTS_BEFORE_10: GuestScriptFacts = {
  versionValues: ['CurrentVersion', 'CurrentBuildNumber'],
  addDriverFromBuild: undefined,
};

const NT_6_1 = {
  majorVersion: 6,
  minorVersion: 1,
  suiteMask: SUITES,
  buildNumber: 7601,
  builds: [7601],
  osAttribute: '2:6.1',
  scripts: SCRIPTS_BEFORE_10,
} as const;

const NT_6_2 = {
  majorVersion: 6,
  minorVersion: 2,
  suiteMask: SUITES,
  buildNumber: 9200,
  builds: [9200],
  osAttribute: '2:6.2',
  scripts: SCRIPTS_BEFORE_10,
} as const;

const NT_6_3 = {
  majorVersion: 6,
  minorVersion: 3,
  suiteMask: SUITES,
  buildNumber: 9600,
  builds: [9600],
  osAttribute: '2:6.3',
  scripts: SCRIPTS_BEFORE_10,
} as const;

const NT_10_0 = {
  majorVersion: 10,
  minorVersion: 0,
  suiteMask: SUITES,
  osAttribute: '2:10.0',
  scripts: {
    versionValues: ['CurrentMajorVersionNumber', 'CurrentBuildNumber'],
    addDriverFromBuild: ADD_DRIVER_FROM_BUILD,
  },
} as const;

/**
 * Client versions were sold for both architectures, except Windows 11, which does not exist for
 * x86.
 */
const BOTH = { architectures: ['amd64', 'x86'], defaultArchitectures: ['amd64', 'x86'] } as const;
const ONLY_AMD64 = { architectures: ['amd64'], defaultArchitectures: ['amd64'] } as const;

/** 1507, 1511, 1607 and so on to 22H2. (Windows 10 release information) */
const WINDOWS_10_BUILDS = [
  10_240, 10_586, 14_393, 15_063, 16_299, 17_134, 17_763, 18_362, 18_363, 19_041, 19_042, 19_043,
  19_044, 19_045,
] as const;

/** 21H2, 22H2, 23H2, 24H2 and 25H2. (Windows 11 release information) */
const WINDOWS_11_BUILDS = [22_000, 22_621, 22_631, 26_100, 26_200] as const;

/**
 * Every version of Windows that media can be made for, clients first, each kind from old to new.
 */
export const WINDOWS_TARGETS: readonly WindowsTarget[] = [
  {
    id: 'w7',
    name: 'Windows 7',
    ...NT_6_1,
    productType: WORKSTATION,
    ...BOTH,
  },
  {
    id: 'w8',
    name: 'Windows 8',
    ...NT_6_2,
    productType: WORKSTATION,
    ...BOTH,
  },
  {
    id: 'w8.1',
    name: 'Windows 8.1',
    ...NT_6_3,
    productType: WORKSTATION,
    ...BOTH,
  },
  {
    id: 'w10',
    name: 'Windows 10',
    ...NT_10_0,
    productType: WORKSTATION,
    buildNumber: 19_045,
    builds: WINDOWS_10_BUILDS,
    architectures: ['amd64', 'arm64', 'x86'],
    defaultArchitectures: ['amd64', 'x86'],
  },
  {
    id: 'w11',
    name: 'Windows 11',
    ...NT_10_0,
    productType: WORKSTATION,
    buildNumber: 26_200,
    builds: WINDOWS_11_BUILDS,
    architectures: ['amd64', 'arm64'],
    defaultArchitectures: ['amd64'],
  },
  {
    id: '2k8R2',
    name: 'Windows Server 2008 R2',
    ...NT_6_1,
    productType: SERVER,
    ...ONLY_AMD64,
  },
  {
    id: '2k12',
    name: 'Windows Server 2012',
    ...NT_6_2,
    productType: SERVER,
    ...ONLY_AMD64,
  },
  {
    id: '2k12R2',
    name: 'Windows Server 2012 R2',
    ...NT_6_3,
    productType: SERVER,
    ...ONLY_AMD64,
  },
  {
    id: '2k16',
    name: 'Windows Server 2016',
    ...NT_10_0,
    productType: SERVER,
    buildNumber: 14_393,
    builds: [14_393],
    ...ONLY_AMD64,
  },
  {
    id: '2k19',
    name: 'Windows Server 2019',
    ...NT_10_0,
    productType: SERVER,
    buildNumber: 17_763,
    builds: [17_763],
    ...ONLY_AMD64,
  },
  {
    id: '2k22',
    name: 'Windows Server 2022',
    ...NT_10_0,
    productType: SERVER,
    buildNumber: 20_348,
    builds: [20_348],
    ...ONLY_AMD64,
  },
  {
    id: '2k25',
    name: 'Windows Server 2025',
    ...NT_10_0,
    productType: SERVER,
    buildNumber: 26_100,
    builds: [26_100],
    ...ONLY_AMD64,
  },
];

/** The default target of specs. */
export const DEFAULT_WINDOWS_TARGET: WindowsTarget = windowsTarget('w7');

/**
 * The target of an id, ignoring case.
 *
 * @throws InputError if there is none.
 */
export function windowsTarget(id: string): WindowsTarget {
  const target = WINDOWS_TARGETS.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (target !== undefined) return target;
  throw new InputError({
    id: 'option.unknown-windows',
    message: 'there is no Windows of this name',
    found: JSON.stringify(id),
    expected: WINDOWS_TARGETS.map((one) => one.id).join(', '),
    remedy: 'use one of these',
  });
}

/** The same Windows, at one of its builds. */
export function atBuild(target: WindowsTarget, buildNumber: number): WindowsTarget {
  return { ...target, buildNumber };
}
