import { describe, expect, test } from '@jest/globals';
import { parseDriversIdentity, driversIdentityText, type DriversIdentity } from './source-identity';

const image: DriversIdentity = {
  kind: 'iso',
  sha256: 'ab'.repeat(32),
  size: 1024,
  volume_id: 'virtio-win-0.1.172',
};

describe('virtio-win.json', () => {
  test('what is written is read back', () => {
    expect(parseDriversIdentity(driversIdentityText(image), 'virtio-win.json')).toEqual(image);
    const directory: DriversIdentity = { ...image, kind: 'directory', volume_id: null };
    expect(parseDriversIdentity(driversIdentityText(directory), 'virtio-win.json')).toEqual(
      directory,
    );
  });

  test('the list of a lock, by which files were taken, is a part of it', () => {
    const listed: DriversIdentity = { ...image, list_sha256: 'ef'.repeat(32) };
    const text = driversIdentityText(listed);
    expect(text).not.toBe(driversIdentityText(image));
    expect(parseDriversIdentity(text, 'virtio-win.json')).toEqual(listed);
  });

  test('certificates of a source of their own are a part of it', () => {
    const certificates = { kind: 'directory', sha256: 'cd'.repeat(32), size: 7, volume_id: null };
    const text = JSON.stringify({ ...image, certificates });
    const identity = parseDriversIdentity(text, 'virtio-win.json');
    expect(identity).toEqual({ ...image, certificates });
    expect(JSON.parse(driversIdentityText(identity))).toEqual({ ...image, certificates });
  });

  test('the text does not depend on the order of the fields', () => {
    const reordered = Object.fromEntries(Object.entries(image).toReversed()) as unknown;
    expect(driversIdentityText(reordered as DriversIdentity)).toBe(driversIdentityText(image));
  });

  test.each([
    ['not an object', '[]'],
    ['another kind', JSON.stringify({ ...image, kind: 'tar' })],
    ['a hash in capitals', JSON.stringify({ ...image, sha256: 'AB'.repeat(32) })],
    ['a hash that leads elsewhere', JSON.stringify({ ...image, sha256: '../../etc/passwd' })],
    ['a list without a hash', JSON.stringify({ ...image, list_sha256: '' })],
    ['a negative size', JSON.stringify({ ...image, size: -1 })],
    ['certificates without a hash', JSON.stringify({ ...image, certificates: {} })],
    ['a volume id that is a number', JSON.stringify({ ...image, volume_id: 1 })],
  ])('%s is refused', (_, text) => {
    expect(() => parseDriversIdentity(text, 'virtio-win.json')).toThrow(
      /virtio-win\.json: this is not what fetch-virtio-win writes/,
    );
  });
});
