/** What a `Content-Range` says: bytes from `first` to `last`, of a file of so many bytes. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  /** Undefined if the server does not know it. */
  readonly size: number | undefined;
}

/**
 * Reads the `Content-Range` of a part (RFC 9110, 14.4).
 *
 * @returns Undefined if there is none, or none that makes sense.
 */
export function parseContentRange(header: string | undefined): ContentRange | undefined {
  const match = /^bytes ([0-9]{1,15})-([0-9]{1,15})\/([0-9]{1,15}|\*)$/.exec(header ?? '');
  if (!match) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2])];
  const size = match[3] === '*' ? undefined : Number(match[3]);
  return first <= last && (size === undefined || last < size) ? { first, last, size } : undefined;
}

/** Reads a `Content-Length` (RFC 9110, 8.6), in bytes; undefined if there is none. */
export function parseContentLength(header: string | undefined): number | undefined {
  return header !== undefined && /^[0-9]{1,15}$/.test(header) ? Number(header) : undefined;
}
