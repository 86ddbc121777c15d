import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseJson } from '@aero-guest-tools/canonical-json';
import type { ContractDevice, DeviceContract } from './device-contract';
import { generateDevicesCmd } from './devices-cmd';
import { parseDeviceContract } from './parse-device-contract';

function shippedContract(name: string): DeviceContract {
  const file = require.resolve(`@aero-guest-tools/specs/contracts/${name}`);
  return parseDeviceContract(parseJson(readFileSync(file), name));
}

const own = shippedContract('windows-device-contract.json');
const virtioWin = shippedContract('windows-device-contract-virtio-win.json');

const { virtio_win: layout } = JSON.parse(
  readFileSync(require.resolve('@aero-guest-tools/specs/layout/driver-folders.json'), 'utf8'),
) as { virtio_win: { drivers: readonly { readonly folder: string; readonly inf: string }[] } };

/**
 * ACPI devices, PCI devices of vendors other than virtio's, the chip set, and a network protocol.
 */
const DRIVERS_OF_OTHER_DEVICES = [
  'fwcfg',
  'pvpanic',
  'qemufwcfg',
  'qemupciserial',
  'qxl',
  'qxldod',
  'smbus',
  'sriov',
];

const hardwareOf = ({
  device,
  pciVendorId,
  pciDeviceId,
  pciDeviceIdTransitional,
  virtioDeviceType,
}: ContractDevice) => [device, pciVendorId, pciDeviceId, pciDeviceIdTransitional, virtioDeviceType];

const driverOf = ({ device, driverServiceName, infName }: ContractDevice) => [
  device,
  driverServiceName,
  infName,
];

describe('rules 6: two contracts ship', () => {
  test('their names', () => {
    expect(own.contractName).toBe('aero-windows-pci-device-contract');
    expect(virtioWin.contractName).toBe('aero-windows-pci-device-contract-virtio-win');
  });

  test('services and INFs of windows-device-contract.json', () => {
    expect(own.devices.map((device) => driverOf(device))).toEqual([
      ['virtio-blk', 'aero_virtio_blk', 'aero_virtio_blk.inf'],
      ['virtio-net', 'aero_virtio_net', 'aero_virtio_net.inf'],
      ['virtio-snd', 'aero_virtio_snd', 'aero_virtio_snd.inf'],
      ['virtio-input', 'aero_virtio_input', 'aero_virtio_input.inf'],
      ['aero-virtio-input-tablet', 'aero_virtio_input', 'aero_virtio_tablet.inf'],
      ['aero-gpu', 'aerogpu', 'aerogpu_dx11.inf'],
    ]);
  });

  test('services and INFs of windows-device-contract-virtio-win.json', () => {
    expect(virtioWin.devices.map((device) => driverOf(device))).toEqual([
      ['virtio-blk', 'viostor', 'viostor.inf'],
      ['virtio-net', 'netkvm', 'netkvm.inf'],
      ['virtio-snd', 'viosnd', 'viosnd.inf'],
      ['virtio-input', 'VirtioInput', 'vioinput.inf'],
      ['aero-virtio-input-tablet', 'VirtioInput', 'vioinput.inf'],
      ['aero-gpu', 'aerogpu', 'aerogpu_dx11.inf'],
    ]);
  });

  describe.each([
    ['windows-device-contract.json', own],
    ['windows-device-contract-virtio-win.json', virtioWin],
  ])('devices of %s', (_, contract) => {
    test('ids, transitional ids and types', () => {
      expect(contract.devices.map((device) => hardwareOf(device))).toEqual([
        ['virtio-blk', 0x1af4, 0x1042, 0x1001, 2],
        ['virtio-net', 0x1af4, 0x1041, 0x1000, 1],
        ['virtio-snd', 0x1af4, 0x1059, 0x1018, 25],
        ['virtio-input', 0x1af4, 0x1052, 0x1011, 18],
        ['aero-virtio-input-tablet', 0x1af4, 0x1052, undefined, undefined],
        ['aero-gpu', 0xa3a0, 0x0001, undefined, undefined],
      ]);
    });

    test('patterns from most to least specific; the tablet has no bare one, aero-gpu has no REV', () => {
      expect(contract.devices.map(({ hardwareIdPatterns }) => hardwareIdPatterns)).toEqual([
        [
          String.raw`PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4`,
          String.raw`PCI\VEN_1AF4&DEV_1042&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1042`,
        ],
        [
          String.raw`PCI\VEN_1AF4&DEV_1041&SUBSYS_00011AF4&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1041&SUBSYS_00011AF4`,
          String.raw`PCI\VEN_1AF4&DEV_1041&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1041`,
        ],
        [
          String.raw`PCI\VEN_1AF4&DEV_1059&SUBSYS_00191AF4&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1059&SUBSYS_00191AF4`,
          String.raw`PCI\VEN_1AF4&DEV_1059&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1059`,
        ],
        [
          String.raw`PCI\VEN_1AF4&DEV_1052&SUBSYS_00101AF4&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1052&SUBSYS_00111AF4&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1052&SUBSYS_00101AF4`,
          String.raw`PCI\VEN_1AF4&DEV_1052&SUBSYS_00111AF4`,
          String.raw`PCI\VEN_1AF4&DEV_1052&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1052`,
        ],
        [
          String.raw`PCI\VEN_1AF4&DEV_1052&SUBSYS_00121AF4&REV_01`,
          String.raw`PCI\VEN_1AF4&DEV_1052&SUBSYS_00121AF4`,
          String.raw`PCI\VEN_1AF4&DEV_1052&REV_01`,
        ],
        [String.raw`PCI\VEN_A3A0&DEV_0001&SUBSYS_0001A3A0`, String.raw`PCI\VEN_A3A0&DEV_0001`],
      ]);
    });
  });

  test('editors find their schema', () => {
    for (const name of [
      'windows-device-contract.json',
      'windows-device-contract-virtio-win.json',
    ]) {
      const file = require.resolve(`@aero-guest-tools/specs/contracts/${name}`);
      const { $schema } = JSON.parse(readFileSync(file, 'utf8')) as { $schema: string };
      expect(path.resolve(path.dirname(file), $schema)).toBe(
        require.resolve('@aero-guest-tools/specs/schemas/windows-device-contract.schema.json'),
      );
    }
  });
});

