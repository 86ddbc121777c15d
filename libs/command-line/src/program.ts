import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import type { Command } from 'commander';
import type { Invocation } from './invocation';

/** Options that every program has. */
export interface CommonOptions {
  readonly json: boolean;
  readonly verbose: boolean;
}

/** For machines: names and meaning of its properties do not change. */
export type JsonOutput = Readonly<Record<string, unknown>>;

/** What a program tells when it has succeeded: text without the last line break, or with `--json` an object. */
export type ProgramOutput = string | JsonOutput;

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
}

/** One command line. */
export interface Program<Options> {
  /** Declares name, description, arguments and options: by their names the values of the type `Options`. */
  readonly command: () => Command;
  /** @throws InputError for refused input. */
  readonly run: (
    options: Options & CommonOptions,
    context: ProgramContext,
  ) => Promise<ProgramOutput>;
}
