import { resolve, sep } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';

/**
 * Joins a relative path to a directory, and refuses a path that leads out of it.
 *
 * @param directory Absolute.
 * @param relative Relative to it.
 * @throws InputError if the relative path leads out of the directory.
 */
export function pathBelow(directory: string, relative: string): string {
  const path = resolve(directory, relative);
  if (path.startsWith(directory + sep)) return path;
  throw new InputError({
    file: relative,
    id: 'path.outside-output',
    message: 'the file would be written outside of the output directory',
    found: path,
    expected: `a path below ${directory}`,
    remedy: 'correct the path, or the base that it is relative to',
  });
}
