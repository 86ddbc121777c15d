import type { CatalogNoteCode, CatalogProblemCode } from '@aero-guest-tools/catalog';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { describe, expect, test } from '@jest/globals';
import type { SigningPolicy } from '../options/signing-policy';
import { applySigningPolicy, signingNotes } from './apply-signing-policy';

/** A driver that Windows 7 accepts, with notes. */
function driverWith(name: string, ...codes: readonly CatalogNoteCode[]): DriverReport {
  return {
    name,
    architecture: 'x86',
    directory: `x86/${name}`,
    infFiles: [],
    devices: [],
    hardwareIds: [],
    services: [],
    files: [],
    signing: {
      catalogs: [],
      problems: [],
      notes: codes.map((code) => ({ code, file: `x86/${name}/${name}.cat`, message: code })),
      verdict: { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [] },
    },
  };
}

describe('rules 11: what to know before drivers are installed', () => {
  const drivers = [
    driverWith('viostor', 'publisher-not-trusted', 'publisher-sha-2'),
    driverWith('netkvm', 'publisher-not-trusted'),
  ];

  test.each<readonly [SigningPolicy, readonly string[]]>([
    ['production', ['publisher-not-trusted (2 times)', 'publisher-sha-2']],
    ['none', ['publisher-not-trusted (2 times)', 'publisher-sha-2']],
    // Setup adds the certificates on the media to Trusted Publishers.
    ['test', ['publisher-sha-2']],
  ])('%s', (policy, expected) => {
    expect(signingNotes(drivers, policy).map(({ message }) => message)).toEqual(expected);
    expect(applySigningPolicy(drivers, { policy })).toEqual([]);
  });
});

describe('rules 11: whom Windows trusts by itself counts for production alone', () => {
  test.each<CatalogProblemCode>([
    'unknown-root',
    'unknown-timestamp-root',
    'kernel-root',
    'signed-after-cross-certificate',
    'code-signing-policy',
    'code-signing-policy-disputed',
  ])('%s', (code) => {
    const driver = driverWith('viostor');
    const problem = { code, kind: 'acceptance', file: 'x86/viostor/a.cat', message: code } as const;
    const signing = driver.signing && { ...driver.signing, problems: [problem] };
    const drivers = [{ ...driver, ...(signing ? { signing } : {}) }];
    const decided = (policy: SigningPolicy): readonly string[] =>
      applySigningPolicy(drivers, { policy }).map(({ severity }) => severity);
    expect(decided('production')).toEqual(['error']);
    expect(decided('test')).toEqual([]);
    expect(decided('none')).toEqual([]);
  });
});
