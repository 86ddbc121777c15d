import {
  errorDiagnostic,
  formatList,
  warningDiagnostic,
  type Diagnostic,
} from '@aero-guest-tools/diagnostics';
import { isHiddenName } from '@aero-guest-tools/file-tree';
import { driverDirectoryNames, nameKey } from '../folder-names/driver-name';
import type { ArchitectureDirectory } from './architecture-directories';
import type { ExpectedDrivers } from './expected-drivers';

/**
 * One diagnostic for each driver directory that belongs to no driver of the spec, with the
 * architectures that it was found under. It is an error if the spec says so, otherwise a warning,
 * since none of its files are packaged. Hidden directories and `__MACOSX` do not count. (Packager
 * rules, 2. Driver input tree.)
 */
export function unlistedDirectories(
  spec: ExpectedDrivers,
  parents: readonly ArchitectureDirectory[],
): readonly Diagnostic[] {
  const listed = new Set(
    spec.drivers.flatMap(({ name }) => driverDirectoryNames(name)).map((name) => nameKey(name)),
  );
  const pathsByName = new Map<string, string[]>();
  for (const { path, children } of parents) {
    for (const name of children.filter((child) => !isHiddenName(child))) {
      const key = nameKey(name);
      if (listed.has(key)) continue;
      pathsByName.set(key, [...(pathsByName.get(key) ?? []), `${path}/${name}`]);
    }
  }
  const expected = formatList(spec.drivers.map(({ name }) => name));
  const diagnostic = spec.failOnUnlistedDriverDirs ? errorDiagnostic : warningDiagnostic;
  return [...pathsByName].map(([name, paths]) =>
    diagnostic({
      id: 'drivers.not-in-spec',
      message: `the driver directory "${name}" is not listed in the spec`,
      found: paths.map((path) => `"${path}"`).join(' and '),
      expected: `the drivers ${expected}`,
      remedy: 'list the driver in the spec, or remove the directory',
    }),
  );
}
