import { describe, expect, test } from '@jest/globals';
import { recogniseSource } from './recognise-source';

const recognise = (...paths: readonly string[]): ReturnType<typeof recogniseSource> =>
  recogniseSource(paths.map((path) => ({ path })));

describe('rules 8: the layout of a source', () => {
  test.each([
    ['a virtio-win image', 'viostor/w7/x86/viostor.inf', 'virtio-win'],
    ['a driver that the code does not know', 'VirtioFoo/w11/ARM64/viofoo.inf', 'virtio-win'],
    ['an image of Windows that media cannot be made for', 'viostor/xp/x86/a.inf', 'virtio-win'],
    ['a folder that drivers share', 'Win7/amd64/viostor.inf', 'virtio-win'],
    ['what CI leaves', 'packages/drivers/aerogpu/x64/aerogpu.inf', 'packages'],
    ['the layout of the packager', 'amd64/aerogpu/aerogpu.inf', 'packages'],
    ['a folder of one driver', 'aerogpu/aerogpu.inf', undefined],
  ])('%s', (_, path, layout) => {
    expect(recognise(path).layout).toBe(layout);
  });

  test('has the folders of each Windows, and no packages beside them', () => {
    const found = recognise('viostor/w7/x86/viostor.inf', 'amd64/aerogpu/aerogpu.inf');
    expect(found.windowsFolders).toEqual([
      { driver: 'viostor', windows: 'w7', architecture: 'x86', directory: 'viostor/w7/x86' },
    ]);
    expect(found.packages).toBeUndefined();
  });

  test('has the packages', () => {
    const { packages } = recognise('out/packages/windows7/virtio/blk/x86/a.inf');
    expect(packages?.drivers.map(({ name }) => name)).toEqual(['virtio-blk']);
  });
});
