import { describe, expect, test } from '@jest/globals';
import { readDevicesCmd } from './devices-cmd';

describe('what a generated devices.cmd sets', () => {
  test('is read, each variable with its values', () => {
    const text = [
      'rem generated',
      'set "AERO_VIRTIO_BLK_SERVICE=viostor"',
      'set "AERO_VIRTIO_BLK_SYS="',
      'set AERO_VIRTIO_BLK_HWIDS="PCI\\VEN_1AF4&DEV_1042&REV_01" "PCI\\VEN_1AF4&DEV_1042"',
      '',
    ].join('\r\n');
    expect(Object.fromEntries(readDevicesCmd(text))).toEqual({
      AERO_VIRTIO_BLK_SERVICE: ['viostor'],
      AERO_VIRTIO_BLK_SYS: [''],
      AERO_VIRTIO_BLK_HWIDS: ['PCI\\VEN_1AF4&DEV_1042&REV_01', 'PCI\\VEN_1AF4&DEV_1042'],
    });
  });

  test('is nothing where the file is another', () => {
    expect(readDevicesCmd('del /q C:\\\r\nset A=B\r\n').get('A')).toEqual([]);
  });
});
