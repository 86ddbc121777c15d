import { describe, expect, test } from '@jest/globals';
import { newMedia } from './new-media';

describe('what the answers of the user come to', () => {
  test('nothing chosen: all drivers of virtio-win, by the shipped spec', () => {
    expect(newMedia('guests', {})).toEqual({
      name: 'win7',
      json: { spec: 'win7-virtio-full' },
      files: new Map(),
      unpinned: undefined,
    });
  });

  test('some drivers: a spec of these alone, which have to be there', () => {
    const { json, files } = newMedia('guests', { drivers: ['vioinput', 'viostor'] });
    expect(json.spec).toBe('win7.spec.json');
    expect(JSON.parse(files.get('win7.spec.json') ?? '')).toMatchObject({
      drivers: [
        { name: 'viostor', required: true },
        { name: 'vioinput', required: true },
      ],
    });
  });

  test('a spec to edit', () => {
    const { json, files } = newMedia('guests', {
      media: 'mine',
      spec: 'win7-signed',
      writeSpec: true,
    });
    expect(json).toEqual({ sourceLayout: 'packages', spec: 'mine.spec.json' });
    expect([...files.keys()]).toEqual(['mine.spec.json']);
  });

  test('a path is relative to the workspace root, and in the file to its folder', () => {
    expect(newMedia('a/b', { source: 'images/v.iso' }).json.source).toBe('../../images/v.iso');
    expect(newMedia('.', { source: 'v.iso' }).json.source).toBe('v.iso');
    expect(newMedia('a', { source: '/images/v.iso' }).json.source).toBe('/images/v.iso');
  });

  test('a URL, which may hold a password, is not written: its lock is named', () => {
    const url = 'https://user:password@example.org/virtio-win.iso';
    const { json, unpinned } = newMedia('guests', { source: url });
    expect(json).toEqual({ lock: 'virtio-win.lock.json', spec: 'win7-virtio-full' });
    expect(unpinned).toBe(url);
  });

  test('a driver that the spec does not have', () => {
    expect(() => newMedia('guests', { drivers: ['balloon'] })).toThrow(
      /win7-virtio-full has no such driver[^]*balloon[^]*viostor, netkvm/,
    );
  });

  test('a spec that is not shipped', () => {
    expect(() => newMedia('guests', { spec: 'win95' })).toThrow(/no packaging spec of this name/);
  });
});
