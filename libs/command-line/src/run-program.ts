import { inspect } from 'node:util';
import { CommanderError, type Command } from 'commander';
import { createColors } from 'picocolors';
import { Difference } from './difference';
import { ExitStatus } from './exit-status';
import { reportFailure, shownDiagnostic } from './failure-report';
import {
  formatDiagnostic,
  formatLines,
  formatWithId,
  NO_PROGRESS,
  printableLines,
  startProgress,
  terminalWidth,
  withFaceRemedy,
  type Diagnostic,
  type OutputStream,
} from '@aero-guest-tools/diagnostics';
import type { Invocation } from './invocation';
import { RefusedWithOutput, type CommonOptions, type Program } from './program';
import { isLines, type ProgramOutput } from './program-output';

/** In characters, if no terminal reports its width. */
const HELP_WIDTH = 80;

const EXIT_STATUS_HELP = `
Exit status:
  0   success
  1   the input was refused; standard error says what is wrong, with --json as
      {"errors": [...]} on standard output too
  2   wrong usage
  70  a bug in this program; it prints a stack trace`;

/**
 * Runs a program: reads the command line, does the work, and writes the result to standard output,
 * everything else to standard error (packager rules, 10. Command lines).
 *
 * @returns The exit status. Throws nothing.
 */
export async function runProgram<Options>(
  program: Program<Options>,
  invocation: Invocation,
): Promise<ExitStatus> {
  const command = withCommonParts(program, invocation);
  let progress = NO_PROGRESS;
  try {
    parse(command, invocation.args);
    if (!command.opts<CommonOptions>().json) progress = startProgress(invocation.stderr);
    const options = { ...command.opts<Options & CommonOptions>(), ...argumentsOf(command) };
    const warnings: Diagnostic[] = [];
    const result = await program.run(options, {
      ...invocation,
      progress: progress.report,
      warn: (warning) => warnings.push(warning),
    });
    progress.end();
    for (const warning of warnings) {
      const shown = withFaceRemedy(
        shownDiagnostic(warning, invocation.workingDirectory),
        program.remedies ?? {},
      );
      invocation.stderr.write(
        laidOut(`warning: ${problemFormat(invocation.stderr)(shown)}`, invocation.stderr),
      );
    }
    const output = result instanceof Difference ? result.output : result;
    invocation.stdout.write(outputText(output, program, invocation));
    return result instanceof Difference ? ExitStatus.different : ExitStatus.success;
  } catch (error) {
    progress.end();
    return tellFailure(error, { ...program, command }, invocation);
  }
}

/** The traits of the program that failed. */
interface Told extends Pick<Program<never>, 'remedies' | 'refusedStatus' | 'isVerbatim'> {
  readonly command: Command;
}

function tellFailure(
  error: unknown,
  { command, remedies, refusedStatus = ExitStatus.refused, isVerbatim }: Told,
  invocation: Invocation,
): ExitStatus {
  const { stdout, stderr, workingDirectory } = invocation;
  if (error instanceof CommanderError) {
    // Commander has already written its message, or the text of --help.
    return error.exitCode === 0 ? ExitStatus.success : ExitStatus.usage;
  }
  const report = reportFailure(error, workingDirectory, remedies, problemFormat(stderr));
  if (report === undefined) {
    stderr.write(`${command.name()}: this is a bug, please report it\n${inspected(error)}\n`);
    return ExitStatus.defect;
  }
  const { json, verbose } = command.opts<CommonOptions>();
  const output = error instanceof RefusedWithOutput ? error.output : {};
  if (isLines(output)) stdout.write(outputText(output, { isVerbatim }, invocation));
  stderr.write(failureText(report.text, invocation));
  if (verbose) stderr.write(`${inspected(error)}\n`);
  if (json && !isLines(output)) {
    stdout.write(formatJson({ ...output, errors: report.diagnostics }));
  }
  return refusedStatus;
}

