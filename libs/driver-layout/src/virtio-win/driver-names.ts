import type { Entry } from '../entries/entry';
import { foldCase } from '../entries/names';
import { driverOfInf } from './upstream-layout';

/**
 * Every name by which a spec can ask for a driver of a source, in any supported tree: the names of
 * folders and of INF files, in lower case.
 */
export function driverNames(entries: readonly Entry[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { path } of entries) {
    const components = path.split('/');
    const file = components.pop() ?? '';
    for (const name of components) names.add(foldCase(name));
    if (isInf(file)) names.add(driverOfInf(file));
  }
  return names;
}

/** Whether a path is that of an INF file. */
export function isInf(path: string): boolean {
  return foldCase(path).endsWith('.inf');
}
