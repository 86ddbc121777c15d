import { createHash, randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that uses a store, which several machines may share. */
export interface StoreOwner {
  readonly pid: number;
  /** As people know the machine. */
  readonly host: string;
  /**
   * In which processes are numbered together: of the host, and of the PID namespace where there are
   * such (Linux, pid_namespaces(7)), since containers may have the name of their host.
   */
  readonly machine: string;
}

let machine: string | undefined;

/** This process. */
export function thisOwner(): StoreOwner {
  machine ??= createHash('sha256')
    .update(`${hostname()} ${pidNamespace()}`)
    .digest('hex')
    .slice(0, 16);
  return { pid: process.pid, host: hostname(), machine };
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Whether a process is known to have ended; of another machine, nothing is known. */
export function hasEnded({ pid, machine: ofOwner }: Omit<StoreOwner, 'host'>): boolean {
  if (ofOwner !== thisOwner().machine) return false;
  try {
    // Signal 0 only asks whether the process is there.
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** A name that nothing else has, and that tells who made it. */
export function temporaryName(): string {
  const { pid, machine: ofProcess } = thisOwner();
  return `${String(pid)}-${ofProcess}-${randomUUID()}`;
}

const TEMPORARY = /^\.?([1-9][0-9]{0,9})-([0-9a-f]{16})-[0-9a-f-]{36}/;

/** Who made something of a name that begins as {@link temporaryName} says; undefined for others. */
export function ownerOfTemporary(name: string): Omit<StoreOwner, 'host'> | undefined {
  const [, pid, ofOwner] = TEMPORARY.exec(name) ?? [];
  return pid === undefined || ofOwner === undefined
    ? undefined
    : { pid: Number(pid), machine: ofOwner };
}
