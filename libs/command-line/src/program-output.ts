import type { OutputLine } from '@aero-guest-tools/diagnostics';

/** For machines: the names and meanings of properties are stable. */
export type JsonOutput = Readonly<Record<string, unknown>>;

/**
 * The result of a successful program: lines and tables, or with `--json` an object. Line breaks
 * inside a line do not start a new line when printed.
 */
export type ProgramOutput = readonly OutputLine[] | JsonOutput;

/** Whether a program's result consists of lines. */
export function isLines(output: ProgramOutput): output is readonly OutputLine[] {
  return Array.isArray(output);
}
