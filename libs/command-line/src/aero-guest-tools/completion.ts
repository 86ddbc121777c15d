import { formatList, InputError } from '@aero-guest-tools/diagnostics';
import { Argument, Command } from 'commander';
import type { CommonOptions, Program } from '../program';
import type { ProgramOutput } from '../program-output';
import type { CommandGroup } from '../run-commands';

/** The command line of `aero-guest-tools completion`, as the user wrote it. */
export interface CompletionOptions {
  readonly shell: string;
}

/** The completions for a subcommand. */
interface CompletedCommand {
  readonly name: string;
  readonly options: readonly CompletedOption[];
}

interface CompletedOption {
  /** `--profile` */
  readonly flag: string;
  readonly takesValue: boolean;
  /** The values that it takes. For an option whose values are not listed, a shell offers paths. */
  readonly values: readonly string[];
}

const SHELLS: ReadonlyMap<
  string,
  (group: string, commands: readonly CompletedCommand[]) => string
> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

const HELP = `
bash:  source <(aero-guest-tools completion bash)
zsh:   source <(aero-guest-tools completion zsh)
fish:  aero-guest-tools completion fish | source

Put the line into ~/.bashrc, ~/.zshrc or ~/.config/fish/config.fish to have it
in every shell.`;

/** Prints the shell code that completes a group of commands with their declared options. */
export function completionCommand(group: CommandGroup): Program<CompletionOptions> {
  return {
    command: () =>
      new Command(`${group.name} completion`)
        .description('Prints a script that makes your shell complete commands and options.')
        .addArgument(new Argument('<shell>', 'bash, zsh or fish'))
        .addHelpText('after', HELP),
    run: ({ shell }: CompletionOptions & CommonOptions): Promise<ProgramOutput> => {
      const script = SHELLS.get(shell);
      if (script === undefined) {
        throw new InputError({
          id: 'cli.unknown-shell',
          message: 'this shell is not supported',
          found: JSON.stringify(shell),
          expected: formatList([...SHELLS.keys()]),
          remedy: 'use one of these',
        });
      }
      return Promise.resolve(script(group.name, group.subcommands.map(completed)).split('\n'));
    },
  };
}

function completed({ name, declare }: CommandGroup['subcommands'][number]): CompletedCommand {
  const declared = declare().options.map((option) => ({
    flag: option.long ?? option.flags,
    takesValue: option.required || option.optional,
    values: option.argChoices ?? [],
  }));
  const common = ['--json', '--verbose', '--help'].map((flag) => ({
    flag,
    takesValue: false,
    values: [],
  }));
  return { name, options: [...declared, ...common] };
}

/** All names come from this project: letters, digits and hyphens, which no shell interprets. */
function words(names: readonly string[]): string {
  return names.join(' ');
}

function bashCompletion(group: string, commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options }) => {
    const values = options
      .filter(({ takesValue }) => takesValue)
      .map(({ flag, values: offered }) =>
        offered.length === 0
          ? `        ${flag}) compopt -o filenames; COMPREPLY=($(compgen -f -- "$word")); return ;;`
          : `        ${flag}) COMPREPLY=($(compgen -W "${words(offered)}" -- "$word")); return ;;`,
      );
    return [
      `    ${name})`,
      ...(values.length === 0 ? [] : ['      case $previous in', ...values, '      esac']),
      `      options="${words(options.map(({ flag }) => flag))}" ;;`,
    ].join('\n');
  });
  return `_${functionName(group)}() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} options=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${words([...commands.map(({ name }) => name), '--help'])}" -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) compopt -o filenames; COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -F _${functionName(group)} ${group}`;
}

/** zsh can run the bash functions itself. */
function zshCompletion(group: string, commands: readonly CompletedCommand[]): string {
  return `autoload -Uz compinit bashcompinit
(( $+functions[compdef] )) || compinit
bashcompinit
compopt() { : }
${bashCompletion(group, commands)}`;
}

function fishCompletion(group: string, commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, options }) => [
    `complete -c ${group} -n __fish_use_subcommand -f -a ${name}`,
    ...options.map(({ flag, takesValue, values }) => {
      const value = !takesValue ? '' : values.length === 0 ? ' -r' : ` -x -a '${words(values)}'`;
      return `complete -c ${group} -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${value}`;
    }),
  ]);
  return [`complete -c ${group} -e`, ...lines].join('\n');
}

function functionName(group: string): string {
  return group.replaceAll('-', '_');
}
