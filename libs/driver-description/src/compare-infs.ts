import type { Inf, InfLine } from '@aero-guest-tools/inf';

/**
 * A changed section of an INF file. Lines are as Windows reads them: strings resolved, without
 * comments.
 */
export interface SectionChange {
  readonly section: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Whether it has the same lines in another order. */
  readonly reordered: boolean;
}

/**
 * Compares two INF files by what Windows reads. It ignores comments, white space, the case of names
 * and keys, encoding, the order of sections, and the names of strings.
 *
 * @returns The sections that differ; none if both mean the same.
 */
export function compareInfs(before: Inf, after: Inf): readonly SectionChange[] {
  const names = new Set([...before.sections.keys(), ...after.sections.keys()]);
  return [...names]
    .filter((name) => !/^strings(?:\.|$)/.test(name))
    .flatMap((name): SectionChange[] => {
      const [old, fresh] = [before, after].map(({ sections }) =>
        (sections.get(name)?.lines ?? []).map((line) => meaning(line)),
      );
      const removed = without(old ?? [], fresh ?? []);
      const added = without(fresh ?? [], old ?? []);
      const reordered =
        removed.length + added.length === 0 && (old ?? []).join('\n') !== (fresh ?? []).join('\n');
      if (removed.length + added.length === 0 && !reordered) return [];
      const section = (after.sections.get(name) ?? before.sections.get(name))?.name ?? name;
      return [{ section, added, removed, reordered }];
    });
}

function meaning({ key, values }: InfLine): string {
  const text = values.map((value) => value.trim()).join(', ');
  return key === undefined ? text : `${key} = ${text}`;
}

/** The lines that are missing from the others, ignoring case, each as often as it is missing. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) {
    const key = line.toLowerCase();
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return lines.filter((line) => {
    const key = line.toLowerCase();
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}
