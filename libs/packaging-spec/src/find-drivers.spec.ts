import { parseJson } from '@aero-guest-tools/canonical-json';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import { findDrivers } from '@aero-guest-tools/driver-layout/find-drivers';
import type { FileTree } from '@aero-guest-tools/file-tree';
import { describe, expect, test } from '@jest/globals';
import type { PackagingSpec } from './packaging-spec';
import { parsePackagingSpec } from './parse-packaging-spec';

/** A tree with these directories; the search looks at nothing else. */
function tree(...directories: readonly string[]): FileTree {
  const parents = directories.flatMap((path) =>
    path.split('/').map((_, index, components) => components.slice(0, index + 1).join('/')),
  );
  return { root: 'drivers', files: [], directories: [...new Set(parents)].toSorted() };
}

/** A spec of these drivers: `viostor`, or `viosnd?` for an optional one. */
function spec(drivers: readonly string[], switches: object = {}): PackagingSpec {
  const json = {
    drivers: drivers.map((name) => ({
      name: name.replace('?', ''),
      required: !name.endsWith('?'),
    })),
    ...switches,
  };
  return parsePackagingSpec(parseJson(JSON.stringify(json), 'spec.json'));
}

function found(files: FileTree, packagingSpec: PackagingSpec): readonly string[] {
  return findDrivers(files, packagingSpec).directories.map(
    ({ driver, architecture, directory }) => `${driver.name} ${architecture} ${directory}`,
  );
}

function diagnostics(files: FileTree, packagingSpec: PackagingSpec): readonly Diagnostic[] {
  return findDrivers(files, packagingSpec).diagnostics;
}

/** Severity, file and message of each diagnostic: what these tests check. */
function summary(files: FileTree, packagingSpec: PackagingSpec): readonly string[] {
  return diagnostics(files, packagingSpec).map(
    ({ severity, file, message }) => `${severity}: ${file ?? ''}: ${message}`,
  );
}

const BOTH = tree('x86/viostor', 'amd64/viostor');

describe('rules 2: directories of architectures', () => {
  test.each(['x86', 'win32', 'i386', 'Win32'])('x86/ may be called %s', (name) => {
    expect(found(tree(`${name}/viostor`, 'amd64/viostor'), spec(['viostor']))).toEqual([
      `viostor x86 ${name}/viostor`,
      'viostor amd64 amd64/viostor',
    ]);
  });

  test.each(['amd64', 'x64', 'x86_64', 'x86-64', 'AMD64'])('amd64/ may be called %s', (name) => {
    expect(found(tree(`${name}/viostor`, 'x86/viostor'), spec(['viostor']))).toEqual([
      'viostor x86 x86/viostor',
      `viostor amd64 ${name}/viostor`,
    ]);
  });

  test('the first match in that order counts, and a warning names the others', () => {
    const files = tree('i386/viostor', 'win32/viostor', 'x64/viostor', 'x86-64/viostor', 'x86_64');
    expect(found(files, spec(['viostor']))).toEqual([
      'viostor x86 win32/viostor',
      'viostor amd64 x64/viostor',
    ]);
    expect(summary(files, spec(['viostor']))).toEqual([
      'warning: i386: nothing in this directory is packaged, because "win32" is there too',
      'warning: x86_64: nothing in this directory is packaged, because "x64" is there too',
      'warning: x86-64: nothing in this directory is packaged, because "x64" is there too',
    ]);
  });

  test('none is an error that lists what was tried', () => {
    expect(diagnostics(tree('amd64/viostor', 'arm64'), spec(['viostor']))).toEqual([
      {
        severity: 'error',
        id: 'drivers.no-architecture-directory',
        message: 'there is no directory for x86 drivers',
        found: 'the directories "amd64", "arm64"',
        expected: 'one of "x86", "win32", "i386"',
        remedy: 'put the x86 drivers into x86/',
      },
    ]);
  });

  test('two that Windows takes for the same are an error', () => {
    expect(summary(tree('x86', 'X86', 'amd64/viostor'), spec(['viostor']))).toEqual([
      'error: : there are several directories for x86 drivers',
    ]);
  });
});

describe('rules 2: directories of drivers', () => {
  test('are found in the order of the spec, whatever the case', () => {
    const files = tree('x86/NetKVM', 'x86/viostor', 'amd64/NETKVM', 'amd64/viostor/sub');
    expect(found(files, spec(['viostor', 'netkvm']))).toEqual([
      'viostor x86 x86/viostor',
      'viostor amd64 amd64/viostor',
      'netkvm x86 x86/NetKVM',
      'netkvm amd64 amd64/NETKVM',
    ]);
    expect(summary(files, spec(['viostor', 'netkvm']))).toEqual([]);
  });

  test('that Windows takes for the same are an error', () => {
    const files = tree('x86/NetKVM', 'x86/netkvm', 'amd64/netkvm');
    expect(diagnostics(files, spec(['netkvm']))).toMatchObject([
      {
        severity: 'error',
        file: 'x86',
        message: 'the driver "netkvm" is there several times',
        found: '"NetKVM", "netkvm"',
      },
    ]);
  });

  test('aerogpu may stand in aero-gpu, with a warning', () => {
    const files = tree('x86/aero-gpu', 'amd64/aerogpu');
    expect(found(files, spec(['aerogpu']))).toEqual([
      'aerogpu x86 x86/aero-gpu',
      'aerogpu amd64 amd64/aerogpu',
    ]);
    expect(summary(files, spec(['aerogpu']))).toEqual([
      'warning: x86/aero-gpu: "aero-gpu" is used as the driver "aerogpu"',
    ]);
  });

  test('both aerogpu and aero-gpu are an error', () => {
    const files = tree('x86/aero-gpu', 'x86/aerogpu', 'amd64/aerogpu');
    expect(summary(files, spec(['aerogpu']))).toEqual([
      'error: x86: the driver "aerogpu" is there several times',
    ]);
  });

  test('other drivers have no other names', () => {
    const files = tree('x86/vio-stor', 'amd64/viostor');
    expect(summary(files, spec(['viostor']))).toContain(
      'error: x86: the required driver "viostor" is missing for x86',
    );
  });
});

