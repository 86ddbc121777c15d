import fs, { readlinkSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { jest } from '@jest/globals';

/** How many bytes were read of each file. */
export interface CountedReads {
  /** In bytes, by absolute path; of a file that was renamed, by the name that it had when it was read. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Ends the counting. */
  restore(): void;
}

/**
 * Counts what this process reads through descriptors, by synchronous calls and by those of file handles, which
 * is all that the libraries do. Linux alone tells of which file a descriptor is.
 */
export async function countReads(): Promise<CountedReads> {
  const bytes = new Map<string, number>();
  const count = (descriptor: number, length: number): void => {
    const path = readlinkSync(`/proc/self/fd/${String(descriptor)}`);
    bytes.set(path, (bytes.get(path) ?? 0) + length);
  };

  const readSync = fs.readSync as (...args: readonly unknown[]) => number;
  const sync = jest.spyOn(fs, 'readSync').mockImplementation((...args: readonly unknown[]) => {
    const length = readSync(...args);
    count(args[0] as number, length);
    return length;
  });

  const handle = await open(__filename);
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const read = Reflect.get(prototype, 'read') as (
    ...args: readonly unknown[]
  ) => Promise<{ readonly bytesRead: number }>;
  const counted = async function (this: FileHandle, ...args: readonly unknown[]): Promise<unknown> {
    const { fd } = this;
    const result = await read.apply(this, args as unknown[]);
    count(fd, result.bytesRead);
    return result;
  };
  const ofHandles = jest.spyOn(prototype, 'read').mockImplementation(counted as never);
  return {
    bytes,
    restore: () => {
      sync.mockRestore();
      ofHandles.mockRestore();
    },
  };
}
