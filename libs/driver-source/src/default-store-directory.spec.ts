import { describe, expect, test } from '@jest/globals';
import { defaultStoreDirectory } from './default-store-directory';

const homeDirectory = '/home/user';

describe('where the store is', () => {
  test('Linux: XDG_CACHE_HOME, if it is absolute', () => {
    const linux = { platform: 'linux', homeDirectory } as const;
    const store = (XDG_CACHE_HOME: string | undefined): string =>
      defaultStoreDirectory({ ...linux, environment: { XDG_CACHE_HOME } });
    expect(store('/cache')).toBe('/cache/aero-guest-tools');
    for (const ignored of [undefined, '', 'relative']) {
      expect(store(ignored)).toBe('/home/user/.cache/aero-guest-tools');
    }
  });

  test('macOS: Library/Caches', () => {
    expect(defaultStoreDirectory({ platform: 'darwin', homeDirectory, environment: {} })).toBe(
      '/home/user/Library/Caches/aero-guest-tools',
    );
  });

  test('Windows: LOCALAPPDATA', () => {
    const windows = { platform: 'win32', homeDirectory: 'C:\\Users\\user' } as const;
    expect(defaultStoreDirectory({ ...windows, environment: { LOCALAPPDATA: 'D:\\Local' } })).toBe(
      'D:\\Local\\aero-guest-tools',
    );
    expect(defaultStoreDirectory({ ...windows, environment: {} })).toBe(
      'C:\\Users\\user\\AppData\\Local\\aero-guest-tools',
    );
  });
});
