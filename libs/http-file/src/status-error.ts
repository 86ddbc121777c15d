import type { ProblemId } from '@aero-guest-tools/diagnostics';
import type { HttpAnswer } from './http-client';
import { HttpError } from './http-error';
import { shownUrl } from './shown-url';

/** A response, and where it came from. */
export interface HttpResponse extends HttpAnswer {
  /** The URL of the original request. */
  readonly requested: URL;
  /** The URL that redirects led to. */
  readonly url: URL;
}

/** Statuses that may change soon (RFC 9110, 15.5.9 and 15.6; RFC 6585, 4; RFC 8470, 5.2). */
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);

interface Meaning {
  readonly id: ProblemId;
  readonly message: string;
  readonly remedy: string;
}

const OTHER: Meaning = {
  id: 'http.status',
  message: 'the server does not deliver the file',
  remedy: 'check the URL, or name another source',
};

const MEANINGS: Readonly<Record<number, Meaning>> = {
  401: {
    id: 'http.unauthorized',
    message: 'the server requires a user name and a password',
    remedy: 'check whether the URL is public, or add user name and password to it',
  },
  403: {
    id: 'http.forbidden',
    message: 'the server denies access to the file',
    remedy: 'check the URL and its permissions; a signed link may have expired',
  },
  404: { id: 'http.not-found', message: 'the server has no such file', remedy: 'correct the URL' },
  407: {
    id: 'http.proxy-unauthorized',
    message: 'the proxy requires a user name and a password',
    remedy: 'give user name and password: HTTP_PROXY=http://user:password@host:port',
  },
  410: {
    id: 'http.gone',
    message: 'the server no longer has the file',
    remedy: 'name another source',
  },
  429: {
    id: 'http.too-many-requests',
    message: 'the server has received too many requests',
    remedy: 'run again later',
  },
};

const FAILURE: Meaning = {
  id: 'http.server-error',
  message: 'the server has failed',
  remedy: 'run again later, or name another source',
};

/** The error for a response with an unexpected status. */
export function statusError({ requested, url, status, reason, headers }: HttpResponse): HttpError {
  const { id, message, remedy } = MEANINGS[status] ?? (status >= 500 ? FAILURE : OTHER);
  const retryAfter = delaySeconds(headers['retry-after']);
  return new HttpError(
    {
      id,
      file: shownUrl(requested),
      message,
      found: `status ${String(status)} ${reason.slice(0, 100)}`.trim() + whence(requested, url),
      expected: 'status 200 OK',
      remedy,
    },
    { isTransient: TRANSIENT.has(status), ...(retryAfter === undefined ? {} : { retryAfter }) },
  );
}

/**
 * Checks that a file is sent without content coding, as requested (RFC 9110, 12.5.3).
 *
 * @throws HttpError if it is compressed.
 */
export function requireIdentity({ requested, url, headers }: HttpResponse): void {
  const { 'content-encoding': encoding } = headers;
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return;
  throw new HttpError({
    file: shownUrl(requested),
    id: 'http.content-encoding',
    message: 'the server sends the file in a different encoding than requested',
    found: `Content-Encoding: ${encoding.slice(0, 100)}${whence(requested, url)}`,
    expected: 'the bytes of the file as they are',
    remedy: 'have the server not compress the file, or name another source',
  });
}

/**
 * The origin of a response, if it differs from the request:
 * ` from https://mirror.example.org/file`.
 */
export function whence(requested: URL, url: URL): string {
  return url.href === requested.href ? '' : ` from ${shownUrl(url)}, where a redirect led`;
}

/** RFC 9110, 10.2.3. The other form, a date, would need a correct clock. */
function delaySeconds(header: string | undefined): number | undefined {
  return header !== undefined && /^[0-9]{1,6}$/.test(header) ? Number(header) : undefined;
}
