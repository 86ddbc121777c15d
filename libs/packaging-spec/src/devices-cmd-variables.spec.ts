import { parseJson } from '@aero-guest-tools/canonical-json';
import { describe, expect, test } from '@jest/globals';
import { resolveDevicesCmdVariables, type ResolvedSpec } from './devices-cmd-variables';
import { parsePackagingSpec } from './parse-packaging-spec';

const VARIABLES = new Map([
  ['AERO_VIRTIO_BLK_SERVICE', ['viostor']],
  ['AERO_VIRTIO_BLK_SYS', []],
  [
    'AERO_VIRTIO_BLK_HWIDS',
    [
      'PCI\\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01',
      'PCI\\VEN_1AF4&DEV_1042',
      'pci\\ven_1af4&dev_1001',
    ],
  ],
]);

function resolve(properties: object): ResolvedSpec {
  const json = JSON.stringify({ drivers: [{ name: 'viostor', required: true, ...properties }] });
  return resolveDevicesCmdVariables(parsePackagingSpec(parseJson(json, 'spec.json')), VARIABLES);
}

describe('rules 3: expectations from devices.cmd', () => {
  test('hardware IDs are added, each cut to vendor and device, each once', () => {
    const { spec, problems } = resolve({
      expected_hardware_ids: ['DEV_1042'],
      expected_hardware_ids_from_devices_cmd_var: 'AERO_VIRTIO_BLK_HWIDS',
    });
    expect(spec.drivers[0]?.expectedHardwareIds.map(({ source }) => source)).toEqual([
      'DEV_1042',
      'PCI\\VEN_1AF4&DEV_1042',
      'pci\\ven_1af4&dev_1001',
    ]);
    expect(problems).toEqual([]);
  });

  test('and are literal: nothing in them is an expression', () => {
    const { spec } = resolve({
      expected_hardware_ids_from_devices_cmd_var: 'AERO_VIRTIO_BLK_HWIDS',
    });
    const [pattern] = spec.drivers[0]?.expectedHardwareIds ?? [];
    expect(pattern?.matches('a = b, pci\\ven_1AF4&dev_1042&rev_00')).toBe(true);
    expect(pattern?.matches('a = b, PCI/VEN_1AF4&DEV_1042')).toBe(false);
  });

  test('services are added, each once', () => {
    const { spec } = resolve({
      expected_add_services: ['other', 'VioStor'],
      expected_add_services_from_devices_cmd_var: 'AERO_VIRTIO_BLK_SERVICE',
    });
    expect(spec.drivers[0]?.expectedAddServices).toEqual(['other', 'VioStor']);
  });

  test('a variable that is missing is an error, with the one that was probably meant', () => {
    expect(
      resolve({ expected_hardware_ids_from_devices_cmd_var: 'AERO_VIRTIO_BLK_HWID' }).problems,
    ).toEqual([
      {
        id: 'spec.devices-cmd-variable',
        file: 'spec.json',
        pointer: '/drivers/0/expected_hardware_ids_from_devices_cmd_var',
        message: 'the variable "AERO_VIRTIO_BLK_HWID" of devices.cmd is missing',
        found:
          'the variables "AERO_VIRTIO_BLK_SERVICE", "AERO_VIRTIO_BLK_SYS", "AERO_VIRTIO_BLK_HWIDS"',
        expected: '"AERO_VIRTIO_BLK_HWID" with at least one value',
        remedy: 'write "AERO_VIRTIO_BLK_HWIDS" if that is what you mean',
      },
    ]);
  });

  test('a variable that is empty is an error', () => {
    expect(
      resolve({ expected_add_services_from_devices_cmd_var: 'AERO_VIRTIO_BLK_SYS' }).problems,
    ).toMatchObject([
      {
        file: 'spec.json',
        pointer: '/drivers/0/expected_add_services_from_devices_cmd_var',
        message: 'the variable "AERO_VIRTIO_BLK_SYS" of devices.cmd is empty',
      },
    ]);
  });

  test('a variable that contains something other than hardware IDs is an error', () => {
    expect(
      resolve({ expected_hardware_ids_from_devices_cmd_var: 'AERO_VIRTIO_BLK_SERVICE' }).problems,
    ).toMatchObject([
      {
        message:
          'the variable "AERO_VIRTIO_BLK_SERVICE" of devices.cmd contains something other than hardware IDs',
        found: '"viostor"',
      },
    ]);
  });
});
