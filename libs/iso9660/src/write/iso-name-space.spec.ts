import { describe, expect, test } from '@jest/globals';
import { type DirectoryNode, type FileNode } from './directory-tree';
import { isoNameSpace } from './iso-name-space';

/** The entries of one directory; a name that ends with `/` is a directory. */
function entries(names: readonly string[]): (DirectoryNode | FileNode)[] {
  return names.map((name) =>
    name.endsWith('/')
      ? { kind: 'directory', name: name.slice(0, -1), entries: new Map() }
      : { kind: 'file', name, file: { path: name, size: 0, open: () => [] } },
  );
}

function identifiers(...names: string[]): string[] {
  return isoNameSpace.nameEntries(entries(names)).map(({ identifier }) => identifier);
}

describe('rules 9: identifiers of interchange level 2 in d-characters (ECMA-119, 7.5 and 7.6)', () => {
  test.each([
    ['setup.cmd', 'SETUP.CMD;1'],
    // SEPARATOR 1 is recorded even if there is no extension.
    ['README', 'README.;1'],
    ['netkvm-x86.inf', 'NETKVM_X86.INF;1'],
    // Only the last dot separates an extension, unless it is the first character.
    ['a.b.c', 'A_B.C;1'],
    ['v1.2.3.tar.gz', 'V1_2_3_TAR.GZ;1'],
    ['.gitignore', '_GITIGNORE.;1'],
    ['.a.b', '_A.B;1'],
    ['a..b', 'A_.B;1'],
    ['\u{FC}n\u{EF}.txt', '_N_.TXT;1'],
    ['\u{65E5}\u{672C}', '__.;1'],
    ['a b+c.d e', 'A_B_C.D_E;1'],
    // Name and extension together: 30 characters fit; of 31, one is cut from the name.
    [`${'n'.repeat(26)}.text`, `${'N'.repeat(26)}.TEXT;1`],
    [`${'n'.repeat(27)}.text`, `${'N'.repeat(26)}.TEXT;1`],
    ['n'.repeat(110), `${'N'.repeat(30)}.;1`],
    // A long extension is kept as far as it fits, but at least 8 characters of it.
    [`n.${'e'.repeat(29)}`, `N.${'E'.repeat(29)};1`],
    [`n.${'e'.repeat(40)}`, `N.${'E'.repeat(29)};1`],
    [`${'n'.repeat(40)}.${'e'.repeat(40)}`, `${'N'.repeat(22)}.${'E'.repeat(8)};1`],
    // Directories have no extension, and up to 31 characters.
    ['d.e.f/', 'D_E_F'],
    [`${'d'.repeat(32)}/`, 'D'.repeat(31)],
  ])('%s is recorded as %s', (name, identifier) => {
    expect(identifiers(name)).toEqual([identifier]);
  });
});

describe('rules 9: ISO 9660 names are unique, also after cutting', () => {
  test('what differs after the eighth character stays as it is', () => {
    expect(identifiers('WdfCoInstaller01009.dll', 'WdfCoInstaller01011.dll')).toEqual([
      'WDFCOINSTALLER01009.DLL;1',
      'WDFCOINSTALLER01011.DLL;1',
    ]);
  });

  test('the first in byte order gets the identifier, the others a number', () => {
    expect(identifiers('A.TXT', 'A.txt', 'a.txt')).toEqual(['A.TXT;1', 'A_1.TXT;1', 'A_2.TXT;1']);
  });

  test('names that differ after the 30th character are cut once more for the number', () => {
    const name = 'a-name-of-thirty-characters-an';
    expect(identifiers(`${name}-0.sys`, `${name}-1.sys`)).toEqual([
      'A_NAME_OF_THIRTY_CHARACTERS.SYS;1',
      'A_NAME_OF_THIRTY_CHARACTE_1.SYS;1',
    ]);
    const directory = 'a-name-of-thirty-one-characters';
    expect(identifiers(`${directory}-0/`, `${directory}-1/`)).toEqual([
      'A_NAME_OF_THIRTY_ONE_CHARACTERS',
      'A_NAME_OF_THIRTY_ONE_CHARACTE_1',
    ]);
  });

  test('a number does not lead to what another entry is called', () => {
    expect(identifiers('a+b', 'a-b', 'a_b_1')).toEqual(['A_B.;1', 'A_B_2.;1', 'A_B_1.;1']);
  });

  test('a file without extension and a directory differ, since readers show neither dot nor version', () => {
    expect(identifiers('a-b/', 'a_b')).toEqual(['A_B', 'A_B_1.;1']);
  });

  test('thousands of names that are equal when cut', () => {
    const names = Array.from(
      { length: 20_000 },
      (_, index) => `${'n'.repeat(40)}${String(index).padStart(5, '0')}.sys`,
    );
    const given = identifiers(...names);
    expect(new Set(given).size).toBe(names.length);
    expect(given.every((identifier) => /^[A-Z0-9_]{1,27}\.SYS;1$/.test(identifier))).toBe(true);
    expect(given.slice(9, 12)).toEqual([
      'NNNNNNNNNNNNNNNNNNNNNNNNN_9.SYS;1',
      'NNNNNNNNNNNNNNNNNNNNNNNN_10.SYS;1',
      'NNNNNNNNNNNNNNNNNNNNNNNN_11.SYS;1',
    ]);
  });
});
