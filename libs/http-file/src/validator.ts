import type { IncomingHttpHeaders } from 'node:http';

/**
 * In milliseconds: a file may change again within this time without its date changing (RFC 9110,
 * 8.8.2.2).
 */
const DATE_GRANULARITY = 1000;

/**
 * The validator of a response, with which a later request can make sure that a range is from the
 * same version (RFC 9110, 13.1.5. If-Range): a strong entity tag, else a strong modification date.
 *
 * @returns Undefined if the response has none.
 */
export function strongValidator(headers: IncomingHttpHeaders): string | undefined {
  const { etag, date, 'last-modified': modified } = headers;
  if (etag !== undefined) return /^"[\x21\x23-\x7e]*"$/.test(etag) ? etag : undefined;
  if (modified === undefined || date === undefined) return undefined;
  const isStrong = Date.parse(date) - Date.parse(modified) >= DATE_GRANULARITY;
  return isStrong ? modified : undefined;
}
