import fs, { readlinkSync, realpathSync } from 'node:fs';
import promises, { open, type FileHandle } from 'node:fs/promises';
import { jest } from '@jest/globals';

/** How many bytes were read of each file. */
export interface CountedReads {
  /** In bytes, by absolute path; of a file that was renamed, by the name that it had when it was read. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Ends the counting. */
  restore(): void;
}

/**
 * Counts what this process reads: through descriptors, by synchronous calls, by callbacks, as streams do, and by those of
 * file handles; and whole files. Linux alone tells of which file a descriptor is.
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

  const read = fs.read as (...args: readonly unknown[]) => void;
  const byCallback = jest.spyOn(fs, 'read').mockImplementation((...args: readonly unknown[]) => {
    const done = args.at(-1) as (error: Error | null, length: number, buffer: unknown) => void;
    read(...args.slice(0, -1), (error: Error | null, length: number, buffer: unknown) => {
      if (error === null) count(args[0] as number, length);
      done(error, length, buffer);
    });
  });

  const handle = await open(__filename);
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const readHandle = Reflect.get(prototype, 'read') as (
    ...args: readonly unknown[]
  ) => Promise<{ readonly bytesRead: number }>;
  const counted = async function (this: FileHandle, ...args: readonly unknown[]): Promise<unknown> {
    const { fd } = this;
    const result = await readHandle.apply(this, args as unknown[]);
    count(fd, result.bytesRead);
    return result;
  };
  const ofHandles = jest.spyOn(prototype, 'read').mockImplementation(counted as never);

  const readWhole = Reflect.get(prototype, 'readFile') as (
    ...args: readonly unknown[]
  ) => Promise<string | Uint8Array>;
  const countedWhole = async function (
    this: FileHandle,
    ...args: readonly unknown[]
  ): Promise<unknown> {
    const { fd } = this;
    const contents = await readWhole.apply(this, args as unknown[]);
    count(fd, Buffer.byteLength(contents));
    return contents;
  };
  const wholeHandles = jest.spyOn(prototype, 'readFile').mockImplementation(countedWhole as never);

  const readFile = promises.readFile as (
    ...args: readonly unknown[]
  ) => Promise<string | Uint8Array>;
  const wholeFiles = jest.spyOn(promises, 'readFile').mockImplementation((async (
    ...args: readonly unknown[]
  ) => {
    const contents = await readFile(...args);
    const path = realpathSync(String(args[0]));
    bytes.set(path, (bytes.get(path) ?? 0) + Buffer.byteLength(contents));
    return contents;
  }) as never);
  const spies = [sync, byCallback, ofHandles, wholeHandles, wholeFiles];
  return {
    bytes,
    restore: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
