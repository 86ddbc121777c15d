import type { DescribedDriver, MediaDescription } from './media-description';

/** A name that an attacker could give to a driver, a device, a signer or a file. */
export const HOSTILE = `"><img src=x onerror=alert(1)></td></svg><script>alert('x')</script>\u202e`;

/** The SHA-256 of every file. */
export const SHA256 = '0123456789abcdef'.repeat(4);

const DRIVER_FILES = ['viostor.inf', 'viostor.sys'].map((name) => ({
  path: `drivers/amd64/viostor/${name}`,
  sha256: SHA256,
  size: 50_000,
}));

/** A driver that Windows 7 accepts. */
export function driver(properties: Partial<DescribedDriver> = {}): DescribedDriver {
  const { name = 'viostor', architecture = 'amd64' } = properties;
  return {
    name,
    architecture,
    directory: `${architecture}/${name}`,
    version: '61.77.104.17200',
    date: '06/07/2019',
    provider: 'Red Hat, Inc.',
    infFiles: [{ path: `${name}.inf`, class: 'SCSIAdapter' }],
    devices: [
      {
        name: 'Red Hat VirtIO SCSI controller',
        inf: `${name}.inf`,
        hardwareIds: ['PCI\\VEN_1AF4&DEV_1042'],
      },
    ],
    hardwareIds: ['PCI\\VEN_1AF4&DEV_1042'],
    services: [name],
    files: [],
    signing: {
      catalogs: [
        {
          path: `${name}.cat`,
          sha256: SHA256,
          memberAlgorithms: ['sha1'],
          signatureAlgorithm: 'sha1',
          signer: 'CN=Red Hat, Inc, C=US',
          signerName: 'Red Hat, Inc',
          timestamp: 1_559_962_075,
        },
      ],
      problems: [],
      verdict: { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [] },
    },
    takenFrom: 'viostor/w7/amd64',
    mediaDirectory: `drivers/${architecture}/${name}`,
    packagedFiles: name === 'viostor' ? DRIVER_FILES : [],
    ...properties,
  };
}

/** Media with one driver of an image, its licence, and a script. */
export function description(properties: Partial<MediaDescription> = {}): MediaDescription {
  return {
    manifest: {
      schema_version: 4,
      package: {
        name: 'aero-guest-tools',
        version: '1.2.3',
        build_id: 'a'.repeat(40),
        source_date_epoch: 1_700_000_000,
      },
      inputs: {
        packaging_spec: { path: 'a.json', sha256: SHA256 },
        windows_device_contract: {
          path: 'b.json',
          sha256: SHA256,
          contract_name: 'contract',
          contract_version: '1.0.0',
          schema_version: 1,
        },
        aero_packager_version: '0.0.0',
      },
      signing_policy: 'production',
      certs_required: false,
      provenance: {
        packaging_spec_path: 'specs/packaging/a.json',
        packaging_spec_sha256: SHA256,
        windows_device_contract_path: 'specs/contracts/b.json',
        windows_device_contract_sha256: SHA256,
      },
      files: [...DRIVER_FILES, { path: 'setup.cmd', sha256: SHA256, size: 20_000 }],
    },
    outputs: [{ name: 'aero-guest-tools.iso', size: 1_000_000, sha256: SHA256 }],
    volumeId: 'AERO_GUEST_TOOLS',
    setupDrivers: false,
    source: {
      kind: 'iso',
      sha256: SHA256,
      size: 11_673_600,
      volumeId: 'virtio-win-0.1.172',
      listSha256: undefined,
    },
    drivers: [driver()],
    licences: [{ path: 'licenses/virtio-win/license.txt', contents: Buffer.from('Free.\n') }],
    diagnostics: [],
    notes: [],
    ...properties,
  };
}

/** Media whose every name is {@link HOSTILE}. */
export function hostileDescription(): MediaDescription {
  const clean = description();
  return description({
    manifest: {
      ...clean.manifest,
      package: { ...clean.manifest.package, version: HOSTILE, build_id: HOSTILE },
      provenance: {
        ...clean.manifest.provenance,
        packaging_spec_path: HOSTILE,
        windows_device_contract_path: HOSTILE,
      },
      files: [{ path: `drivers/amd64/${HOSTILE}/${HOSTILE}`, sha256: SHA256, size: 1000 }],
    },
    outputs: [{ name: HOSTILE, size: 1, sha256: SHA256 }],
    volumeId: HOSTILE,
    setupDrivers: false,
    source: {
      kind: HOSTILE,
      sha256: SHA256,
      size: 1,
      volumeId: HOSTILE,
      listSha256: HOSTILE,
    },
    drivers: [
      driver({
        name: HOSTILE,
        version: HOSTILE,
        date: HOSTILE,
        provider: HOSTILE,
        services: [HOSTILE],
        takenFrom: HOSTILE,
        infFiles: [{ path: HOSTILE, class: HOSTILE }],
        devices: [{ name: HOSTILE, inf: HOSTILE, hardwareIds: [HOSTILE] }],
        signing: {
          catalogs: [
            {
              path: HOSTILE,
              sha256: SHA256,
              memberAlgorithms: [],
              signer: HOSTILE,
              signerName: HOSTILE,
            },
          ],
          problems: [
            {
              id: 'catalog.not-signed',
              kind: 'signature',
              file: HOSTILE,
              message: HOSTILE,
              found: HOSTILE,
              remedy: HOSTILE,
            },
          ],
          verdict: { withoutUpdates: 'refused', withUpdates: 'refused', updates: [HOSTILE] },
        },
      }),
    ],
    diagnostics: [
      {
        severity: 'error',
        id: 'test.problem',
        message: HOSTILE,
        file: HOSTILE,
        found: HOSTILE,
        remedy: HOSTILE,
      },
    ],
  });
}