/** Apart from the header, the two files differ only in the services. */
const devicesCmdLines = (services: Record<'blk' | 'net' | 'input' | 'snd', string>): string[] => [
  `set "AERO_VIRTIO_BLK_SERVICE=${services.blk}"`,
  'set "AERO_VIRTIO_BLK_SYS="',
  String.raw`set AERO_VIRTIO_BLK_HWIDS="PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01" "PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4" "PCI\VEN_1AF4&DEV_1042&REV_01" "PCI\VEN_1AF4&DEV_1042"`,
  `set "AERO_VIRTIO_NET_SERVICE=${services.net}"`,
  String.raw`set AERO_VIRTIO_NET_HWIDS="PCI\VEN_1AF4&DEV_1041&SUBSYS_00011AF4&REV_01" "PCI\VEN_1AF4&DEV_1041&SUBSYS_00011AF4" "PCI\VEN_1AF4&DEV_1041&REV_01" "PCI\VEN_1AF4&DEV_1041"`,
  `set "AERO_VIRTIO_INPUT_SERVICE=${services.input}"`,
  String.raw`set AERO_VIRTIO_INPUT_HWIDS="PCI\VEN_1AF4&DEV_1052&SUBSYS_00101AF4&REV_01" "PCI\VEN_1AF4&DEV_1052&SUBSYS_00111AF4&REV_01" "PCI\VEN_1AF4&DEV_1052&SUBSYS_00101AF4" "PCI\VEN_1AF4&DEV_1052&SUBSYS_00111AF4" "PCI\VEN_1AF4&DEV_1052&REV_01" "PCI\VEN_1AF4&DEV_1052"`,
  `set "AERO_VIRTIO_SND_SERVICE=${services.snd}"`,
  'set "AERO_VIRTIO_SND_SYS="',
  String.raw`set AERO_VIRTIO_SND_HWIDS="PCI\VEN_1AF4&DEV_1059&SUBSYS_00191AF4&REV_01" "PCI\VEN_1AF4&DEV_1059&SUBSYS_00191AF4" "PCI\VEN_1AF4&DEV_1059&REV_01" "PCI\VEN_1AF4&DEV_1059"`,
  'set "AERO_GPU_SERVICE=aerogpu"',
  String.raw`set AERO_GPU_HWIDS="PCI\VEN_A3A0&DEV_0001&SUBSYS_0001A3A0" "PCI\VEN_A3A0&DEV_0001"`,
];

