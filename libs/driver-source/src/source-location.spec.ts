import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { resolveLocalSource, resolveSource } from './source-location';

const base = resolve('/work', 'space');

describe('where a source is', () => {
  test('a relative path is relative to the base directory', () => {
    expect(resolveSource('../shared/a.iso', base)).toEqual({
      kind: 'local',
      path: resolve('/work/shared/a.iso'),
      label: '../shared/a.iso',
    });
  });

  test('an absolute path and a file: URL', () => {
    const path = join(base, 'with space%20', 'a.iso');
    expect(resolveLocalSource(path, '/elsewhere')).toBe(path);
    expect(resolveLocalSource(pathToFileURL(path).href, '/elsewhere')).toBe(path);
  });

  test('a drive letter is not a scheme', () => {
    expect(resolveSource('C:\\virtio-win.iso', base).kind).toBe('local');
  });

  test('the URL of an image on a server, which is shown without secrets', () => {
    const source = 'HTTPS://user:hidden@example.org:8443/a/b.iso?signature=hidden#hidden';
    expect(resolveSource(source, base)).toEqual({
      kind: 'remote',
      url: new URL(source),
      label: 'https://example.org:8443/a/b.iso?...',
    });
    expect(() => resolveLocalSource(source, base)).toThrow(
      'https://example.org:8443/a/b.iso?...: this must be on a file system',
    );
  });

  test.each(['https://user:hidden@exa mple.org/', 'https://user:hidden@example.org:99999/'])(
    '%s is refused',
    (source) => {
      const act = (): unknown => resolveSource(source, base);
      expect(act).toThrow(/the URL of the source cannot be read/);
      expect(act).not.toThrow(/hidden/);
    },
  );

  test.each(['ftp:a.iso', 'sftp://user:hidden@example.org/a.iso'])(
    '%s is refused, with a way out',
    (source) => {
      const act = (): unknown => resolveSource(source, base);
      expect(act).toThrow(/a scheme that is not supported[^]*download the image/);
      expect(act).not.toThrow(/hidden/);
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
