import { spawnSync } from 'node:child_process';
import { arch, cpus, release, totalmem, type } from 'node:os';

/** What a report is worth depends on: the machine, Node, and the versions of the other programs. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** First lines of what the programs say of themselves; those that are not installed are left out. */
  readonly programs: readonly string[];
}

const VERSIONS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['genisoimage', '--version'],
  ['xorriso', '--version'],
  ['zip', '-h'],
  ['7z'],
  ['sha256sum', '--version'],
];

/** Describes the machine that this runs on. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    programs: VERSIONS.map(([program, ...args]) => versionLine(program, args)).filter(
      (line) => line !== '',
    ),
  };
}

/** One line of Markdown. */
export function machineLine(machine: Machine): string {
  const { processor, cores, memoryBytes, system, node, programs } = machine;
  const memory = `${(memoryBytes / 1024 ** 3).toFixed(0)} GiB`;
  return [
    `${processor}, ${String(cores)} cores, ${memory}`,
    system,
    `Node ${node}`,
    ...programs,
  ].join('; ');
}

/** The first line that holds a version number. */
function versionLine(program: string, args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) return '';
  const line = `${stdout}\n${stderr}`.split('\n').find((text) => /\d+\.\d+/.test(text)) ?? program;
  return (/^.*?\d+(?:\.\d+)+/.exec(line)?.[0] ?? line).replace(/^GNU /, '').trim();
}
