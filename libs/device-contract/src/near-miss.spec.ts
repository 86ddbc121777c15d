import { describe, expect, test } from '@jest/globals';
import { nearMiss } from './near-miss';

describe('a near miss suggests the right name', () => {
  const known = ['device', 'devices', 'inf_name', 'hardware_id_patterns', 'pci_device_id'];

  test.each([
    ['hardware_id_pattern', 'hardware_id_patterns'],
    ['hardwareIdPatterns', 'hardware_id_patterns'],
    ['pci-device-id', 'pci_device_id'],
    ['inf_nmae', 'inf_name'],
    ['Devices', 'devices'],
    ['devise', 'device'],
  ])('%s: %s', (name, meant) => {
    expect(nearMiss(name, known)).toBe(meant);
  });

  test.each(['vendor', 'x', '', 'x'.repeat(1_000_000)])(
    'but not for what is far from all',
    (name) => {
      expect(nearMiss(name, known)).toBeUndefined();
    },
  );
});
