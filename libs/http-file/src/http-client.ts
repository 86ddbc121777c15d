import http from 'node:http';
import https from 'node:https';
import { connectionError, SilenceError, TotalTimeError } from './connection-error';
import { HttpError } from './http-error';
import { proxyFor, type ProxySettings } from './proxy';
import { emptyBody, responseBody, type ResponseBody } from './response-body';
import { shownUrl } from './shown-url';
import { DEFAULT_LIMITS, type TransferLimits } from './transfer-limits';
import { basicCredentials, tunnelAgent } from './tunnel';

/** Settings for requests. */
export interface HttpSettings {
  readonly proxies: ProxySettings;
  /** The longest time without any data, in milliseconds. Default: 60 seconds. */
  readonly patience?: number | undefined;
  /** Waits between two attempts, for a time in milliseconds. Default: by the clock. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
  /** Limits that override {@link DEFAULT_LIMITS}. */
  readonly limits?: Partial<TransferLimits> | undefined;
}

const PATIENCE = 60_000;

/**
 * The longest time of a timer in Node, in milliseconds: a timer with a longer one fires at once.
 */
const MAXIMUM_TIMER = 2 ** 31 - 1;

/** The response of a server. */
export interface HttpAnswer {
  readonly status: number;
  /** The reason phrase, for people. */
  readonly reason: string;
  readonly headers: http.IncomingHttpHeaders;
  /** To be read, or discarded. */
  readonly body: ResponseBody;
}

/** Sends requests, and keeps connections open between them. */
export interface HttpClient {
  readonly settings: HttpSettings;
  readonly limits: TransferLimits;
  /**
   * How much of the total time is left, in milliseconds; the time begins with the first request.
   */
  remainingTime(): number;
  /**
   * Sends one GET request and waits for the head of the response, whatever its status. Sends the
   * user name and password in the URL (RFC 7617).
   *
   * @returns The response. Its body fails if nothing or too little arrives for too long.
   * @throws HttpError if there is no response, or if it would exceed the limits.
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

  /**
   * Connects to the server, to the proxy, or for `https:` through a tunnel that the proxy makes to
   * the server.
   */
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
            // The file is needed byte for byte, since offsets count its bytes.
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

/** The target of a request, and the headers for it. */
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

/** How long a response may take, in milliseconds. */
interface AnswerTimes {
  readonly patience: number;
  /** Until the end of its body. */
  readonly remaining: number;
  readonly limits: TransferLimits;
}

/**
 * Sends a request, and waits for the head of the response, for an unexpected kind of response, or
 * for the end of the connection.
 */
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
    // Covers the time from the host look-up to the head of the response; Node has timeouts only for
    // parts of it.
    const timer = setTimeout(
      () => {
        const isTotal = remaining < patience;
        fail(isTotal ? new TotalTimeError(limits.totalTime) : new SilenceError(patience));
      },
      Math.min(patience, remaining),
    );
    request.on('error', fail);
    // Node does not report every end of a connection as an error.
    request.once('close', () => {
      fail(new Error('the connection was closed before an answer came'));
    });
    // An upgrade that nobody asked for (RFC 9110, 15.2.2. 101 Switching Protocols) is a response
    // without a body.
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

/** Node expects an IPv6 address without the brackets of the URL. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
