/**
 * Contents that were read to find out what a source is, by their SHA-256. A build of one process takes them from there,
 * so that a file of a directory, or an archive, is read and hashed once.
 */
export interface KeptContents {
  /** @param sha256 In lower-case hexadecimal. */
  get(sha256: string): Uint8Array | undefined;
  /** Keeps contents, if there is room. */
  keep(sha256: string, contents: Uint8Array): void;
  /** How much more is kept, in bytes. */
  room(): number;
}

/** Several times what CI packages of the drivers of a build have, and little beside what it takes to compress them. */
const MAXIMUM_KEPT = 64 * 1024 * 1024;

/** @param maximum How much is kept at the most, in bytes. What is more is read again. */
export function keptContents(maximum: number = MAXIMUM_KEPT): KeptContents {
  const kept = new Map<string, Uint8Array>();
  let room = maximum;
  return {
    get: (sha256) => kept.get(sha256),
    keep: (sha256, contents) => {
      if (contents.length > room || kept.has(sha256)) return;
      room -= contents.length;
      kept.set(sha256, contents);
    },
    room: () => room,
  };
}
