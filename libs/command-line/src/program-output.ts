import type { OutputLine } from '@aero-guest-tools/diagnostics';

/** For machines: names and meaning of its properties do not change. */
export type JsonOutput = Readonly<Record<string, unknown>>;

/**
 * What a program tells when it has succeeded: lines and tables, or with `--json` an object. What is in a line makes
 * no line of its own when it is printed.
 */
export type ProgramOutput = readonly OutputLine[] | JsonOutput;

/** Whether a program tells its result in lines. */
export function isLines(output: ProgramOutput): output is readonly OutputLine[] {
  return Array.isArray(output);
}
