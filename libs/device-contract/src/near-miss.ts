/**
 * The known name that was probably meant: the nearest one, if at most a third of it has to change.
 * Case and the kind of separator do not count.
 */
export function nearMiss(name: string, known: readonly string[]): string | undefined {
  const wanted = simplify(name);
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, simplify(candidate)) }))
    .filter(({ candidate, distance }) => distance * 3 <= simplify(candidate).length)
    .toSorted((a, b) => a.distance - b.distance);
  return nearest?.candidate;
}

function simplify(name: string): string {
  // No known name is as long, and the distance takes time in proportion to the length.
  return name
    .slice(0, 100)
    .toLowerCase()
    .replaceAll(/[-_\s]/g, '');
}

/** The Levenshtein distance: how many characters have to be inserted, removed or replaced. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (b[j - 1] === a[i - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
