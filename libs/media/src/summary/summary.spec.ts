import { formatLines } from '@aero-guest-tools/diagnostics';
import { DEFAULT_GUEST_TARGET } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import { createManifest } from '../manifest/manifest';
import { formatSummary } from './summary';

const MANIFEST = createManifest(
  {
    version: '1.2.3',
    buildId: 'abc',
    sourceDateEpoch: 0,
    target: DEFAULT_GUEST_TARGET,
    signingPolicy: 'none',
    packagerVersion: '0',
    packagingSpec: { path: 'a', sha256: '' },
    windowsDeviceContract: {
      path: 'b',
      sha256: '',
      contractName: '',
      contractVersion: '',
      schemaVersion: 1,
    },
    drivers: [],
  },
  [],
);

describe('the summary', () => {
  test('tells the outputs with size and hash, the drivers with version, and the warnings', () => {
    const driver = {
      directory: 'x86/viostor',
      files: [],
      infFiles: [],
      devices: [],
      hardwareIds: [],
      services: [],
    };
    const lines = formatSummary(
      {
        manifest: MANIFEST,
        outputs: [
          { path: '/w/a.iso', size: 1_234_567, sha256: 'f'.repeat(4) },
          { path: '/w/b.zip', size: 12, sha256: 'e'.repeat(4) },
        ],
        drivers: [
          {
            ...driver,
            name: 'viostor',
            architecture: 'x86',
            version: '61.0.0.1',
            date: '01/02/2020',
          },
          {
            ...driver,
            name: 'netkvm',
            architecture: 'amd64',
            signing: {
              catalogs: [
                {
                  path: 'netkvm.cat',
                  sha256: '',
                  memberAlgorithms: ['sha1'],
                  signatureAlgorithm: 'sha256',
                  signer: 'CN=Somebody, O=A company',
                  signerName: 'Somebody',
                  timestamp: Date.UTC(2020, 1, 3) / 1000,
                },
              ],
              problems: [],
              notes: [
                {
                  id: 'catalog.publisher-sha-2',
                  file: 'x86/viostor/netkvm.cat',
                  message: 'it asks',
                },
              ],
              verdict: {
                withoutUpdates: 'refused',
                withUpdates: 'accepted',
                updates: ['KB3033929'],
              },
            },
          },
          {
            ...driver,
            name: 'vioinput',
            architecture: 'x86',
            signing: {
              catalogs: [],
              problems: [],
              verdict: { withoutUpdates: 'refused', withUpdates: 'refused', updates: [] },
            },
          },
        ],
        driversProvenance: {
          name: 'virtio-win-0.1.172',
          sha256: 'd'.repeat(4),
          listSha256: 'cccc',
        },
        warnings: [
          { severity: 'warning', id: 'test.problem', message: 'odd', file: 'x', found: 'y' },
        ],
      },
      (path) => path.slice(3),
    );
    expect(formatLines(lines).split('\n')).toEqual([
      'Aero Guest Tools 1.2.3, build abc, signing policy none',
      'drivers from virtio-win-0.1.172',
      '    sha256 dddd',
      '  by ranges, as the lock lists them; image not seen whole; sha256 of the list:',
      '    cccc',
      '',
      '  a.iso, 1,234,567 bytes',
      '    sha256 ffff',
      '  b.zip, 12 bytes',
      '    sha256 eeee',
      '',
      '  driver    architecture  version   date        on Windows 7',
      '  viostor   x86           61.0.0.1  2020-01-02',
      '  netkvm    amd64         unknown   unknown     refused without updates, accepted with KB3033929',
      '  vioinput  x86           unknown   unknown     refused',
      '',
      '  signed by  algorithm  on          drivers',
      '  Somebody   SHA-256    2020-02-03  netkvm',
      '  nobody                            vioinput',
      '',
      '1 note:',
      '  drivers/amd64/netkvm/netkvm.cat: it asks',
      '',
      '1 warning:',
      '  x: odd',
      '    found:    y',
      '',
      'next: attach a.iso to the guest, and run setup.cmd on it as administrator',
    ]);
  });
});
