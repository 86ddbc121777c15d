import type { SourceEntry } from '@aero-guest-tools/driver-source';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { DEFAULT_GUEST_TARGET, DEFAULT_WINDOWS_TARGET } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseFiles } from './choose-files';
import { selectDrivers } from './select-drivers';

function entriesOf(paths: readonly string[]): readonly SourceEntry[] {
  return paths.toSorted(compareBytes).map((path) => ({ path, kind: 'file', size: path.length }));
}

describe('the files of an image that a lock lists', () => {
  test('all of Windows 7, for every driver, the notices and version markers', () => {
    const paths = [
      'Balloon/w7/x86/balloon.pdb',
      'VERSION',
      'viostor/w7/amd64/sub/b.sys',
      'viostor/w7/amd64/a.sys',
      'viostor/w8/amd64/a.sys',
      'virtio-win_license.txt',
    ];
    expect(chooseFiles(entriesOf(paths), [DEFAULT_WINDOWS_TARGET]).files).toEqual([
      'Balloon/w7/x86/balloon.pdb',
      'VERSION',
      'viostor/w7/amd64/a.sys',
      'viostor/w7/amd64/sub/b.sys',
      'virtio-win_license.txt',
    ]);
  });

  test('the notices in a folder around everything', () => {
    const paths = ['x/LICENSE', 'x/setup.exe', 'x/viostor/w7/amd64/a.sys'];
    expect(chooseFiles(entriesOf(paths), [DEFAULT_WINDOWS_TARGET])).toEqual({
      listedFor: ['w7'],
      files: ['x/LICENSE', 'x/viostor/w7/amd64/a.sys'],
      otherFiles: [],
    });
  });

  test('of what is not taken, every INF file and one file of each other folder', () => {
    const paths = [
      'autorun.inf',
      'data/info.json',
      'data/other.json',
      'docs/license.txt',
      'viostor/w7/amd64/a.sys',
      'viostor/w7/arm/a.sys',
      'viostor/w8/amd64/deep/b/c.sys',
      'viostor/w8/amd64/deep/d.sys',
      'viostor/w8/x86/a.cat',
      'viostor/w8/x86/b.inf',
      'viostor/w8/x86/c.inf',
    ];
    expect(chooseFiles(entriesOf(paths), [DEFAULT_WINDOWS_TARGET])).toEqual({
      listedFor: ['w7'],
      files: ['viostor/w7/amd64/a.sys'],
      otherFiles: [
        'autorun.inf',
        'data/info.json',
        'docs/license.txt',
        'viostor/w7/arm/a.sys',
        'viostor/w8/amd64/deep/b/c.sys',
        'viostor/w8/amd64/deep/d.sys',
        'viostor/w8/x86/b.inf',
        'viostor/w8/x86/c.inf',
      ],
    });
  });
});

describe('with the files that a lock lists, any selection is what it is with all of them', () => {
  const names = {
    driver: ['viostor', 'VIOSTOR', 'NetKVM', 'netkvm', 'balloon', 'Balloon', 'data'],
    system: ['w7', 'W7', 'w7.1', 'w7_1', 'win7', 'w8', '2k12'],
    architecture: ['amd64', 'AMD64', 'x64', 'x86', 'i386', 'arm'],
    file: [
      'a.sys',
      'A.INF',
      'sub/b.dll',
      'license.txt',
      'viostor.inf',
      'viostor.sys',
      'NetKVM.inf',
    ],
    base: [
      '',
      '',
      '',
      '$WinPEDriver$/',
      'drivers/by-driver/',
      'virtio-win-0.1/',
      'virtio-win-0.2/',
    ],
    root: ['LICENSE', 'x_license.txt', 'VERSION', 'setup.exe', 'viostor', 'balloon'],
  };
  const one = (kind: keyof typeof names): fc.Arbitrary<string> => fc.constantFrom(...names[kind]);
  const path = fc
    .oneof(
      one('root'),
      fc.tuple(one('driver'), one('file')),
      fc.tuple(one('driver'), one('system'), one('file')),
      {
        weight: 10,
        arbitrary: fc.tuple(one('driver'), one('system'), one('architecture'), one('file')),
      },
      { weight: 3, arbitrary: fc.tuple(one('architecture'), one('system'), one('file')) },
      { weight: 3, arbitrary: fc.tuple(one('system'), one('architecture'), one('file')) },
      fc.tuple(one('architecture'), one('system'), one('driver'), one('file')),
      fc.tuple(fc.constant('by-os'), one('architecture'), one('system'), one('file')),
    )
    .chain((parts) =>
      one('base').map((base) => base + (typeof parts === 'string' ? parts : parts.join('/'))),
    );
  const requests = fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('viostor', 'netkvm', 'balloon', 'viosnd'),
      required: fc.boolean(),
    }),
    { selector: ({ name }) => name },
  );

  test('on any tree', () => {
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 40 }), requests, (paths, wanted) => {
        const all = entriesOf(paths);
        const { files, otherFiles } = chooseFiles(all, [DEFAULT_WINDOWS_TARGET]);
        const listed = entriesOf([...files, ...otherFiles]);
        const select = (entries: readonly SourceEntry[]): unknown => {
          try {
            return selectDrivers({ label: 'image', entries }, wanted, DEFAULT_GUEST_TARGET);
          } catch (error) {
            return (error as Error).message;
          }
        };
        expect(select(listed)).toEqual(select(all));
      }),
      { numRuns: 1000 },
    );
  });
});
