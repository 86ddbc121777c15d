import { DEFAULT_GUEST_TARGET } from '@aero-guest-tools/windows-target';
import type { ManifestFacts } from './manifest';

/** What a manifest says of media without drivers. */
export const FACTS: ManifestFacts = {
  version: '1.2.3',
  buildId: 'abc',
  sourceDateEpoch: 1_700_000_000,
  target: DEFAULT_GUEST_TARGET,
  signingPolicy: 'none',
  packagerVersion: '9.8.7',
  packagingSpec: { path: 'specs/packaging/win7.json', sha256: '11' },
  windowsDeviceContract: {
    path: 'specs/contracts/contract.json',
    sha256: '22',
    contractName: 'a-contract',
    contractVersion: '1.0.0',
    schemaVersion: 1,
  },
  drivers: [],
};
