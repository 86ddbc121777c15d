import { Command, CommanderError } from 'commander';
import { ExitStatus } from './exit-status';
import type { Invocation } from './invocation';
import type { Program } from './program';
import { runProgram, writingTo } from './run-program';

/** A program that runs by its name after that of its group. */
export interface Subcommand {
  readonly name: string;
  /** A phrase without a full stop. */
  readonly summary: string;
  /** Its command line. */
  readonly declare: () => Command;
  /** Runs it. Only then loads the code that it needs. */
  readonly run: (invocation: Invocation) => Promise<ExitStatus>;
}

/** A program that consists of subcommands. */
export interface CommandGroup {
  readonly name: string;
  readonly description: string;
  readonly subcommands: readonly Subcommand[];
}

/**
 * A member of a group.
 *
 * @param load Loads the program.
 */
export function subcommand<Options>(
  name: string,
  summary: string,
  load: () => Program<Options>,
): Subcommand {
  return {
    name,
    summary,
    declare: () => load().command(),
    run: (invocation) => runProgram(load(), invocation),
  };
}

/**
 * Runs one of the programs of a group, or lists them.
 *
 * @returns The exit status, as `runProgram` does.
 */
export async function runCommands(
  { name, description, subcommands }: CommandGroup,
  invocation: Invocation,
): Promise<ExitStatus> {
  let chosen: Subcommand | undefined;
  const group = writingTo(new Command(name), invocation)
    .description(description)
    .usage('<command> [options]')
    .helpOption('--help', 'show this text')
    .helpCommand(false)
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm: (member) => member.name() })
    .addHelpText('after', `\n${name} <command> --help describes a command.`);
  for (const member of subcommands) {
    // The program parses its own options.
    group
      .command(member.name)
      .description(member.summary)
      .helpOption(false)
      .argument('[arguments...]')
      .passThroughOptions()
      .allowUnknownOption()
      .action(() => {
        chosen = member;
      });
  }
  try {
    group.parse(invocation.args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? ExitStatus.success : ExitStatus.usage;
  }
  return chosen === undefined
    ? ExitStatus.usage
    : chosen.run({ ...invocation, args: invocation.args.slice(1) });
}
