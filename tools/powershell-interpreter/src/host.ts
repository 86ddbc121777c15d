import type { NetType, Value } from './values';

/** The versions whose differences the interpreter knows: of Windows 7, and of Windows 10. */
export type PowerShellVersion = '2.0' | '5.1';

/** A command in a file of its own: what it was given, and what it has written. */
export interface ProgramResult {
  /** Lines. */
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly exitCode: number;
}

/** A command of PowerShell, with the parameters that the interpreter knows of it. */
export interface Cmdlet {
  /** In the order in which values without a name are bound to them. */
  readonly positional: readonly string[];
  /** Those that are given by name only. */
  readonly named: readonly string[];
  /** Those without a value. */
  readonly switches: readonly string[];
  /** Whether its errors end the script whatever $ErrorActionPreference is. */
  readonly alwaysTerminates?: boolean;
  /**
   * @param bound By the name as it stands in the lists above; a switch that was given is true.
   * @returns What it writes to the output.
   * @throws NetException where the command ends in an error.
   */
  run(bound: ReadonlyMap<string, Value>): readonly Value[];
}

/** What surrounds a script: the Windows that it runs on. */
export interface Host {
  /** By the lower-case name. */
  readonly cmdlets: ReadonlyMap<string, Cmdlet>;
  /** The type of a literal `[name]`; undefined if it is not known. */
  type(name: string): NetType | undefined;
  environment(name: string): string | undefined;
  /** Variables such as $MyInvocation, by their lower-case name. */
  readonly automaticVariables: ReadonlyMap<string, Value>;
  /** Undefined if there is no such program. */
  runProgram(path: string, programArguments: readonly string[]): ProgramResult | undefined;
}
