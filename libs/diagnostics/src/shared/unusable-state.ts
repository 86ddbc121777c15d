import type { Problem } from '../diagnostic';

/** The position where a file differs from what was written, and the difference. */
export type Flaw = Pick<Problem, 'position' | 'pointer' | 'found' | 'expected'>;

/**
 * The problem of a file that is not one that a task of the build writes: a cache restored something
 * else, a disk lost part of it, or somebody changed it.
 */
export function unusableState(file: string, task: string, flaw: Flaw): Problem {
  return {
    id: 'state.unusable',
    file,
    message: `this is not what ${task} writes`,
    ...flaw,
    remedy: `run ${task} again`,
  };
}
