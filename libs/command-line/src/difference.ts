import type { ProgramOutput } from './program-output';

/** The differences that a comparing program found. The exit status reports them too. */
export class Difference {
  constructor(readonly output: ProgramOutput) {}
}
