import type { Command } from 'commander';
import type { Invocation } from './invocation';

/** What a program tells when it has succeeded. */
export interface ProgramResult {
  /** For people, without the last line break. */
  readonly text: string;
  /** For machines: names and meaning of its properties do not change. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** What a program runs with. */
export interface ProgramContext extends Pick<Invocation, 'environment' | 'workingDirectory'> {
  /** Says what is being done now, to whoever waits for it. */
  readonly progress: (activity: string) => void;
}

/** One command line. */
export interface Program<Options> {
  /** Declares name, description and options, as values of the type `Options`. */
  readonly command: () => Command;
  /** @throws InputError for refused input. */
  readonly run: (options: Options, context: ProgramContext) => Promise<ProgramResult>;
}
