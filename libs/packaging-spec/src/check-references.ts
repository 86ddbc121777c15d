import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { fileReferences, type FileReference } from '@aero-guest-tools/inf';
import { nameKey } from './driver-name';
import { baseNameKey, excludedFiles, packagedPaths, type DriverPackage } from './driver-package';

/** Any version of the co-installer will do where an INF names none. */
const ANY_WDF_CO_INSTALLER = 'WdfCoInstaller*.dll';

/** One or more references that name the same file. */
type References = readonly [FileReference, ...FileReference[]];

/**
 * Every file that a packaged INF refers to, on the architecture that it is packaged for, is packaged
 * too: at the path relative to the INF, or else anywhere in the driver directory under its base name.
 * (Packager rules, 3. INF checks.)
 */
export function checkReferences(driverPackage: DriverPackage): readonly Problem[] {
  const packaged = packagedPaths(driverPackage);
  // A file at the relative path has the base name too, so that looking for this one is enough.
  const baseNames = new Set(packaged.map((path) => baseNameKey(path)));
  const hasWdfCoInstaller = [...baseNames].some((name) => /^wdfcoinstaller.*\.dll$/.test(name));
  const excluded = excludedFiles(driverPackage);

  return driverPackage.infs.flatMap((inf) => {
    const missing = fileReferences(inf.inf, driverPackage.architecture).filter(({ file }) =>
      file === ANY_WDF_CO_INSTALLER ? !hasWdfCoInstaller : !baseNames.has(nameKey(file)),
    );
    return [...byFile(missing)].map(([name, references]) => ({
      file: `${driverPackage.directory}/${inf.path}`,
      ...missingFile(references, excluded.get(name), packaged),
    }));
  });
}

/** References that name the same file, by that name as Windows compares it. */
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
        message: `the INF file refers to "${file}", which is missing`,
        found: formatList(packaged),
        remedy: 'add the file: Windows asks for it when it installs the driver',
      }
    : {
        ...problem,
        message: `the INF file refers to "${file}", which is present but excluded`,
        found: excluded,
        remedy: 'let the file in by "allow_extensions" or "allow_path_regexes" of the spec',
      };
}