describe('rules 6: devices.cmd of the contracts that ship, line by line', () => {
  test('windows-device-contract.json', () => {
    expect(generateDevicesCmd(own, 'windows-device-contract.json').split('\r\n')).toEqual([
      '@echo off',
      'rem Generated from windows-device-contract.json. Do not edit: change the contract and package again.',
      'rem Contract: aero-windows-pci-device-contract',
      'rem Contract version: 1.0.0',
      'rem Schema version: 1',
      ...devicesCmdLines({
        blk: 'aero_virtio_blk',
        net: 'aero_virtio_net',
        input: 'aero_virtio_input',
        snd: 'aero_virtio_snd',
      }),
      '',
    ]);
  });

  test('windows-device-contract-virtio-win.json', () => {
    const file = 'windows-device-contract-virtio-win.json';
    expect(generateDevicesCmd(virtioWin, file).split('\r\n')).toEqual([
      '@echo off',
      'rem Generated from windows-device-contract-virtio-win.json. Do not edit: change the contract and package again.',
      'rem Contract: aero-windows-pci-device-contract-virtio-win',
      'rem Contract version: 1.0.0',
      'rem Schema version: 1',
      ...devicesCmdLines({ blk: 'viostor', net: 'netkvm', input: 'VirtioInput', snd: 'viosnd' }),
      '',
    ]);
  });
});

describe('rules 6: the contract for what is newer than Windows 7', () => {
  const file = 'windows-device-contract-virtio.json';
  const contract = shippedContract(file);
  const lines = generateDevicesCmd(contract, file).split('\r\n');

  test.each([
    ['virtio-blk', 'BLK', 'viostor', 0x1042, 2],
    ['virtio-scsi', 'SCSI', 'vioscsi', 0x1048, 8],
    ['virtio-net', 'NET', 'netkvm', 0x1041, 1],
    ['virtio-snd', 'SND', 'viosnd', 0x1059, 25],
    ['virtio-input', 'INPUT', 'VirtioInput', 0x1052, 18],
    ['virtio-balloon', 'BALLOON', 'BALLOON', 0x1045, 5],
    ['virtio-rng', 'RNG', 'VirtRng', 0x1044, 4],
    ['virtio-serial', 'SERIAL', 'VirtioSerial', 0x1043, 3],
    ['virtio-fs', 'FS', 'VirtioFsDrv', 0x105a, 26],
    ['virtio-gpu', 'GPU', 'VioGpuDod', 0x1050, 16],
    ['virtio-vsock', 'VSOCK', 'VirtioSocket', 0x1053, 19],
    ['virtio-crypto', 'CRYPTO', 'viocrypt', 0x1054, 20],
    ['virtio-mem', 'MEM', 'VIOMEM', 0x1058, 24],
  ])('%s has AERO_VIRTIO_%s_SERVICE=%s', (name, variable, service, id, type) => {
    const device = contract.devices.find((one) => one.device === name);
    expect(device).toMatchObject({ pciDeviceId: id, virtioDeviceType: type });
    const hardwareId = `PCI\\VEN_1AF4&DEV_${id.toString(16).toUpperCase()}`;
    expect(lines).toContain(`set "AERO_VIRTIO_${variable}_SERVICE=${service}"`);
    expect(lines).toContain(
      `set AERO_VIRTIO_${variable}_HWIDS="${hardwareId}&SUBSYS_11001AF4&REV_01" "${hardwareId}&SUBSYS_11001AF4" "${hardwareId}&REV_01" "${hardwareId}"`,
    );
  });

  // Virtual I/O Device (VIRTIO) 1.2, 4.1.2.1 PCI Device Discovery, and 5 for the types; the id of
  // vsock as in QEMU.
  test.each([
    ['virtio-net', 0x1000],
    ['virtio-blk', 0x1001],
    ['virtio-balloon', 0x1002],
    ['virtio-serial', 0x1003],
    ['virtio-scsi', 0x1004],
    ['virtio-rng', 0x1005],
    ['virtio-vsock', 0x1012],
    ['virtio-fs', undefined],
    ['virtio-gpu', undefined],
    ['virtio-input', undefined],
    ['virtio-snd', undefined],
    ['virtio-crypto', undefined],
    ['virtio-mem', undefined],
  ])('the transitional id of %s', (name, id) => {
    const device = contract.devices.find((one) => one.device === name);
    expect(device?.pciDeviceIdTransitional).toBe(id);
  });

  test('has every virtio device that virtio-win has a driver for', () => {
    const infNames = new Set(contract.devices.map(({ infName }) => infName));
    const without = layout.drivers.filter(({ inf }) => !infNames.has(inf));
    expect(without.map(({ folder }) => folder)).toEqual(DRIVERS_OF_OTHER_DEVICES);
  });

  test('block and SCSI devices are boot-critical', () => {
    expect(lines).toContain('set AERO_BOOT_CRITICAL_SERVICES="viostor" "vioscsi"');
    for (const other of [own, virtioWin]) {
      expect(generateDevicesCmd(other, 'a.json')).not.toContain('BOOT_CRITICAL');
    }
  });
});
