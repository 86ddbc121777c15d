import type { Problem } from '@aero-guest-tools/diagnostics';
import { describe, expect, test } from '@jest/globals';
import { compareDescriptions } from './compare';
import { changeGroups, groupedFiles, placesText, windowsCounts } from './comparison-groups';
import { driver, image } from './description.fixture';

const onWindows = (windows: string, secureBootOn: 'accepted' | 'refused') =>
  ({ windows, secureBootOn, secureBootOff: 'accepted' }) as const;

const compared = (
  before: Parameters<typeof image>[0],
  after: Parameters<typeof image>[0],
): ReturnType<typeof compareDescriptions> => compareDescriptions(image(before), image(after));

describe('what has become of drivers', () => {
  test('is told once where it is the same for several Windows and architectures', () => {
    const comparison = compared(
      [driver({ windows: 'w8' })],
      [
        driver({ windows: 'w10', verdict: onWindows('w10', 'accepted') }),
        driver({ windows: 'w11', verdict: onWindows('w11', 'accepted') }),
        driver({ windows: '2k25', verdict: onWindows('2k25', 'refused') }),
      ],
    );
    const groups = changeGroups(comparison);
    expect(groups.map(({ change, places }) => `${change} ${placesText(places)}`)).toEqual([
      'removed w8 (amd64)',
      'added w10, w11, 2k25 (amd64)',
    ]);
    expect(groups[1]?.verdicts).toMatchObject([
      { windows: ['Windows 10', 'Windows 11'], after: 'accepted' },
      {
        windows: ['Windows Server 2025'],
        after: 'refused with Secure Boot, accepted without it',
      },
    ]);
    expect(windowsCounts(comparison)).toEqual([
      { windows: 'w8', same: 0, changed: 0, added: 0, removed: 1 },
      ...['w10', 'w11', '2k25'].map((windows) => ({
        windows,
        same: 0,
        changed: 0,
        added: 1,
        removed: 0,
      })),
    ]);
  });

  test('is told apart where versions, devices, services, problems or the meaning of an INF file differ', () => {
    const others = [
      driver({ architecture: 'x86', version: '61.0.0.2' }),
      driver({ architecture: 'x86', hardwareIds: [] }),
      driver({ architecture: 'x86', services: [] }),
      driver({ architecture: 'x86' }, '[Version]\nClass = Net\n'),
      driver({ architecture: 'x86' }, '[Version] ; the same\n'),
    ];
    for (const other of others) {
      const { drivers } = compared(
        [driver({ version: '1' }), driver({ architecture: 'x86', version: '1' })],
        [driver(), other],
      );
      expect(drivers).toHaveLength(2);
      expect(changeGroups({ drivers })).toHaveLength(2);
    }
  });

  test('has the sizes of a file that differ from one architecture to the other', () => {
    const pdb = (size: number) => ({ path: 'a.pdb', size, sha256: String(size) });
    const [x86, amd64] = [driver({ architecture: 'x86' }), driver()];
    const [group, ...others] = changeGroups(
      compared(
        [
          { ...x86, files: [...x86.files, pdb(1)] },
          { ...amd64, files: [...amd64.files, pdb(2)] },
        ],
        [x86, amd64],
      ),
    );
    expect(others).toEqual([]);
    expect(group && groupedFiles(group, 'removed')).toEqual([
      {
        path: 'a.pdb',
        sizes: [
          [1, undefined],
          [2, undefined],
        ],
        sections: undefined,
      },
    ]);
  });

  test('says which problem is gone, by its file in the driver', () => {
    const problem: Problem = {
      id: 'inf.signature',
      file: 'viostor/w7/amd64/viostor.inf',
      message: 'odd',
    };
    const [group] = changeGroups(
      compared([driver({ problems: [problem], version: '1' })], [driver()]),
    );
    expect(group?.problemsRemoved).toEqual([{ ...problem, file: 'viostor.inf' }]);
    expect(group?.problemsAdded).toEqual([]);
  });
});

test('places are named by Windows, and by architecture where the layout names none', () => {
  const place = (windows: string | undefined, architecture: string) => ({
    name: 'a',
    windows,
    architecture,
  });
  expect(placesText([place(undefined, 'x86'), place(undefined, 'amd64')])).toBe('x86, amd64');
  expect(
    placesText([
      place('w7', 'x86'),
      place('w7', 'amd64'),
      place('w8', 'x86'),
      place('w8', 'amd64'),
      place('w11', 'amd64'),
    ]),
  ).toBe('w7, w8 (x86, amd64), w11 (amd64)');
});
