import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import { fileReferences, type FileReference } from '@aero-guest-tools/inf';
import { excludedFiles, isPackaged, packagedPaths, type DriverPackage } from './driver-package';
import { firstProblems } from './first-problems';
import { infsInUse } from './inf-facts';

/** One or more references that name the same file. */
type References = readonly [FileReference, ...FileReference[]];

/**
 * Every file that Windows copies for a packaged INF file, on the architecture that it is packaged
 * for, must be packaged too: at the path relative to the INF file, or anywhere in the driver
 * directory under its base name. It may be stored compressed. (Packager rules, 3. INF checks.)
 */
export function checkReferences(driverPackage: DriverPackage): readonly Problem[] {
  const packaged = packagedPaths(driverPackage);
  const excluded = excludedFiles(driverPackage);
  return infsInUse(driverPackage).flatMap(({ path, inf }) => {
    const missing = fileReferences(inf, driverPackage.architecture, driverPackage.windows).filter(
      (reference) => !reference.mayComeWithWindows && !isPackaged(driverPackage, reference),
    );
    const file = `${driverPackage.directory}/${path}`;
    return firstProblems(file, [...byFile(missing)], ([name, references]) => ({
      file,
      ...missingFile(references, excluded.get(name), packaged),
    }));
  });
}

/** Groups references to the same file by its name, as Windows compares names. */
function byFile(references: readonly FileReference[]): ReadonlyMap<string, References> {
  const groups = new Map<string, [FileReference, ...FileReference[]]>();
  for (const reference of references) {
    const group = groups.get(nameKey(reference.file));
    if (group) group.push(reference);
    else groups.set(nameKey(reference.file), [reference]);
  }
  return groups;
}

function missingFile(
  references: References,
  excluded: string | undefined,
  packaged: readonly string[],
): Problem {
  const [{ file, path, line }] = references;
  const directives = [...new Set(references.map(({ directive }) => directive))].join(', ');
  const elsewhere = path === undefined || path === file ? '' : `, or "${file}" in any directory`;
  const problem = {
    position: { line, column: 1 },
    expected: `"${path ?? file}"${elsewhere} (${directives})`,
  };
  return excluded === undefined
    ? {
        ...problem,
        id: 'inf.referenced-file-missing',
        message: `the INF file refers to "${file}", which is missing`,
        found: formatList(packaged),
        remedy: 'add the file: Windows asks for it when it installs the driver',
      }
    : {
        ...problem,
        id: 'inf.referenced-file-excluded',
        message: `the INF file refers to "${file}", which is present but excluded`,
        found: excluded,
        remedy: 'allow the file with "allow_extensions" or "allow_path_regexes" in the spec',
      };
}
