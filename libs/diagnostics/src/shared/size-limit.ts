import type { Problem } from '../diagnostic';

/** Something that is larger than what is read or packaged. */
export interface Oversize {
  /** As the message names it: `the INF file`. */
  readonly what: string;
  /** In bytes; undefined if it was not read to its end. */
  readonly size?: number | undefined;
  /** In bytes. */
  readonly limit: number;
  readonly remedy: string;
}

/** That a file is larger than what is held in memory, checked or unpacked of its kind. */
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