/** The values of the arguments by name; an optional argument that was not given is left out. */
function argumentsOf(command: Command): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    command.registeredArguments.flatMap((argument, index) => {
      const value: unknown = command.processedArgs[index];
      return value === undefined ? [] : [[argument.name(), value]];
    }),
  );
}

function withCommonParts<Options>(
  { command, exitStatusHelp = EXIT_STATUS_HELP }: Program<Options>,
  invocation: Invocation,
): Command {
  return writingTo(command(), invocation)
    .option('--json', 'write one JSON object to standard output, for programs', false)
    .option('--verbose', 'show stack traces of errors', false)
    .helpOption('--help', 'show this text')
    .addHelpText('after', exitStatusHelp);
}

/**
 * Makes a command write to the streams of the invocation, and throw instead of ending the process.
 */
export function writingTo(command: Command, { stdout, stderr }: Invocation): Command {
  return command
    .showHelpAfterError(`(${command.name()} --help lists the options)`)
    .exitOverride()
    .configureOutput({
      // Commander wraps its own lines, but not those of `addHelpText`.
      writeOut: (text) => stdout.write(formatLines(text.split('\n'), terminalWidth(stdout))),
      writeErr: (text) => stderr.write(formatLines(text.split('\n'), terminalWidth(stderr))),
      getOutHelpWidth: () => terminalWidth(stdout) ?? HELP_WIDTH,
      getErrHelpWidth: () => terminalWidth(stderr) ?? HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

/**
 * By itself, Commander reports a missing option before a misspelt one, which is usually the cause,
 * and reports only one missing option at a time.
 */
function parse(command: Command, args: readonly string[]): void {
  const required = command.options.filter(({ mandatory }) => mandatory);
  for (const option of required) option.makeOptionMandatory(false);
  command.parse(args, { from: 'user' });
  const missing = required
    .filter((option) => command.getOptionValue(option.attributeName()) === undefined)
    .map(({ flags }) => `'${flags}'`);
  if (missing.length > 0) command.error(`error: missing: ${missing.join(', ')}`);
}

/** An exception with its stack trace, made safe to print. */
function inspected(error: unknown): string {
  return printableLines(inspect(error).split('\n'));
}

/** The result of a successful program, for its standard output. */
function outputText(
  output: ProgramOutput,
  { isVerbatim = false }: { readonly isVerbatim?: boolean | undefined },
  { stdout }: Invocation,
): string {
  if (!isLines(output)) return formatJson(output);
  if (output.length === 0) return '';
  return `${formatLines(output, isVerbatim ? undefined : terminalWidth(stdout))}\n`;
}

/**
 * Characters that would control a terminal can only be in strings, where JSON allows escaping them
 * (RFC 8259, 7).
 */
function formatJson(value: unknown): string {
  return `${printableLines(JSON.stringify(value, null, 2).split('\n'))}\n`;
}

/** Lines, wrapped at words if the stream is a terminal, with a final line break. */
function laidOut(text: string, stream: OutputStream): string {
  return `${formatLines(text.split('\n'), terminalWidth(stream))}\n`;
}

/** On a terminal, the id of a problem shows where to read on; programs get it with --json. */
function problemFormat({ isTTY }: OutputStream): (diagnostic: Diagnostic) => string {
  return isTTY === true ? formatWithId : formatDiagnostic;
}

/** The text of problems. On a terminal, the line of each problem stands out from its details. */
function failureText(text: string, { stderr, environment }: Invocation): string {
  const { red } = createColors(hasColours(stderr, environment));
  return text
    .split('\n')
    .map((line) => {
      const shown = laidOut(line, stderr);
      return /^(?! |\.\.\. )./.test(line) ? shown.replaceAll(/^.+$/gm, (part) => red(part)) : shown;
    })
    .join('');
}

/** Follows the conventions of no-color.org and of terminfo's terminal without capabilities. */
function hasColours(stream: OutputStream, environment: Invocation['environment']): boolean {
  const { NO_COLOR, TERM } = environment;
  return stream.isTTY === true && (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}
