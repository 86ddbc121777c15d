import { join } from 'node:path';
import type { Command } from '../measure/measured-run';

/** One of our command lines, as a process. */
export function ourCommand(workspace: string, name: string, ...args: readonly string[]): Command {
  return [process.execPath, join(workspace, 'libs/command-line/bin', `${name}.js`), ...args];
}

/** A program of this package, as a process: a library that has no command line of its own. */
export function ourProgram(name: string, ...args: readonly string[]): Command {
  return [process.execPath, join(__dirname, '../programs', `${name}.js`), ...args];
}
