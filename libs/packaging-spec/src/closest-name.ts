import { closest, distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant: the nearest one, if no more than a third of it has to change.
 * Case and the kind of separators do not count.
 */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const wanted = simplify(name);
  const byForm = new Map(known.map((candidate) => [simplify(candidate), candidate]));
  if (byForm.size === 0) return undefined;
  const form = closest(wanted, [...byForm.keys()]);
  return distance(wanted, form) * 3 <= form.length ? byForm.get(form) : undefined;
}

function simplify(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}