describe('rules 2: drivers that are missing', () => {
  test('a required one, on either architecture, is an error that names the paths tried', () => {
    expect(diagnostics(tree('x86', 'x64/aerogpu'), spec(['aerogpu']))).toMatchObject([
      {
        severity: 'error',
        file: 'x86',
        message: 'the required driver "aerogpu" is missing for x86',
        expected: '"x86/aerogpu" or "x86/aero-gpu"',
      },
    ]);
    expect(diagnostics(tree('x86/aerogpu', 'x64'), spec(['aerogpu']))).toMatchObject([
      { severity: 'error', file: 'x64', expected: '"x64/aerogpu" or "x64/aero-gpu"' },
    ]);
  });

  test.each([true, false])(
    'an optional one on both is a warning (require_optional_drivers_on_all_arches: %s)',
    (switched) => {
      const switches = { require_optional_drivers_on_all_arches: switched };
      expect(summary(BOTH, spec(['viostor', 'viosnd?'], switches))).toEqual([
        'warning: : the optional driver "viosnd" is missing for x86 and amd64',
      ]);
    },
  );

  test('several optional ones are one warning, which says for which architectures', () => {
    const files = tree('x86/viostor', 'x86/viofs', 'x64/viostor');
    expect(
      diagnostics(files, spec(['viosnd?', 'viostor', 'viofs?', 'viorng?', 'aerogpu?'])),
    ).toMatchObject([
      {
        severity: 'warning',
        id: 'drivers.optional-missing',
        file: undefined,
        message:
          'optional drivers are missing: "viosnd", "viorng" and "aerogpu" for x86 and amd64, "viofs" for amd64',
        found: 'the directories "viofs", "viostor" in "x86" and "viostor" in "x64"',
        expected:
          '"{x86,x64}/viosnd", "x64/viofs", "{x86,x64}/viorng", "{x86,x64}/aerogpu" or "{x86,x64}/aero-gpu"',
        remedy: 'add the drivers if the guest needs them',
      },
    ]);
  });

  test('an optional one that is there on one architecture only is a warning', () => {
    const files = tree('x86/viosnd', 'amd64');
    expect(found(files, spec(['viosnd?']))).toEqual(['viosnd x86 x86/viosnd']);
    expect(summary(files, spec(['viosnd?']))).toEqual([
      'warning: amd64: the optional driver "viosnd" is missing for amd64',
    ]);
  });

  test('and an error with require_optional_drivers_on_all_arches', () => {
    const switches = { require_optional_drivers_on_all_arches: true };
    expect(summary(tree('x86', 'amd64/viosnd'), spec(['viosnd?'], switches))).toEqual([
      'error: x86: the optional driver "viosnd" is missing for x86',
    ]);
  });
});

describe('rules 2: fail_on_unlisted_driver_dirs', () => {
  const FAIL = { fail_on_unlisted_driver_dirs: true };
  const files = tree(
    'x86/viostor',
    'amd64/viostor',
    'x86/balloon',
    'amd64/Balloon',
    'amd64/qxl',
    'amd64/aero-gpu',
  );

  test('every unlisted directory is reported with the architectures it was found under', () => {
    expect(diagnostics(files, spec(['viostor'], FAIL))).toMatchObject([
      {
        severity: 'error',
        message: 'the driver directory "balloon" is not listed in the spec',
        found: '"x86/balloon" and "amd64/Balloon"',
      },
      {
        severity: 'error',
        message: 'the driver directory "aero-gpu" is not listed in the spec',
        found: '"amd64/aero-gpu"',
      },
      {
        severity: 'error',
        message: 'the driver directory "qxl" is not listed in the spec',
        found: '"amd64/qxl"',
      },
    ]);
  });

  test('without it, they are left out with a warning', () => {
    expect(found(files, spec(['viostor']))).toHaveLength(2);
    expect(diagnostics(files, spec(['viostor'])).map(({ severity }) => severity)).toEqual([
      'warning',
      'warning',
      'warning',
    ]);
  });

  test('hidden directories and __MACOSX do not count', () => {
    const hidden = tree('x86/viostor/sub', 'amd64/viostor', 'x86/.git', 'amd64/__MACOSX');
    expect(diagnostics(hidden, spec(['viostor'], FAIL))).toEqual([]);
  });

  test('another name of a listed driver does not count', () => {
    const alias = tree('x86/aero-gpu', 'amd64/AeroGPU');
    expect(summary(alias, spec(['aerogpu'], FAIL))).toEqual([
      'warning: x86/aero-gpu: "aero-gpu" is used as the driver "aerogpu"',
    ]);
  });
});
