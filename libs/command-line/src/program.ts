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
 * Input was examined and refused: there is both a result and a problem. With `--json` they are one
 * object.
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

/** The environment of a program's run. */
export interface ProgramContext extends Pick<
  Invocation,
  'environment' | 'workingDirectory' | 'platform' | 'homeDirectory' | 'parallelism' | 'now'
> {
  /** Shows the user what the program is doing. */
  readonly progress: (activity: string) => void;
  /** Reports a warning on standard error. */
  readonly warn: (warning: Diagnostic) => void;
}

/** One command line. */
export interface Program<Options> {
  /**
   * Declares name, description, arguments and options. The names of arguments and options are those
   * of `Options`.
   */
  readonly command: () => Command;
  /** What its users can do about a problem, with its own options and variables. */
  readonly remedies?: FaceRemedies;
  /** The text of `--help` about the exit status, if it differs from other programs. */
  readonly exitStatusHelp?: string;
  /** The exit status for refused input, if it differs from other programs. */
  readonly refusedStatus?: ExitStatus;
  /**
   * Whether its lines are for other programs, such as a list of paths: then they are not wrapped in
   * a terminal.
   */
  readonly isVerbatim?: boolean;
  /** @throws InputError for refused input. */
  readonly run: (
    options: Options & CommonOptions,
    context: ProgramContext,
  ) => Promise<ProgramOutput | Difference>;
}
