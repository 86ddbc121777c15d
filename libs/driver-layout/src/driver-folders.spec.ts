import { describe, expect, test } from '@jest/globals';
import { WINDOWS_TARGETS, windowsTarget } from '@aero-guest-tools/windows-target';
import { FOLDER_NAMES } from './folder-names/folder-names';
import { searchedFolders } from './virtio-win/windows-folders';

const { windows, drivers } = FOLDER_NAMES.virtio_win;

/** Names that occur twice, ignoring case. */
const twice = (names: readonly string[]): readonly string[] => {
  const folded = names.map((name) => name.toLowerCase());
  return folded.filter((name, index) => folded.indexOf(name) !== index);
};

describe('rules 8: the folders of each Windows', () => {
  test.each([
    ['w7', 'w7.1 w7_1 w7 win7'],
    ['w8', 'w8 win8'],
    ['w8.1', 'w8.1 win8.1'],
    ['w10', 'w10 win10'],
    ['w11', 'w11 win11, w10 win10'],
    ['2k8R2', '2k8R2'],
    ['2k12', '2k12'],
    ['2k12R2', '2k12R2'],
    ['2k16', '2k16'],
    ['2k19', '2k19, 2k16'],
    ['2k22', '2k22, 2k19, 2k16'],
    ['2k25', '2k25, 2k22, 2k19, 2k16'],
  ])('%s is looked for in %s', (id, folders) => {
    expect(
      searchedFolders(windowsTarget(id))
        .map((names) => names.join(' '))
        .join(', '),
    ).toBe(folders);
  });

  test('every Windows that media can be made for has some', () => {
    expect(windows.map((row) => row.windows)).toEqual(WINDOWS_TARGETS.map(({ id }) => id));
    expect(twice(windows.flatMap(({ folders }) => folders))).toEqual([]);
  });

  test('a Windows falls back on others of the same NT version', () => {
    for (const { windows: id, fall_back_on: fallBackOn = [] } of windows) {
      for (const other of fallBackOn) {
        expect(windowsTarget(other).osAttribute).toBe(windowsTarget(id).osAttribute);
      }
    }
  });
});

describe('rules 8: the folders of drivers', () => {
  test('are each there once, and so is each INF file', () => {
    expect(twice(drivers.map(({ folder }) => folder))).toEqual([]);
    expect(twice(drivers.map(({ inf }) => inf))).toEqual([]);
    expect(twice(FOLDER_NAMES.other_names.map(({ folder }) => folder))).toEqual([]);
  });
});
