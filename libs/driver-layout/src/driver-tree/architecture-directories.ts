import {
  errorDiagnostic,
  formatList,
  warningDiagnostic,
  type Diagnostic,
} from '@aero-guest-tools/diagnostics';
import type { Architecture } from '@aero-guest-tools/windows-target';
import { ARCHITECTURE_FOLDERS } from '../folder-names/architecture-folders';
import { childDirectories, directoriesNamed, type Directories } from './child-directories';

/** The directory that holds the drivers of an architecture. */
export interface ArchitectureDirectory {
  readonly architecture: Architecture;
  /** Relative to the root of the tree, as found. */
  readonly path: string;
  /** The names of its child directories. */
  readonly children: readonly string[];
}

/**
 * Finds the directories of the given architectures at the root of a tree, ignoring case. If there
 * are several for one architecture, the first counts; a warning names the directories that are
 * ignored. (Packager rules, 2. Driver input tree.)
 */
export function findArchitectureDirectories(
  tree: Directories,
  architectures: readonly Architecture[],
): {
  /** In the order of the architectures; those without a directory are left out. */
  readonly found: readonly ArchitectureDirectory[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const atRoot = childDirectories(tree, '');
  const found: ArchitectureDirectory[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const architecture of architectures) {
    const [matches = [], ...others] = ARCHITECTURE_FOLDERS[architecture]
      .map((name) => directoriesNamed(atRoot, name))
      .filter((names) => names.length > 0);
    const [path] = matches;
    if (path === undefined) diagnostics.push(missing(architecture, atRoot));
    else if (matches.length > 1) diagnostics.push(ambiguous(architecture, matches));
    else {
      found.push({ architecture, path, children: childDirectories(tree, path) });
      for (const other of others.flat()) diagnostics.push(ignored(other, path));
    }
  }
  return { found, diagnostics };
}

function missing(architecture: Architecture, directories: readonly string[]): Diagnostic {
  return errorDiagnostic({
    id: 'drivers.no-architecture-directory',
    message: `there is no directory for ${architecture} drivers`,
    found: `the directories ${formatList(directories)}`,
    expected: `one of ${formatList(ARCHITECTURE_FOLDERS[architecture])}`,
    remedy: `put the ${architecture} drivers into ${architecture}/`,
  });
}

function ambiguous(architecture: Architecture, matches: readonly string[]): Diagnostic {
  return errorDiagnostic({
    id: 'drivers.ambiguous-architecture-directory',
    message: `there are several directories for ${architecture} drivers`,
    found: formatList(matches),
    expected: 'one of them, since Windows does not tell their names apart',
    remedy: 'merge them',
  });
}

function ignored(directory: string, used: string): Diagnostic {
  return warningDiagnostic({
    file: directory,
    id: 'drivers.ignored-architecture-directory',
    message: `nothing in this directory is packaged, because "${used}" is there too`,
    remedy: 'remove one of the two',
  });
}
