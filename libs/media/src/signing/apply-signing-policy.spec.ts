import type { CatalogNoteId, CatalogProblemId } from '@aero-guest-tools/catalog';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { describe, expect, test } from '@jest/globals';
import type { SigningPolicy } from '../options/signing-policy';
import { applySigningPolicy, signingNotes } from './apply-signing-policy';

/** A driver that Windows 7 accepts, with notes. */
function driverWith(name: string, ...ids: readonly CatalogNoteId[]): DriverReport {
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
      notes: ids.map((id) => ({ id, file: `x86/${name}/${name}.cat`, message: id })),
      verdict: { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [] },
    },
  };
}

describe('rules 11: what to know before drivers are installed', () => {
  const drivers = [
    driverWith('viostor', 'catalog.publisher-not-trusted', 'catalog.publisher-sha-2'),
    driverWith('netkvm', 'catalog.publisher-not-trusted'),
  ];

  test.each<readonly [SigningPolicy, readonly string[]]>([
    ['production', ['catalog.publisher-not-trusted (2 times)', 'catalog.publisher-sha-2']],
    ['none', ['catalog.publisher-not-trusted (2 times)', 'catalog.publisher-sha-2']],
    // Setup adds the certificates on the media to Trusted Publishers.
    ['test', ['catalog.publisher-sha-2']],
  ])('%s', (policy, expected) => {
    expect(signingNotes(drivers, policy).map(({ message }) => message)).toEqual(expected);
    expect(applySigningPolicy(drivers, { policy })).toEqual([]);
  });
});

describe('rules 11: whom Windows trusts by itself counts for production alone', () => {
  test.each<CatalogProblemId>([
    'catalog.unknown-root',
    'catalog.unknown-timestamp-root',
    'catalog.kernel-root',
    'catalog.signed-after-cross-certificate',
    'catalog.code-signing-policy',
    'catalog.code-signing-policy-disputed',
  ])('%s', (id) => {
    const driver = driverWith('viostor');
    const problem = { id, kind: 'acceptance', file: 'x86/viostor/a.cat', message: id } as const;
    const signing = driver.signing && { ...driver.signing, problems: [problem] };
    const drivers = [{ ...driver, ...(signing ? { signing } : {}) }];
    const decided = (policy: SigningPolicy): readonly string[] =>
      applySigningPolicy(drivers, { policy }).map(({ severity }) => severity);
    expect(decided('production')).toEqual(['error']);
    expect(decided('test')).toEqual([]);
    expect(decided('none')).toEqual([]);
  });
});
