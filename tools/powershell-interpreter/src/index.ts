export { TerminatingError, UnknownConstruct } from './errors';
export type { PowerShellVersion, ProgramResult } from './host';
export { runScript, statementLines, type ScriptOptions, type ScriptRun } from './run-script';
export { parseScripts, type SyntaxNode } from './syntax-tree';
export type {
  CertificateState,
  DirectoryState,
  FileState,
  WindowsState,
  WmiClassState,
} from './windows/windows-state';
