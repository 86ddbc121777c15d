import {
  enumerated,
  formatList,
  missingDriversText,
  warningDiagnostic,
  type Diagnostic,
} from '@aero-guest-tools/diagnostics';
import { driverDirectoryNames } from '../folder-names/driver-name';
import type { ArchitectureDirectory } from './architecture-directories';

/** An optional driver that is not in the directory of an architecture. */
export interface Absence {
  readonly name: string;
  readonly parent: ArchitectureDirectory;
}

/** One warning for all missing optional drivers, since the user has one thing to decide. */
export function missingOptionalDrivers(absences: readonly Absence[]): readonly Diagnostic[] {
  const parents = [...new Set(absences.map(({ parent }) => parent))];
  const [first] = parents;
  if (first === undefined) return [];
  const names = [...new Set(absences.map(({ name }) => name))];
  const parentsOf = (name: string): readonly ArchitectureDirectory[] =>
    absences.filter((absence) => absence.name === name).map(({ parent }) => parent);
  return [
    warningDiagnostic({
      id: 'drivers.optional-missing',
      file: parents.length === 1 ? first.path : undefined,
      message: missingDriversText(
        names.map((name) => ({
          name,
          architectures: parentsOf(name).map(({ architecture }) => architecture),
        })),
      ),
      found: `the directories ${directoriesText(parents)}`,
      expected: names.map((name) => placesText(name, parentsOf(name))).join(', '),
      remedy: `add the ${names.length === 1 ? 'driver' : 'drivers'} if the guest needs ${names.length === 1 ? 'it' : 'them'}`,
    }),
  ];
}

/** The contents of the directories of architectures; listed once if they are equal. */
function directoriesText(parents: readonly ArchitectureDirectory[]): string {
  const texts = parents.map(({ children }) => formatList(children));
  return new Set(texts).size === 1
    ? (texts[0] ?? '')
    : enumerated(parents.map(({ path }, index) => `${texts[index] ?? ''} in "${path}"`));
}

/** `"{x86,amd64}/viosnd"`, or one of several names for it. */
function placesText(name: string, parents: readonly ArchitectureDirectory[]): string {
  const paths = parents.map(({ path }) => path);
  const inPath = paths.length === 1 ? (paths[0] ?? '') : `{${paths.join(',')}}`;
  return driverDirectoryNames(name)
    .map((directory) => `"${inPath}/${directory}"`)
    .join(' or ');
}
