import { formatList, type Problem } from '@aero-guest-tools/diagnostics';

/** Merges problems that have the same message into one that names all their files. */
export function groupProblems(problems: readonly Problem[]): readonly Problem[] {
  const groups = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const group = groups.get(problem.message);
    if (group) group.push(problem);
    else groups.set(problem.message, [problem]);
  }
  return Array.from(groups.values(), ([first, ...others]) => {
    if (others.length === 0) return first;
    const { id, message, expected, remedy } = first;
    return {
      id,
      message: `${message} (${String(others.length + 1)} times)`,
      found: formatList([first, ...others].map(({ file = '' }) => file)),
      expected,
      remedy,
    };
  });
}
