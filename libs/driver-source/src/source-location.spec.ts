import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { resolveSource } from './source-location';

const base = resolve('/work', 'space');

describe('where a source is', () => {
  test('a relative path is relative to the base directory', () => {
    expect(resolveSource('../shared/a.iso', base)).toEqual({
      kind: 'local',
      path: resolve('/work/shared/a.iso'),
    });
  });

  test('an absolute path and a file: URL', () => {
    const path = join(base, 'with space%20', 'a.iso');
    expect(resolveSource(path, '/elsewhere').path).toBe(path);
    expect(resolveSource(pathToFileURL(path).href, '/elsewhere').path).toBe(path);
  });

  test('a drive letter is not a scheme', () => {
    expect(resolveSource('C:\\virtio-win.iso', base).kind).toBe('local');
  });

  test.each(['https://example.org/virtio-win.iso', 'HTTP://example.org/a.iso', 'ftp:a.iso'])(
    '%s is refused, with a way out',
    (source) => {
      expect(() => resolveSource(source, base)).toThrow(/not supported yet[^]*download the image/);
    },
  );

  test('a file: URL of another host is refused', () => {
    // On Windows it is a UNC path.
    if (process.platform === 'win32') return;
    expect(() => resolveSource('file://host/a.iso', base)).toThrow(/does not name a local path/);
  });

  test('no source at all', () => {
    expect(() => resolveSource('', base)).toThrow(
      /no source of drivers is named[^]*VIRTIO_WIN_ISO/,
    );
  });
});
