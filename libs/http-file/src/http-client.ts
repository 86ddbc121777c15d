import http from 'node:http';
import https from 'node:https';
import { connectionError, SilenceError, TotalTimeError } from './connection-error';
import { HttpError } from './http-error';
import { proxyFor, type ProxySettings } from './proxy';
import { emptyBody, responseBody, type ResponseBody } from './response-body';
import { shownUrl } from './shown-url';
import { DEFAULT_LIMITS, type TransferLimits } from './transfer-limits';
import { basicCredentials, tunnelAgent } from './tunnel';

/** How requests are made. */
export interface HttpSettings {
  readonly proxies: ProxySettings;
  /** How long nothing may arrive, in milliseconds; 60 seconds if it is left out. */
  readonly patience?: number | undefined;
  /** Waits between two attempts, for a time in milliseconds; by the clock if it is left out. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
  /** Those of {@link DEFAULT_LIMITS} that are other ones. */
  readonly limits?: Partial<TransferLimits> | undefined;
}

const PATIENCE = 60_000;

/** The longest time that a timer of Node has, in milliseconds: one for more ends at once. */
const MAXIMUM_TIMER = 2 ** 31 - 1;

/** What a server answers. */
export interface HttpAnswer {
  readonly status: number;
  /** What the server says besides the status, for people. */
  readonly reason: string;
  readonly headers: http.IncomingHttpHeaders;
  /** To be read, or discarded. */
  readonly body: ResponseBody;
}

/** Makes requests, and keeps connections between them. */
export interface HttpClient {
  readonly settings: HttpSettings;
  readonly limits: TransferLimits;
  /** Milliseconds of the total time that are left; it begins with the first request. */
  remainingTime(): number;
  /**
   * Sends one GET request and waits for the head of the answer, whatever its status is. User name
   * and password in the URL are sent along (RFC 7617).
   *
   * @returns The answer, whose body fails if nothing or too little arrives for too long.
   * @throws HttpError if there is no answer, or if it would exceed the limits.
   */
  get(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  /** Closes all connections. */
  close(): void;
}

/** Opens a client. Nothing is connected before the first request. */
export function openHttpClient(settings: HttpSettings): HttpClient {
  const patience = settings.patience ?? PATIENCE;
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  let requests = 0;
  let since: number | undefined;
  const remainingTime = (): number =>
    limits.totalTime - (performance.now() - (since ??= performance.now()));
  const agents = new Map<string, http.Agent>();
  const agentFor = (key: string, make: () => http.Agent): http.Agent => {
    const agent = agents.get(key) ?? make();
    agents.set(key, agent);
    return agent;
  };

  const direct = (protocol: string): http.Agent =>
    agentFor(protocol, () => new (protocol === 'https:' ? https : http).Agent({ keepAlive: true }));

  /** To the server, to the proxy, or for `https:` to a tunnel that the proxy makes to the server. */
  const connect = (url: URL, proxy: URL | undefined): Connection => {
    const { protocol, hostname, port, pathname, search } = url;
    if (proxy && protocol === 'http:') return viaProxy(url, proxy, direct(proxy.protocol));
    const agent = proxy
      ? agentFor(proxy.href, () => tunnelAgent(proxy, patience))
      : direct(protocol);
    return {
      options: { protocol, host: unbracketed(hostname), port, path: pathname + search, agent },
      headers: {},
    };
  };

  const get: HttpClient['get'] = async (url, headers) => {
    const proxy = proxyFor(url, settings.proxies);
    const { options, headers: ofConnection } = connect(url, proxy);
    const authorization = basicCredentials(url);
    requests += 1;
    if (requests > limits.requests) throw tooManyRequests(url, limits.requests);
    try {
      const remaining = remainingTime();
      if (remaining <= 0) throw new TotalTimeError(limits.totalTime);
      return await head(
        {
          ...options,
          headers: {
            ...ofConnection,
            ...headers,
            'user-agent': 'aero-guest-tools',
            // What is asked for is a file byte for byte, which is what offsets count in.
            'accept-encoding': 'identity',
            ...(authorization === undefined ? {} : { authorization }),
          },
        },
        { patience, remaining, limits },
      );
    } catch (error) {
      throw connectionError(url, error, proxy);
    }
  };

  return {
    settings,
    limits,
    remainingTime,
    get,
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Where a request goes, and what it has to say there. */
interface Connection {
  readonly options: http.RequestOptions;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request for an `http:` URL goes to the proxy itself, in absolute form (RFC 9112, 3.2.2). */
function viaProxy({ host, pathname, search }: URL, proxy: URL, agent: http.Agent): Connection {
  const authorization = basicCredentials(proxy);
  return {
    options: {
      protocol: proxy.protocol,
      host: unbracketed(proxy.hostname),
      port: proxy.port,
      path: `http://${host}${pathname}${search}`,
      agent,
    },
    headers: {
      host,
      ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    },
  };
}

/** How long an answer may take, in milliseconds. */
interface AnswerTimes {
  readonly patience: number;
  /** Up to the end of its body. */
  readonly remaining: number;
  readonly limits: TransferLimits;
}

/** Sends a request, and waits for the head of the answer, for what that is not, or for the end. */
function head(
  options: http.RequestOptions,
  { patience, remaining, limits }: AnswerTimes,
): Promise<HttpAnswer> {
  const end = performance.now() + remaining;
  return new Promise((resolve, reject) => {
    const request = (options.protocol === 'https:' ? https : http).request(options);
    let isSettled = false;
    const settle = (act: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      act();
    };
    const fail = (error: Error): void => {
      settle(() => {
        reject(error);
        request.destroy(error);
      });
    };
    // From looking the host up to the head of the answer; Node has a timeout for none but a part.
    const timer = setTimeout(
      () => {
        const isTotal = remaining < patience;
        fail(isTotal ? new TotalTimeError(limits.totalTime) : new SilenceError(patience));
      },
      Math.min(patience, remaining),
    );
    request.on('error', fail);
    // Node reports not every end as an error.
    request.once('close', () => {
      fail(new Error('the connection was closed before an answer came'));
    });
    // What nobody asked for (RFC 9110, 15.2.2. 101 Switching Protocols) is an answer without a body.
    request.once('upgrade', (response, socket) => {
      socket.destroy();
      settle(() => {
        resolve({ ...headOf(response), body: emptyBody() });
      });
    });
    request.once('response', (response) => {
      response.setTimeout(patience, () => response.destroy(new SilenceError(patience)));
      const total = setTimeout(
        () => response.destroy(new TotalTimeError(limits.totalTime)),
        Math.min(end - performance.now(), MAXIMUM_TIMER),
      );
      response.once('close', () => {
        clearTimeout(total);
      });
      settle(() => {
        resolve({ ...headOf(response), body: responseBody(response, limits) });
      });
    });
    request.end();
  });
}

function headOf(response: http.IncomingMessage): Omit<HttpAnswer, 'body'> {
  const { statusCode = 0, statusMessage = '', headers } = response;
  return { status: statusCode, reason: statusMessage, headers };
}

function tooManyRequests(url: URL, maximum: number): HttpError {
  return new HttpError({
    file: shownUrl(url),
    id: 'http.request-limit',
    message: 'the server would need too many requests for this file',
    found: `more than ${String(maximum)} requests`,
    expected: 'a server that needs only a few',
    remedy: 'name another source',
  });
}

/** Node wants an IPv6 address without the brackets that it has in a URL. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
