import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Wine prefix of its own: registry and drive C: of a simulated 64-bit Windows 7 SP1. */
export interface WinePrefix {
  /** Path of drive C: on this machine. */
  readonly driveC: string;
  /** Runs a command line by Wine's cmd.exe in `directory`, with `input` to answer its questions. */
  readonly cmd: (directory: string, command: readonly string[], input?: string) => WineRun;
  /** Runs winecfg, which has an option for the version of Windows. */
  readonly winecfg: (...args: string[]) => WineRun;
  /** Runs reg.exe, for what a test sets up or looks up. */
  readonly reg: (...args: string[]) => WineRun;
  /** Ends the prefix's own Wine server and removes the prefix. */
  readonly dispose: () => void;
}

export interface WineRun {
  /** The low 8 bits of the exit code: what is left of 3010 (reboot required) on Linux is 194. */
  readonly status: number | null;
  readonly stdout: string;
}

/** The exit code 3010 (ERROR_SUCCESS_REBOOT_REQUIRED) as `WineRun.status` shows it. */
export const rebootRequired = 3010 % 256;

/** Whether batch files can be run on this machine. */
export const hasWine = spawnSync('wine', ['--version']).status === 0;

/** Creates a Wine prefix under the directory for temporary files; takes some ten seconds. */
export function createWinePrefix(): WinePrefix {
  const prefix = mkdtempSync(join(tmpdir(), 'aero-wine-'));
  const env = {
    ...process.env,
    WINEPREFIX: prefix,
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    // Neither .NET nor a browser is needed, and their installers would ask to be downloaded. A program
    // with a window would wait seconds for an explorer that no display lets start.
    WINEDLLOVERRIDES: 'mscoree=;mshtml=;explorer.exe=d',
    DISPLAY: '',
  };
  const run = (program: string, args: readonly string[], cwd = prefix, input = ''): WineRun => {
    // Files and not pipes: Wine's services inherit them and would hold a pipe open.
    const [inputFile, outputFile] = [join(prefix, 'stdin.txt'), join(prefix, 'stdout.txt')];
    writeFileSync(inputFile, input);
    const [stdin, stdout] = [openSync(inputFile, 'r'), openSync(outputFile, 'w')];
    try {
      const stdio = [stdin, stdout, 'ignore'] as const;
      const { status, error } = spawnSync(program, args, {
        cwd,
        env,
        stdio: [...stdio],
        timeout: 200_000,
      });
      if (error) throw error;
      return { status, stdout: readFileSync(outputFile, 'latin1') };
    } finally {
      closeSync(stdin);
      closeSync(stdout);
    }
  };
  // Keeps what stands under HKEY_USERS, which a Wine server forgets when it ends.
  run('wineserver', ['--persistent=600']);
  run('wineboot', ['--init']);
  const driveC = join(prefix, 'drive_c');
  symlinkSync('system32', join(driveC, 'windows', 'sysnative'));
  return {
    driveC,
    cmd: (directory, command, input) => run('wine', ['cmd', '/c', ...command], directory, input),
    winecfg: (...args) => run('wine', ['winecfg', ...args]),
    reg: (...args) => run('wine', ['reg', ...args]),
    dispose: () => {
      run('wineserver', ['--kill']);
      rmSync(prefix, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/**
 * Puts a batch file in the place of a system program that Wine has no working copy of. It writes
 * its arguments to `C:\stub\calls.txt` and then runs `body`, in which %* are the arguments.
 */
export function writeStub(prefix: WinePrefix, program: string, body: readonly string[]): void {
  const directory = join(prefix.driveC, 'stub');
  mkdirSync(directory, { recursive: true });
  const lines = ['@echo off', `>>"C:\\stub\\calls.txt" echo ${program} %*`, ...body];
  writeFileSync(join(directory, `${program}.cmd`), lines.map((line) => `${line}\r\n`).join(''));
}
