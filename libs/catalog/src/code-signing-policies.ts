import { SERVER, type WindowsTarget } from '@aero-guest-tools/windows-target';
import type { SignatureKind } from './signature-kind';
import type { SignedDriver } from './signed-driver';
import type { Acceptance } from './windows-7-verdict';

/** What a page says about a kind of signature. */
export interface Statement {
  /** As a clause. */
  readonly says: string;
  /** Title of the page. */
  readonly source: string;
}

/** The verdict on a kind of signature: `unknown` if the statements contradict each other. */
export interface CodeSigningRule {
  readonly acceptance: Acceptance;
  readonly statements: readonly Statement[];
}

/** Whose signatures the kernels of some versions of Windows require. */
export interface CodeSigningPolicy {
  /** The versions of Windows that it applies to, as documents name them. */
  readonly windows: string;
  readonly rules: Readonly<Record<SignatureKind, Readonly<Record<SecureBoot, CodeSigningRule>>>>;
}

export type SecureBoot = 'on' | 'off';

/** Titles of pages of Microsoft's driver documentation, unless stated otherwise. */
const POLICY = 'Driver Signing Policy';
const REQUIREMENTS = 'Driver code signing requirements';
const INSTALLATION = 'PnP Device Installation Signing Requirements';
const KERNEL_MODE = 'Kernel-Mode Code Signing Requirements';
const TEST_SIGNING = 'The TESTSIGNING Boot Configuration Option';
const REPORTS = 'MicrosoftDocs/windows-driver-docs#1068 and #1868';

function rule(acceptance: Acceptance, says: string, source: string): CodeSigningRule {
  return { acceptance, statements: [{ says, source }] };
}

function disputed(...statements: readonly (readonly [says: string, source: string])[]) {
  return {
    acceptance: 'unknown',
    statements: statements.map(([says, source]) => ({ says, source })),
  } as const;
}

function always(one: CodeSigningRule): Readonly<Record<SecureBoot, CodeSigningRule>> {
  return { on: one, off: one };
}

const WHQL = always(
  rule(
    'accepted',
    'drivers that passed the tests of the hardware program work on every Windows',
    REQUIREMENTS,
  ),
);
const ATTESTATION = always(
  rule('accepted', 'Windows 10 takes attestation signatures', REQUIREMENTS),
);
const NO_ATTESTATION = always(
  rule('refused', 'attestation signatures are for Windows 10 and newer', REQUIREMENTS),
);
/** Parts of Windows and co-installers. */
const MICROSOFT = always(
  rule('accepted', 'the roots of Microsoft are those that the kernel trusts', POLICY),
);
const CROSS_SIGNED = always(
  rule('accepted', 'before Windows 10 1607 a cross-signed driver needs no other signature', POLICY),
);
const NO_SECURE_BOOT = rule(
  'accepted',
  'cross-signed drivers are permitted where Secure Boot is off',
  POLICY,
);
const NOT_AFTER_2015 = rule(
  'refused',
  'under Secure Boot a fresh installation loads no driver whose certificate was issued after 2015-07-29, except that those which Windows starts from are not blocked at once',
  POLICY,
);
const HLK_ONLY = 'loads only drivers that passed the tests and are signed by the dashboard';
const OTHER = {
  on: rule('refused', 'test signing cannot be turned on where Secure Boot is on', TEST_SIGNING),
  off: rule('test-signing', 'with test signing the kernel loads what anybody signed', TEST_SIGNING),
};

const WINDOWS_7: CodeSigningPolicy = {
  windows: '7, Server 2008 R2',
  rules: {
    WHQL,
    attestation: NO_ATTESTATION,
    Microsoft: MICROSOFT,
    'cross-signed before 2015-07-29': CROSS_SIGNED,
    'cross-signed': CROSS_SIGNED,
    other: always(
      rule(
        'test-signing',
        'the kernel of x64 loads no other drivers without test signing',
        KERNEL_MODE,
      ),
    ),
  },
};

const WINDOWS_8: CodeSigningPolicy = {
  windows: '8, 8.1, Server 2012, Server 2012 R2',
  rules: { ...WINDOWS_7.rules, other: OTHER },
};

const WINDOWS_10_1507: CodeSigningPolicy = {
  windows: '10 1507 and 1511',
  rules: { ...WINDOWS_8.rules, attestation: ATTESTATION },
};

const WINDOWS_10_1607: CodeSigningPolicy = {
  windows: '10 1607 to 1803',
  rules: {
    ...WINDOWS_10_1507.rules,
    'cross-signed before 2015-07-29': {
      on: rule('accepted', 'a certificate issued before 2015-07-29 is an exception', POLICY),
      off: NO_SECURE_BOOT,
    },
    'cross-signed': { on: NOT_AFTER_2015, off: NO_SECURE_BOOT },
  },
};

