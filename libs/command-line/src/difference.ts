import type { ProgramOutput } from './program-output';

/** What a program that compares has found where it is not the same: the exit status says so, too. */
export class Difference {
  constructor(readonly output: ProgramOutput) {}
}
