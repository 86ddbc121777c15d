import { execFileSync } from 'node:child_process';
import { CHECKOUT } from './checkout';

/**
 * The files of a directory that belong to the repository, so that nothing is published which happens to
 * lie there.
 *
 * @param directory Relative to the checkout, and so are the paths.
 */
export function trackedFiles(directory: string): readonly string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--', directory], {
    cwd: CHECKOUT,
    encoding: 'utf8',
  });
  return list
    .split('\0')
    .filter((path) => path !== '')
    .toSorted();
}
