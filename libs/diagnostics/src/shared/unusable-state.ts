import type { Problem } from '../diagnostic';

/** Where in a file something else is than what was written there, and what. */
export type Flaw = Pick<Problem, 'position' | 'pointer' | 'found' | 'expected'>;

/**
 * That a file is not one that a task of the build writes: a cache brought back something else, a disk lost some of it, or
 * somebody changed it.
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
