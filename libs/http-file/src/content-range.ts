/** The values of a `Content-Range`: bytes from `first` to `last`, of a file with `size` bytes. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  /** Undefined if the server does not know it. */
  readonly size: number | undefined;
}

/**
 * Parses the `Content-Range` of a partial response (RFC 9110, 14.4).
 *
 * @returns Undefined if it is missing or invalid.
 */
export function parseContentRange(header: string | undefined): ContentRange | undefined {
  const match = /^bytes ([0-9]{1,15})-([0-9]{1,15})\/([0-9]{1,15}|\*)$/.exec(header ?? '');
  if (!match) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2])];
  const size = match[3] === '*' ? undefined : Number(match[3]);
  return first <= last && (size === undefined || last < size) ? { first, last, size } : undefined;
}

/** Parses a `Content-Length` (RFC 9110, 8.6), in bytes; undefined if it is missing or invalid. */
export function parseContentLength(header: string | undefined): number | undefined {
  return header !== undefined && /^[0-9]{1,15}$/.test(header) ? Number(header) : undefined;
}