const NOT_SINCE_1809 = [
  'since Windows 10 1809 cross-signed drivers are not taken',
  REQUIREMENTS,
] as const;
const OFF_OR_1809 = disputed(
  ['cross-signed drivers are permitted where Secure Boot is off', POLICY],
  NOT_SINCE_1809,
);

const WINDOWS_10_1809: CodeSigningPolicy = {
  windows: '10 1809 and newer, 11',
  rules: {
    ...WINDOWS_10_1607.rules,
    'cross-signed before 2015-07-29': {
      on: disputed(
        ['a certificate issued before 2015-07-29 is an exception', POLICY],
        NOT_SINCE_1809,
      ),
      off: OFF_OR_1809,
    },
    'cross-signed': { on: NOT_AFTER_2015, off: OFF_OR_1809 },
  },
};

const SERVER_2016: CodeSigningPolicy = {
  windows: 'Server 2016 and newer',
  rules: {
    ...WINDOWS_10_1809.rules,
    attestation: always(
      disputed(
        [`Windows Server 2016 and newer ${HLK_ONLY}`, REQUIREMENTS],
        ['attestation signatures work on Windows Server', REPORTS],
      ),
    ),
    'cross-signed before 2015-07-29': always(
      disputed(
        ['the table: yes, for certificates issued before 2015-07-29', REQUIREMENTS],
        [`the text: Windows Server 2016 and newer ${HLK_ONLY}`, REQUIREMENTS],
      ),
    ),
    'cross-signed': {
      on: NOT_AFTER_2015,
      off: disputed(
        ['cross-signed drivers are permitted where Secure Boot is off', POLICY],
        [`Windows Server 2016 and newer ${HLK_ONLY}`, REQUIREMENTS],
      ),
    },
  },
};

const NO_CROSS_CERTIFICATES = always(
  rule('refused', 'drivers for ARM64 are signed by WHQL', INSTALLATION),
);

const ARM64: CodeSigningPolicy = {
  windows: '10 and 11 on ARM64',
  rules: {
    ...WINDOWS_10_1809.rules,
    attestation: always(
      disputed(
        ['of drivers for ARM64 WHQL signatures alone are named', INSTALLATION],
        [
          'attestation signatures work on Windows 10 Desktop and newer, whatever the architecture',
          REQUIREMENTS,
        ],
      ),
    ),
    'cross-signed before 2015-07-29': NO_CROSS_CERTIFICATES,
    'cross-signed': NO_CROSS_CERTIFICATES,
  },
};

interface Scope {
  readonly policy: CodeSigningPolicy;
  /** Major version, minor version and build from which it applies. */
  readonly from: readonly [number, number, number];
  readonly productType?: number;
  readonly architecture?: SignedDriver['architecture'];
}

/** The first one that applies counts. */
const SCOPES: readonly Scope[] = [
  { policy: ARM64, from: [10, 0, 0], architecture: 'arm64' },
  { policy: SERVER_2016, from: [10, 0, 0], productType: SERVER },
  { policy: WINDOWS_10_1809, from: [10, 0, 17_763] },
  { policy: WINDOWS_10_1607, from: [10, 0, 14_393] },
  { policy: WINDOWS_10_1507, from: [10, 0, 0] },
  { policy: WINDOWS_8, from: [6, 2, 0] },
  { policy: WINDOWS_7, from: [0, 0, 0] },
];

/** All policies, from the oldest Windows to the newest. */
export const CODE_SIGNING_POLICIES: readonly CodeSigningPolicy[] = SCOPES.map(
  ({ policy }) => policy,
).toReversed();

/** The policy of a Windows on an architecture, at its build. */
export function codeSigningPolicy(
  { majorVersion, minorVersion, buildNumber, productType }: WindowsTarget,
  architecture: SignedDriver['architecture'],
): CodeSigningPolicy {
  const version = [majorVersion, minorVersion, buildNumber];
  const found = SCOPES.find(
    (scope) =>
      isAtLeast(version, scope.from) &&
      (scope.productType === undefined || scope.productType === productType) &&
      (scope.architecture === undefined || scope.architecture === architecture),
  );
  return found?.policy ?? WINDOWS_7;
}

function isAtLeast(version: readonly number[], from: readonly number[]): boolean {
  const index = version.findIndex((part, position) => part !== from[position]);
  return index === -1 || (version[index] ?? 0) > (from[index] ?? 0);
}
