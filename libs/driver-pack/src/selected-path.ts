import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import type { SelectedFile } from './selection';

/**
 * Problems that keep files from being written below one directory on any file system: components
 * that lead out of it (empty, `.`, `..`, or with a `\` or `:`, which separate on Windows), NUL, and
 * paths that are equal when case is ignored, of which one would replace the other. The rules for
 * names on the media are stricter, and apply to the files that pass the filters.
 */
export function selectedPathProblems(files: readonly SelectedFile[]): readonly Problem[] {
  return [
    ...files.filter(({ path }) => isUnsafe(path)).map((file) => unsafeProblem(file)),
    ...collisions(files).map((group) => collisionProblem(group)),
  ];
}

function isUnsafe(path: string): boolean {
  return path
    .split('/')
    .some(
      (component) =>
        component === '' ||
        component === '.' ||
        component === '..' ||
        ['\\', ':', '\0'].some((character) => component.includes(character)),
    );
}

function collisions(files: readonly SelectedFile[]): readonly (readonly SelectedFile[])[] {
  const groups = new Map<string, SelectedFile[]>();
  for (const file of files) {
    const key = file.path.toLowerCase();
    const group = groups.get(key);
    if (group) group.push(file);
    else groups.set(key, [file]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

function unsafeProblem({ source }: SelectedFile): Problem {
  return {
    file: source,
    id: 'source.unsafe-name',
    message: 'the name cannot be written to a file system safely',
    found: JSON.stringify(source),
    expected: 'components that are not ".", ".." or empty and hold no "\\", ":" or NUL',
    remedy: 'take a source without such a file',
  };
}

function collisionProblem(group: readonly SelectedFile[]): Problem {
  return {
    file: group[0]?.source,
    id: 'source.name-collision',
    message: 'files have the same name when case is ignored',
    found: formatList(group.map(({ source }) => source)),
    expected: 'names that differ in more than case',
    remedy: 'take a source without the superfluous file',
  };
}
