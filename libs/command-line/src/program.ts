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

/** What a program runs with. */
export interface ProgramContext extends Pick<
  Invocation,
  'environment' | 'workingDirectory' | 'parallelism'
> {
  /** Says what is being done now, to whoever waits for it. */
  readonly progress: (activity: string) => void;
}

/** One command line. */
export interface Program<Options> {
  /** Declares name, description and options, as values of the type `Options`. */
  readonly command: () => Command;
  /** @throws InputError for refused input. */
  readonly run: (
    options: Options & CommonOptions,
    context: ProgramContext,
  ) => Promise<ProgramOutput>;
}
