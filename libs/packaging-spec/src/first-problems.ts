import type { Problem } from '@aero-guest-tools/diagnostics';

/** More problems of one kind than anyone reads. An INF file can have as many as it has lines. */
const MAXIMUM_PROBLEMS = 100;

/** The first hundred problems of a kind, and one that counts the rest. */
export function firstProblems<T>(
  file: string,
  wrong: readonly T[],
  problem: (item: T) => Problem,
): readonly Problem[] {
  const problems = wrong.slice(0, MAXIMUM_PROBLEMS).map((item) => problem(item));
  const others = wrong.length - problems.length;
  if (others === 0) return problems;
  return [
    ...problems,
    {
      id: 'inf.more-problems',
      file,
      message: 'the file has more problems of this kind',
      found: `${String(others)} more`,
      expected: 'none',
      remedy: 'correct the first ones, or check whether it is the right file',
    },
  ];
}
