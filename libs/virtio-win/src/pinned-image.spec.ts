import { describe, expect, test } from '@jest/globals';
import { parsePinnedImage, pinnedImageText, type PinnedImage } from './pinned-image';

const image: PinnedImage = {
  kind: 'iso',
  sha256: 'ab'.repeat(32),
  size: 1024,
  volume_id: 'virtio-win-0.1.172',
};

describe('virtio-win.json', () => {
  test('what is written is read back', () => {
    expect(parsePinnedImage(pinnedImageText(image), 'virtio-win.json')).toEqual(image);
    const directory: PinnedImage = { ...image, kind: 'directory', volume_id: null };
    expect(parsePinnedImage(pinnedImageText(directory), 'virtio-win.json')).toEqual(directory);
  });

  test('the text does not depend on the order of the fields', () => {
    const reordered = Object.fromEntries(Object.entries(image).toReversed()) as unknown;
    expect(pinnedImageText(reordered as PinnedImage)).toBe(pinnedImageText(image));
  });

  test.each([
    ['not an object', '[]'],
    ['another kind', JSON.stringify({ ...image, kind: 'zip' })],
    ['a hash in capitals', JSON.stringify({ ...image, sha256: 'AB'.repeat(32) })],
    ['a hash that leads elsewhere', JSON.stringify({ ...image, sha256: '../../etc/passwd' })],
    ['a negative size', JSON.stringify({ ...image, size: -1 })],
    ['a volume id that is a number', JSON.stringify({ ...image, volume_id: 1 })],
  ])('%s is refused', (_, text) => {
    expect(() => parsePinnedImage(text, 'virtio-win.json')).toThrow(
      /virtio-win\.json: this does not identify/,
    );
  });
});
