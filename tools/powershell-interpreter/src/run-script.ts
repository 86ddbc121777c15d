import type { PowerShellVersion } from './host';
import { Interpreter } from './interpreter';
import type { SyntaxNode } from './syntax-tree';
import { simulateWindows } from './windows/simulated-windows';
import type { WindowsState } from './windows/windows-state';

export interface ScriptRun {
  readonly exitCode: number;
  /** What Write-Host has written. */
  readonly hostLines: readonly string[];
  /** The lines of the script, from 1, on which a statement began that was run. */
  readonly executedLines: ReadonlySet<number>;
  /** The bytes of a file afterwards; undefined if there is none. */
  readonly file: (path: string) => Uint8Array | undefined;
}

export interface ScriptOptions {
  readonly windows: WindowsState;
  /** Where the script is in the simulated Windows. */
  readonly path: string;
  readonly arguments: readonly string[];
  readonly version: PowerShellVersion;
}

/**
 * Runs a script as `powershell.exe -File` does.
 *
 * @throws UnknownConstruct if it uses what the interpreter does not know.
 * @throws TerminatingError if an error of the script ends it.
 */
export function runScript(script: SyntaxNode, options: ScriptOptions): ScriptRun {
  const { host, files, hostLines } = simulateWindows(options.windows, options.path);
  const interpreter = new Interpreter(host, options.version);
  const exitCode = interpreter.run(script, options.arguments);
  return {
    exitCode,
    hostLines,
    executedLines: interpreter.executedLines,
    file: (path) => files.file(path)?.content,
  };
}

/** The lines of a script, from 1, on which a statement begins. */
export function statementLines(script: SyntaxNode): ReadonlySet<number> {
  const lines = new Set<number>();
  const visit = (node: SyntaxNode): void => {
    for (const item of node.children) {
      if (node.type === 'statement_list') lines.add(item.line);
      visit(item);
    }
  };
  visit(script);
  return lines;
}
