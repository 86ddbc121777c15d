import { CONTRACT } from '../clean-inputs.fixture';
import type { FaultTable } from '../fault.fixture';

/** Indexes of devices in the contract: /devices/0 is virtio-blk, /devices/5 aero-gpu. */
export const contractFaults: FaultTable = {
  rules: 'rules 6: device contract and devices.cmd',
  faults: [
    {
      name: 'the contract that was named is missing',
      options: { '--windows-device-contract': 'specs/missing.json' },
      says: [
        'specs/missing.json: the Windows device contract cannot be read',
        'nothing of that name',
      ],
    },
    {
      name: 'no contract',
      edits: [{ delete: CONTRACT }],
      says: [
        'guest-tools: there is no Windows device contract in this directory or above it',
        'docs/windows-device-contract.json',
        '--windows-device-contract',
      ],
    },
    {
      name: 'no JSON',
      edits: [{ write: CONTRACT, text: "{'schema_version': 1}" }],
      says: [`${CONTRACT}:1:2`, 'double quotes'],
    },
    {
      name: 'an unknown schema version',
      edits: [{ json: CONTRACT, at: '/schema_version', value: 2 }],
      says: ['(/schema_version)', 'found:    2'],
    },
    {
      name: 'a blank name',
      edits: [{ json: CONTRACT, at: '/contract_name', value: ' ' }],
      says: ['(/contract_name)', 'found:    " "'],
    },
    {
      name: 'no version',
      edits: [{ json: CONTRACT, at: '/contract_version' }],
      says: [CONTRACT, 'the property "contract_version" is missing'],
    },
    {
      name: 'an unknown property',
      edits: [{ json: CONTRACT, at: '/devices/0/driver_service', value: 'viostor' }],
      says: ['(/devices/0/driver_service)', 'unknown', '"driver_service_name"'],
    },
    {
      name: 'no device',
      edits: [{ json: CONTRACT, at: '/devices', value: [] }],
      says: ['(/devices)', '"devices" is empty'],
    },
    {
      name: 'two devices of the same name',
      edits: [{ json: CONTRACT, at: '/devices/4/device', value: 'AERO-GPU' }],
      says: ['(/devices/5/device)', 'two devices have the same name', '/devices/4'],
    },
    {
      name: 'a device that devices.cmd needs is missing',
      edits: [{ json: CONTRACT, at: '/devices/2' }],
      says: ['(/devices)', 'lacks devices that devices.cmd needs', '"virtio-snd"'],
    },
    {
      name: 'an id that is not hexadecimal',
      edits: [{ json: CONTRACT, at: '/devices/5/pci_vendor_id', value: 'A3AG' }],
      says: ['(/devices/5/pci_vendor_id)', '"A3AG"', 'hexadecimal'],
    },
    {
      name: 'an id of more than 16 bits',
      edits: [{ json: CONTRACT, at: '/devices/5/pci_device_id', value: '0x10001' }],
      says: ['(/devices/5/pci_device_id)', '"0x10001"'],
    },
    {
      name: 'a pattern with the ids of another device',
      edits: [
        {
          json: CONTRACT,
          at: '/devices/5/hardware_id_patterns/1',
          value: 'PCI\\VEN_A3A0&DEV_0002',
        },
      ],
      says: [
        '(/devices/5/hardware_id_patterns/1)',
        'does not contain the IDs of its device',
        'PCI\\VEN_A3A0&DEV_0001',
      ],
    },
    {
      name: 'no pattern',
      edits: [{ json: CONTRACT, at: '/devices/5/hardware_id_patterns', value: [] }],
      says: ['(/devices/5/hardware_id_patterns)', 'is empty'],
    },
    {
      name: 'a virtio device without its type',
      edits: [{ json: CONTRACT, at: '/devices/0/virtio_device_type' }],
      says: ['(/devices/0)', 'the property "virtio_device_type" is missing'],
    },
    {
      name: 'a virtio device of another vendor',
      edits: [{ replace: CONTRACT, find: '1AF4', by: '1AF5' }],
      says: ['(/devices/0/pci_vendor_id)', 'virtio device type 2', '"0x1AF4"'],
    },
    {
      name: 'a virtio device whose id is not that of its type',
      edits: [{ json: CONTRACT, at: '/devices/0/virtio_device_type', value: 3 }],
      says: ['(/devices/0/pci_device_id)', 'virtio device type 3', '"0x1043"'],
    },
    {
      name: 'a virtio device without its revision',
      edits: [
        { replace: CONTRACT, find: '&DEV_1042&REV_01', by: '&DEV_1042' },
        { replace: CONTRACT, find: '&SUBSYS_00021AF4&REV_01', by: '&SUBSYS_00021AF4' },
      ],
      says: ['(/devices/0/hardware_id_patterns)', '&REV_01'],
    },
    {
      name: 'a virtio device of another revision',
      edits: [{ replace: CONTRACT, find: '&DEV_1042&REV_01', by: '&DEV_1042&REV_00' }],
      says: ['a different revision', '&REV_00', '&REV_01'],
    },
    {
      name: 'a pattern that batch would reinterpret',
      edits: [
        {
          json: CONTRACT,
          at: '/devices/5/hardware_id_patterns/0',
          value: 'PCI\\VEN_A3A0&DEV_0001&SUBSYS_%TEMP%',
        },
      ],
      says: ['(/devices/5/hardware_id_patterns/0)', 'misinterpret', '"%"'],
    },
    {
      name: 'a name that batch would reinterpret',
      edits: [{ json: CONTRACT, at: '/contract_name', value: 'a\r\ndel /q C:\\' }],
      says: ['(/contract_name)', 'misinterpret', '"\\r"'],
    },
    {
      name: 'a service name that batch would reinterpret',
      edits: [{ json: CONTRACT, at: '/devices/1/driver_service_name', value: 'net!kvm' }],
      says: ['(/devices/1/driver_service_name)', '"net!kvm"', 'letters, digits'],
    },
    {
      name: 'a service name with a space',
      edits: [{ json: CONTRACT, at: '/devices/1/driver_service_name', value: 'net kvm' }],
      says: ['(/devices/1/driver_service_name)', '"net kvm"'],
    },
    {
      name: 'an INF name that is none',
      edits: [{ json: CONTRACT, at: '/devices/1/inf_name', value: 'netkvm.sys' }],
      says: ['(/devices/1/inf_name)', '"netkvm.sys"', '.inf'],
    },
    {
      name: 'a file name that batch would reinterpret',
      edits: [{ copy: CONTRACT, to: 'specs/100%.json' }],
      options: { '--windows-device-contract': 'specs/100%.json' },
      says: ['specs/100%.json', 'misinterpret the name of the contract file', '"%"'],
    },
  ],
};
