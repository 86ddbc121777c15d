import type { OutputStream } from '@aero-guest-tools/diagnostics';

/** Everything that a program reads from its process; no other code reads it. */
export interface Invocation {
  /** Without the interpreter and the program. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute; what relative paths on the command line are relative to. */
  readonly workingDirectory: string;
  /** Platform and user facts that determine where caches are. */
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  /** How many threads can run at the same time; at least 1. */
  readonly parallelism: number;
  /** The time by the clock, in seconds since 1970-01-01 00:00:00 UTC. */
  readonly now: number;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}
