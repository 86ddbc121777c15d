import type { Problem } from '@aero-guest-tools/diagnostics';

/** More problems of one kind than anybody reads; an INF file may have as many as it has lines. */
const MAXIMUM_PROBLEMS = 100;

/** The problems of the first hundred things that are wrong with a file, and one that counts the others. */
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
