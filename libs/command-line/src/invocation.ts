import type { OutputStream } from '@aero-guest-tools/diagnostics';

/** All that a program knows of the process that it runs in; nothing else reads any of it. */
export interface Invocation {
  /** Without the interpreter and the program. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute; what relative paths on the command line are relative to. */
  readonly workingDirectory: string;
  /** Of the machine and its user: where caches are. */
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  /** How many threads can run at the same time, 1 or more. */
  readonly parallelism: number;
  /** The time by the clock, in seconds since 1970-01-01 00:00:00 UTC. */
  readonly now: number;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}
