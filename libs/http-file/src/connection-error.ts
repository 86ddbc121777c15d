import { types } from 'node:util';
import type { ProblemId } from '@aero-guest-tools/diagnostics';
import { HttpError } from './http-error';
import { shownUrl } from './shown-url';

/** Nothing arrived for too long. */
export class SilenceError extends Error {
  /** @param patience How long, in milliseconds. */
  constructor(patience: number) {
    super(`nothing came for ${String(patience / 1000)} seconds`);
  }
}

/** Data arrive too slowly. */
export class SlowError extends Error {
  /**
   * @param received In bytes.
   * @param time The time in which they arrived, in milliseconds.
   */
  constructor(received: number, time: number) {
    super(`${String(received)} bytes in ${String(time / 1000)} seconds`);
  }
}

/** All requests of a client together take longer than allowed. */
export class TotalTimeError extends Error {
  /** @param totalTime In milliseconds. */
  constructor(totalTime: number) {
    super(`more than ${String(totalTime / 1000)} seconds`);
  }
}

/** A proxy was asked for a tunnel (RFC 9110, 9.3.6) and did not make one. */
export class TunnelError extends Error {
  /**
   * The status of the proxy's response; undefined if the proxy was not reached, for which `cause`
   * is the reason.
   */
  readonly status: number | undefined;

  constructor(status: number | undefined, options?: ErrorOptions) {
    super(status === undefined ? 'no answer' : `status ${String(status)}`, options);
    this.status = status;
  }
}

interface Explanation {
  readonly id: ProblemId;
  readonly codes: RegExp;
  readonly message: string;
  readonly expected: string;
  readonly remedy: string;
  readonly isTransient: boolean;
}

const CHECK_NETWORK =
  'check the URL and the network; if it needs a proxy, name that by HTTPS_PROXY or HTTP_PROXY';

/** The meaning of Node's error codes for someone who wants a file. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    codes: /^ENOTFOUND$/,
    id: 'http.no-such-host',
    message: 'there is no such host',
    expected: 'a host name that DNS resolves',
    remedy: CHECK_NETWORK,
    isTransient: false,
  },
  {
    codes: /^EAI_/,
    id: 'http.lookup-failed',
    message: 'the host name cannot be looked up at the moment',
    expected: 'an answer from DNS',
    remedy: CHECK_NETWORK,
    isTransient: true,
  },
  {
    codes: /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/,
    id: 'http.unreachable',
    message: 'the server cannot be reached',
    expected: 'a server that accepts connections',
    remedy: CHECK_NETWORK,
    isTransient: true,
  },
  {
    codes: /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_CA$|^PATH_LENGTH_EXCEEDED$/,
    id: 'http.certificate',
    message: 'the certificate of the server is not accepted',
    expected: 'a valid certificate for this host, from an authority that Node trusts',
    remedy:
      'check the URL; if an authority of your own signs the certificates in your network, name its certificate by NODE_EXTRA_CA_CERTS',
    isTransient: false,
  },
  {
    codes: /^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/,
    id: 'http.no-tls',
    message: 'the server does not accept a TLS connection',
    expected: 'a server that speaks TLS 1.2 or newer there',
    remedy: 'check scheme and port of the URL',
    isTransient: false,
  },
  {
    codes: /^HPE_/,
    id: 'http.not-http',
    message: 'the response is not HTTP',
    expected: 'an HTTP server',
    remedy: 'check scheme and port of the URL',
    isTransient: false,
  },
];

const BROKEN: Omit<Explanation, 'codes'> = {
  id: 'http.connection-broke',
  message: 'the connection was lost',
  expected: 'a connection that lasts',
  remedy: 'run again to resume where it stopped, or name another source',
  isTransient: true,
};

const SILENT: Omit<Explanation, 'codes'> = {
  id: 'http.silent',
  message: 'the server is silent',
  expected: 'an answer',
  remedy: CHECK_NETWORK,
  isTransient: true,
};

const SLOW: Omit<Explanation, 'codes'> = {
  id: 'http.too-slow',
  message: 'the server is too slow',
  expected: 'a server that sends the file in a reasonable time',
  remedy: 'run again later to resume where it stopped, or name another source',
  isTransient: true,
};

const TOO_LONG: Omit<Explanation, 'codes'> = {
  id: 'http.takes-too-long',
  message: 'the transfer takes too long',
  expected: 'a server that sends the file in a reasonable time',
  remedy: 'run again to resume where it stopped, or name another source',
  isTransient: false,
};

/** The explanation of an error, from its class or its code. */
function explanationOf(error: unknown): Omit<Explanation, 'codes'> {
  if (error instanceof SilenceError) return SILENT;
  if (error instanceof SlowError) return SLOW;
  if (error instanceof TotalTimeError) return TOO_LONG;
  return EXPLANATIONS.find(({ codes }) => codes.test(codeOf(error))) ?? BROKEN;
}

/**
 * Explains an error of a connection.
 *
 * @param proxy The proxy of the connection, if it uses one.
 */
export function connectionError(url: URL, error: unknown, proxy?: URL): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof TunnelError) return tunnelError(url, error, proxy);
  const { id, message, expected, remedy, isTransient } = explanationOf(error);
  const via = proxy ? `, through the proxy ${proxy.host}` : '';
  return new HttpError(
    { id, file: shownUrl(url), message, found: `${description(error)}${via}`, expected, remedy },
    { cause: error, isTransient },
  );
}

function tunnelError(url: URL, { status, cause }: TunnelError, proxy: URL | undefined): HttpError {
  const unanswered = status === undefined;
  return new HttpError(
    {
      id: unanswered ? 'http.proxy-unreachable' : 'http.proxy-refuses',
      file: shownUrl(url),
      message: unanswered ? 'the proxy cannot be reached' : 'the proxy refuses a connection',
      found: `${unanswered ? description(cause) : `status ${String(status)}`} from ${proxy?.host ?? ''}`,
      expected: 'a tunnel to the server (CONNECT)',
      remedy:
        status === 407
          ? 'give the user name and password of the proxy: HTTPS_PROXY=http://user:password@host:port'
          : 'check HTTPS_PROXY, or add the host to NO_PROXY',
    },
    { cause, isTransient: unanswered || status >= 500 },
  );
}

function description(error: unknown): string {
  const code = codeOf(error);
  // The error for several unreachable addresses has no message of its own.
  const message = types.isNativeError(error) ? error.message : '';
  if (message === '') return code;
  return code === '' || message.includes(code) ? message : `${message} (${code})`;
}

function codeOf(error: unknown): string {
  return types.isNativeError(error) && 'code' in error ? String(error.code) : '';
}
