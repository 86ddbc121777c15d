import { createHash, randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that uses a store. Several machines may share a store. */
export interface StoreOwner {
  readonly pid: number;
  /** The name that people know the machine by. */
  readonly host: string;
  /**
   * The scope in which process ids are unique: the host, and the PID namespace where there are any
   * (Linux, pid_namespaces(7)), since containers may have the name of their host.
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

/** Whether a process is known to have ended; false for a process of another machine. */
export function hasEnded({ pid, machine: ofOwner }: Omit<StoreOwner, 'host'>): boolean {
  if (ofOwner !== thisOwner().machine) return false;
  try {
    // Signal 0 only checks whether the process exists.
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** A unique name that identifies this process. */
export function temporaryName(): string {
  const { pid, machine: ofProcess } = thisOwner();
  return `${String(pid)}-${ofProcess}-${randomUUID()}`;
}

const TEMPORARY = /^\.?([1-9][0-9]{0,9})-([0-9a-f]{16})-[0-9a-f-]{36}/;

/**
 * The process that made a file whose name begins like {@link temporaryName}; undefined for other
 * names.
 */
export function ownerOfTemporary(name: string): Omit<StoreOwner, 'host'> | undefined {
  const [, pid, ofOwner] = TEMPORARY.exec(name) ?? [];
  return pid === undefined || ofOwner === undefined
    ? undefined
    : { pid: Number(pid), machine: ofOwner };
}
