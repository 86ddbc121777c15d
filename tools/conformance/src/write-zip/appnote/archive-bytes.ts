import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';

/** The bytes of an archive, anywhere in it. */
export interface ArchiveBytes {
  readonly size: number;
  /** @throws Error if the archive ends before that. */
  readonly read: (position: number, length: number) => Buffer;
  readonly stream: (position: number, length: number) => AsyncIterable<Uint8Array>;
  readonly close: () => void;
}

export function openArchive(path: string): ArchiveBytes {
  const descriptor = openSync(path, 'r');
  return {
    size: fstatSync(descriptor).size,
    read: (position, length) => {
      const bytes = Buffer.alloc(length);
      if (position < 0 || readSync(descriptor, bytes, 0, length, position) < length) {
        throw new Error(`there are no ${String(length)} bytes at ${String(position)}`);
      }
      return bytes;
    },
    stream: (position, length) =>
      length === 0
        ? (async function* () {})()
        : (createReadStream(path, {
            start: position,
            end: position + length - 1,
          }) as AsyncIterable<Uint8Array>),
    close: () => {
      closeSync(descriptor);
    },
  };
}
