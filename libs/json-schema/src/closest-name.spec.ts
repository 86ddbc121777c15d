import { describe, expect, test } from '@jest/globals';
import { closestName } from './closest-name';

describe('rules 1: a near miss suggests the name that was probably meant', () => {
  const known = [
    'device',
    'devices',
    'inf_name',
    'hardware_id_patterns',
    'pci_device_id',
    'allow_path_regexes',
  ];

  test.each([
    ['hardware_id_pattern', 'hardware_id_patterns'],
    ['hardwareIdPatterns', 'hardware_id_patterns'],
    ['HARDWARE_ID-PATTERNS', 'hardware_id_patterns'],
    ['pci-device-id', 'pci_device_id'],
    ['inf_nmae', 'inf_name'],
    ['Devices', 'devices'],
    ['devise', 'device'],
    ['allow_path_regex', 'allow_path_regexes'],
  ])('%s: %s', (name, meant) => {
    expect(closestName(name, known)).toBe(meant);
  });

  test('of several that are as near, the first', () => {
    expect(closestName('map', ['mat', 'max'])).toBe('mat');
  });

  test('of the names that are near enough, not one that is nearer but short', () => {
    expect(closestName('abcdefgh', ['abcde', 'abcdefghijkl'])).toBe('abcdefghijkl');
  });

  test('up to a third of which differs', () => {
    expect(closestName('abcdxx', ['abcdef'])).toBe('abcdef');
    expect(closestName('abcxxx', ['abcdef'])).toBeUndefined();
  });

  test.each(['vendor', 'x', '', 'x'.repeat(1_000_000)])(
    'but not for what is far from all',
    (name) => {
      expect(closestName(name, known)).toBeUndefined();
    },
  );

  test('nor where there is nothing to mean', () => {
    expect(closestName('device', [])).toBeUndefined();
  });
});
