import {
  InputError,
  type Diagnostic,
  type FaceRemedies,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import type { Command } from 'commander';
import type { Difference } from './difference';
import type { ExitStatus } from './exit-status';
import type { Invocation } from './invocation';
import type { ProgramOutput } from './program-output';

/** Options that every program has. */
export interface CommonOptions {
  readonly json: boolean;
  readonly verbose: boolean;
}

/**
 * Input was looked at and refused: there is something to tell of it, and something wrong with it. With
 * `--json` both are one object.
 */
export class RefusedWithOutput extends InputError {
  override readonly name: string = 'RefusedWithOutput';

  /** @param problems At least one. */
  constructor(
    problems: readonly Problem[],
    readonly output: ProgramOutput,
  ) {
    super(problems);
  }
}

/** What a program runs with. */
export interface ProgramContext extends Pick<
  Invocation,
  'environment' | 'workingDirectory' | 'platform' | 'homeDirectory' | 'parallelism' | 'now'
> {
  /** Says what is being done now, to whoever waits for it. */
  readonly progress: (activity: string) => void;
  /** Tells on standard error of what is odd, but keeps nothing from being done. */
  readonly warn: (warning: Diagnostic) => void;
}

/** One command line. */
export interface Program<Options> {
  /** Declares name, description, arguments and options: by their names the values of the type `Options`. */
  readonly command: () => Command;
  /** What its user does about a problem: by its own options and variables. */
  readonly remedies?: FaceRemedies;
  /** What `--help` says of the exit status, where it is not what all programs have. */
  readonly exitStatusHelp?: string;
  /** The exit status for refused input, likewise. */
  readonly refusedStatus?: ExitStatus;
  /** Whether its lines are for other programs, a list of paths for example: a terminal breaks none of them at words. */
  readonly isVerbatim?: boolean;
  /** @throws InputError for refused input. */
  readonly run: (
    options: Options & CommonOptions,
    context: ProgramContext,
  ) => Promise<ProgramOutput | Difference>;
}
