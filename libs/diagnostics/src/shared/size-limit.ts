import type { Problem } from '../diagnostic';

/** Something that is too large to be read or packaged. */
export interface Oversize {
  /** Its name in the message: `the INF file`. */
  readonly what: string;
  /** In bytes; undefined if it was not read to its end. */
  readonly size?: number | undefined;
  /** In bytes. */
  readonly limit: number;
  readonly remedy: string;
}

/**
 * The problem of a file that is larger than the limit for its kind, for holding it in memory,
 * checking or unpacking it.
 */
export function tooLarge(
  file: string | undefined,
  { what, size, limit, remedy }: Oversize,
): Problem {
  return {
    id: 'file.too-large',
    file,
    message: `${what} is too large`,
    found: size === undefined ? `more than ${String(limit)} bytes` : `${String(size)} bytes`,
    expected: `at most ${String(limit)} bytes`,
    remedy,
  };
}
