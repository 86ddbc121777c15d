import { distance } from 'fastest-levenshtein';

/**
 * The candidate that was probably meant: the first one at the smallest Levenshtein distance, if no
 * more than a third of it differs. Case, white space and the kind of separator are ignored.
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = simplify(name);
  const [closest] = candidates
    .map((candidate) => {
      const form = simplify(candidate);
      return { candidate, length: form.length, changes: distance(wanted, form) };
    })
    .filter(({ length, changes }) => changes * 3 <= length)
    .toSorted((a, b) => a.changes - b.changes);
  return closest?.candidate;
}

function simplify(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}
