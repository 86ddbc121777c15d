import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { guestTarget, windowsTarget } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import { createManifest, formatManifest, parseManifest } from './manifest';
import { FACTS } from './manifest-facts.fixture';

describe('rules 9: the guests that media are for', () => {
  test('are named, unless they are Windows 7, x86 and amd64', () => {
    expect(createManifest(FACTS, []).target).toBeUndefined();
    const target = guestTarget(windowsTarget('w11'), ['arm64', 'amd64']);
    expect(createManifest({ ...FACTS, target }, []).target).toEqual({
      windows: 'w11',
      name: 'Windows 11',
      architectures: ['amd64', 'arm64'],
    });
    const half = guestTarget(windowsTarget('w7'), ['amd64']);
    expect(createManifest({ ...FACTS, target: half }, []).target).toMatchObject({ windows: 'w7' });
  });
});

describe('rules 9: the manifest, schema version 4', () => {
  test('every field', () => {
    expect(createManifest(FACTS, [{ path: 'setup.cmd', sha256: 'ff', size: 3 }])).toEqual({
      schema_version: 4,
      package: {
        name: 'aero-guest-tools',
        version: '1.2.3',
        build_id: 'abc',
        source_date_epoch: 1_700_000_000,
      },
      inputs: {
        packaging_spec: { path: 'win7.json', sha256: '11' },
        windows_device_contract: {
          path: 'contract.json',
          sha256: '22',
          contract_name: 'a-contract',
          contract_version: '1.0.0',
          schema_version: 1,
        },
        aero_packager_version: '9.8.7',
      },
      signing_policy: 'none',
      certs_required: false,
      provenance: {
        packaging_spec_path: 'specs/packaging/win7.json',
        packaging_spec_sha256: '11',
        windows_device_contract_path: 'specs/contracts/contract.json',
        windows_device_contract_sha256: '22',
      },
      files: [{ path: 'setup.cmd', sha256: 'ff', size: 3 }],
    });
  });

  test('says so where the drivers were taken by the list of a lock, and not else', () => {
    const source = { kind: 'iso', sha256: 'aa', size: 7, volume_id: 'VIRTIO' };
    const listed = { ...FACTS, driversSource: { ...source, list_sha256: 'bb' } };
    expect(createManifest(listed, []).drivers_source).toEqual({
      ...source,
      list_sha256: 'bb',
      image_seen_whole: false,
    });
    expect(createManifest({ ...FACTS, driversSource: source }, [])).toEqual(
      createManifest(FACTS, []),
    );
  });

  test('rules 11: what each driver binds, who signed it, and what Windows 7 says to that', () => {
    const driver: DriverReport = {
      name: 'viostor',
      architecture: 'amd64',
      directory: 'x64/VioStor',
      version: '61.0.0.1',
      provider: 'Somebody',
      infFiles: [
        { path: 'a.inf', version: '61.0.0.1', provider: 'Somebody' },
        { path: 'sub/b.inf' },
      ],
      devices: [],
      hardwareIds: ['PCI\\VEN_1AF4&DEV_1001', 'PCI\\VEN_1AF4&DEV_1042'],
      services: ['viostor'],
      files: [],
      signing: {
        catalogs: [
          {
            path: 'sub/viostor.cat',
            sha256: 'cc',
            memberAlgorithms: ['sha1'],
            signatureAlgorithm: 'sha256',
            signer: 'CN=Somebody',
            signerName: 'Somebody',
            timestamp: 1_560_000_000,
          },
          { path: 'other.cat', sha256: 'dd', memberAlgorithms: [] },
        ],
        problems: [],
        verdict: { withoutUpdates: 'refused', withUpdates: 'accepted', updates: ['KB3033929'] },
      },
    };
    const { signing: _, version: __, provider: ___, ...unchecked } = driver;
    const drivers = [unchecked, driver, { ...driver, name: 'netkvm' }];
    const manifest = createManifest({ ...FACTS, drivers }, []);
    expect(manifest.drivers?.map(({ name }) => name)).toEqual(['netkvm', 'viostor']);
    expect(manifest.drivers?.slice(1)).toEqual([
      {
        name: 'viostor',
        architecture: 'amd64',
        version: '61.0.0.1',
        provider: 'Somebody',
        infs: [
          { path: 'drivers/amd64/viostor/a.inf', version: '61.0.0.1', provider: 'Somebody' },
          { path: 'drivers/amd64/viostor/sub/b.inf', version: null, provider: null },
        ],
        hardware_ids: ['PCI\\VEN_1AF4&DEV_1001', 'PCI\\VEN_1AF4&DEV_1042'],
        services: ['viostor'],
        catalogs: [
          {
            path: 'drivers/amd64/viostor/sub/viostor.cat',
            sha256: 'cc',
            signer: 'CN=Somebody',
            signature_algorithm: 'sha256',
            member_algorithms: ['sha1'],
            timestamp: 1_560_000_000,
          },
          {
            path: 'drivers/amd64/viostor/other.cat',
            sha256: 'dd',
            signer: null,
            signature_algorithm: null,
            member_algorithms: [],
            timestamp: null,
          },
        ],
        windows_7: {
          without_updates: 'refused',
          with_updates: 'accepted',
          updates: ['KB3033929'],
        },
      },
    ]);
  });

  test('a driver has its verdict in a field that is named for its Windows', () => {
    const verdict = {
      windows: 'w11',
      secureBootOn: 'refused',
      secureBootOff: 'unknown',
      until: 2_000_000_000,
    } as const;
    const driver: DriverReport = {
      name: 'viostor',
      architecture: 'amd64',
      directory: 'amd64/viostor',
      infFiles: [],
      devices: [],
      hardwareIds: [],
      services: [],
      files: [],
      signing: { catalogs: [], problems: [], verdict },
    };
    const [described] = createManifest({ ...FACTS, drivers: [driver] }, []).drivers ?? [];
    expect(described).toMatchObject({
      windows_11: { secure_boot_on: 'refused', secure_boot_off: 'unknown', until: 2_000_000_000 },
    });
    expect(described).not.toHaveProperty('windows_7');
  });

  test('certificates are required for policy test only', () => {
    expect(createManifest({ ...FACTS, signingPolicy: 'test' }, []).certs_required).toBe(true);
    expect(createManifest({ ...FACTS, signingPolicy: 'production' }, []).certs_required).toBe(
      false,
    );
  });

  test('files stand in byte order of the path, whatever order they came in', () => {
    const files = ['b', 'a/z', 'B', 'a.txt', 'ä'].map((path) => ({ path, sha256: '', size: 0 }));
    const paths = createManifest(FACTS, files).files.map(({ path }) => path);
    expect(paths).toEqual(['B', 'a.txt', 'a/z', 'b', 'ä']);
  });

  test('a batch script finds the signing policy on a line of its own', () => {
    const text = Buffer.from(formatManifest(createManifest(FACTS, []))).toString();
    expect(text.split('\n')).toContain('  "signing_policy": "none",');
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('what was written is read back; what was not is refused', () => {
    const manifest = createManifest(FACTS, [{ path: 'a', sha256: 'ff', size: 1 }]);
    expect(parseManifest(formatManifest(manifest), 'manifest.json')).toEqual(manifest);
    for (const text of ['null', '[]', '{"schema_version":3,"files":[]}', '{"schema_version":4}']) {
      expect(() => parseManifest(Buffer.from(text), 'manifest.json')).toThrow(/not a manifest/);
    }
  });
});
