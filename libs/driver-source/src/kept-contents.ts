/**
 * Contents that were read to identify a source, by SHA-256. A build in one process reuses them, so
 * that a file of a directory, or an archive, is read and hashed once.
 */
export interface KeptContents {
  /** @param sha256 In lower-case hexadecimal. */
  get(sha256: string): Uint8Array | undefined;
  /** Keeps contents, if there is room. */
  keep(sha256: string, contents: Uint8Array): void;
  /** How many more bytes fit. */
  room(): number;
}

/**
 * In bytes: several times the size of the drivers that CI packages for a build, and little compared
 * with what compressing them takes.
 */
const MAXIMUM_KEPT = 64 * 1024 * 1024;

/** @param maximum How much is kept at most, in bytes. The rest is read again. */
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
