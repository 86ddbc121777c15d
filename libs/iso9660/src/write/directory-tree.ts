import { errorDiagnostic, warningDiagnostic, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { type FileDescription } from './image-file';
import { pathComponentErrors, pathComponentWarnings } from './path-component';

/** A file in the hierarchies of all name spaces. */
export interface FileNode {
  readonly kind: 'file';
  readonly name: string;
  readonly file: FileDescription;
}

/** A directory in the hierarchies of all name spaces. */
export interface DirectoryNode {
  readonly kind: 'directory';
  /** Empty for the root. */
  readonly name: string;
  readonly entries: ReadonlyMap<string, DirectoryNode | FileNode>;
}

interface GrowingDirectory extends DirectoryNode {
  readonly entries: Map<string, GrowingDirectory | FileNode>;
}

/**
 * Arranges files and directories as a tree.
 *
 * @param files In the order in which problems are to be reported.
 * @returns The root, and the problems: errors for names that cannot be recorded, for paths that are
 *   listed twice and for those both of a file and of a directory; a warning for each name that is
 *   longer than the Joliet specification allows.
 */
export function directoryTree(
  files: readonly FileDescription[],
  directories: readonly string[],
): { root: DirectoryNode; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const root: GrowingDirectory = { kind: 'directory', name: '', entries: new Map() };

  const check = (component: string, path: string): void => {
    for (const problem of pathComponentErrors(component, path)) {
      diagnostics.push(errorDiagnostic(problem));
    }
    for (const problem of pathComponentWarnings(component, path)) {
      diagnostics.push(warningDiagnostic(problem));
    }
  };

  /** The directory at a path, created if it is missing; undefined if a file is in the way. */
  const enter = (components: readonly string[], path: string): GrowingDirectory | undefined => {
    let directory = root;
    for (const name of components) {
      let entry = directory.entries.get(name);
      if (entry === undefined) {
        check(name, path);
        entry = { kind: 'directory', name, entries: new Map() };
        directory.entries.set(name, entry);
      }
      if (entry.kind === 'file') {
        diagnostics.push(fileAndDirectory(entry.file.path, path));
        return undefined;
      }
      directory = entry;
    }
    return directory;
  };

  for (const path of directories) enter(path.split('/'), path);
  for (const file of files) {
    const components = file.path.split('/');
    const name = components.pop() ?? '';
    const directory = enter(components, file.path);
    const present = directory?.entries.get(name);
    if (present?.kind === 'file') {
      diagnostics.push(listedTwice(file.path));
    } else if (present?.kind === 'directory') {
      diagnostics.push(fileAndDirectory(file.path, `${file.path}/`));
    } else if (directory) {
      check(name, file.path);
      directory.entries.set(name, { kind: 'file', name, file });
    }
  }
  return { root, diagnostics };
}

function listedTwice(path: string): Diagnostic {
  return errorDiagnostic({
    file: path,
    id: 'iso.path-listed-twice',
    message: 'the path is listed twice',
    expected: 'each file once',
    remedy: 'list the file once, or give one of the two another path',
  });
}

function fileAndDirectory(filePath: string, neededBy: string): Diagnostic {
  return errorDiagnostic({
    file: filePath,
    id: 'iso.file-and-directory',
    message: 'the path is that of a file and of a directory',
    found: `a directory, needed by ${JSON.stringify(neededBy)}`,
    expected: 'a file or a directory',
    remedy: 'rename one of the two',
  });
}
