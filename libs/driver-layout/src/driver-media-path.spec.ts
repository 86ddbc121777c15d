import { describe, expect, test } from '@jest/globals';
import { driverMediaPath, parseDriverMediaPath } from './driver-media-path';

describe('rules 2: where a driver stands on the media', () => {
  test.each(['x86', 'amd64', 'arm64'] as const)('%s: a path tells the driver again', (one) => {
    const driver = { name: 'viofoo', architecture: one };
    const path = driverMediaPath(driver, 'sub/a.sys');
    expect(path).toBe(`drivers/${one}/viofoo/sub/a.sys`);
    const directory = `drivers/${one}/viofoo`;
    expect(parseDriverMediaPath(path)).toEqual({ ...driver, directory, path: 'sub/a.sys' });
  });

  test.each([
    'drivers/README.md',
    'drivers/x86/viofoo',
    'drivers/x64/viofoo/a.sys',
    'other/drivers/x86/viofoo/a.sys',
    'x86/viofoo/a.sys',
  ])('%s is no file of a driver', (path) => {
    expect(parseDriverMediaPath(path)).toBeUndefined();
  });
});
