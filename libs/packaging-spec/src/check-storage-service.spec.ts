import type { Problem } from '@aero-guest-tools/diagnostics';
import { describe, expect, test } from '@jest/globals';
import { checkStorageService } from './check-storage-service';
import type { DriverReport, InfReport } from './validation-report';

const VARIABLES = new Map([
  ['AERO_VIRTIO_BLK_SERVICE', ['viostor']],
  ['AERO_VIRTIO_BLK_HWIDS', ['PCI\\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01']],
]);

function driver(name: string, properties: Partial<DriverReport>): DriverReport {
  return {
    name,
    architecture: 'x86',
    directory: `${properties.architecture ?? 'x86'}/${name}`,
    infFiles: [],
    devices: [],
    hardwareIds: [],
    services: [name],
    files: [],
    ...properties,
  };
}

function ofClass(properties: Partial<InfReport>): Partial<DriverReport> {
  return { infFiles: [{ path: 'a.inf', ...properties }] };
}

function check(...drivers: readonly DriverReport[]): readonly Problem[] {
  return checkStorageService(drivers, VARIABLES);
}

const STORAGE = ofClass({ class: 'SCSIAdapter' });

describe('rules 3: a packaged storage driver installs the storage service of devices.cmd', () => {
  test('whatever the case', () => {
    expect(check(driver('VioStor', STORAGE))).toEqual([]);
  });

  test('or the guest would not boot from it', () => {
    expect(check(driver('aero_virtio_blk', STORAGE), driver('netkvm', {}))).toEqual([
      {
        file: 'x86/aero_virtio_blk',
        id: 'drivers.storage-service',
        message: 'no INF file that is packaged for x86 installs the storage service "viostor"',
        found: 'the services "aero_virtio_blk", "netkvm"',
        expected: 'AddService = viostor, which "AERO_VIRTIO_BLK_SERVICE" of devices.cmd names',
        remedy: expect.stringContaining('the guest would not boot from it'),
      },
    ]);
  });

  test('in any of the packaged INF files', () => {
    expect(check(driver('vioscsi', STORAGE), driver('viostor', {}))).toEqual([]);
  });

  test('on each architecture', () => {
    const drivers = [
      driver('viostor', STORAGE),
      driver('viostor', { ...STORAGE, architecture: 'amd64', services: ['other'] }),
    ];
    expect(check(...drivers)).toMatchObject([{ file: 'amd64/viostor' }]);
  });

  test('no storage driver, no storage service', () => {
    expect(check(driver('netkvm', ofClass({ class: 'Net' })))).toEqual([]);
  });

  test.each<[string, Partial<DriverReport>]>([
    ['its class', ofClass({ class: 'scsiadapter' })],
    ['its class GUID', ofClass({ classGuid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}' })],
    ['a device of devices.cmd', { hardwareIds: ['pci\\ven_1af4&dev_1042&rev_01'] }],
  ])('a storage driver is told by %s', (_, properties) => {
    expect(check(driver('blk', properties))).toHaveLength(1);
  });

  test('one of the boot-critical services is enough, where devices.cmd names several', () => {
    const variables = new Map([
      ...VARIABLES,
      ['AERO_VIRTIO_SCSI_HWIDS', ['PCI\\VEN_1AF4&DEV_1048']],
      ['AERO_BOOT_CRITICAL_SERVICES', ['viostor', 'vioscsi']],
    ]);
    expect(checkStorageService([driver('vioscsi', STORAGE)], variables)).toEqual([]);
    const other = driver('other', { hardwareIds: ['PCI\\VEN_1AF4&DEV_1048&REV_01'] });
    expect(checkStorageService([other], variables)).toMatchObject([
      {
        message:
          'no INF file that is packaged for x86 installs the storage service "viostor" or "vioscsi"',
        expected:
          'AddService = viostor or vioscsi, which "AERO_BOOT_CRITICAL_SERVICES" of devices.cmd names',
      },
    ]);
  });

  test('a variable that names no storage service is an error', () => {
    expect(checkStorageService([driver('viostor', STORAGE)], new Map())).toMatchObject([
      { message: 'a storage driver is packaged, but devices.cmd names no storage service' },
    ]);
  });
});
