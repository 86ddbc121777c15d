import type { MediaDescription } from '@aero-guest-tools/media-description';

export const SHA256 = '0123456789abcdef'.repeat(4);

/** Media with one driver of an image, its licence, and a script. */
export function description(properties: Partial<MediaDescription> = {}): MediaDescription {
  const driverFile = { path: 'drivers/amd64/viostor/viostor.sys', sha256: SHA256, size: 50_000 };
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
      files: [driverFile, { path: 'setup.cmd', sha256: SHA256, size: 20_000 }],
    },
    outputs: [{ name: 'aero-guest-tools.iso', size: 1_000_000, sha256: SHA256 }],
    volumeId: 'AERO_GUEST_TOOLS',
    source: {
      kind: 'iso',
      sha256: SHA256,
      size: 11_673_600,
      volumeId: 'virtio-win-0.1.172',
      listSha256: undefined,
    },
    drivers: [
      {
        name: 'viostor',
        architecture: 'amd64',
        directory: 'amd64/viostor',
        version: '61.77.104.17200',
        date: '06/07/2019',
        provider: 'Red Hat, Inc.',
        infFiles: [],
        devices: [
          { name: 'SCSI controller', inf: 'viostor.inf', hardwareIds: ['PCI\\VEN_1AF4&DEV_1042'] },
        ],
        hardwareIds: ['PCI\\VEN_1AF4&DEV_1042'],
        services: ['viostor'],
        files: [],
        takenFrom: 'viostor/w7/amd64',
        packagedFiles: [driverFile],
      },
    ],
    licences: [{ path: 'licenses/virtio-win/license.txt', contents: Buffer.from('Free.\n') }],
    diagnostics: [],
    notes: [],
    ...properties,
  };
}
