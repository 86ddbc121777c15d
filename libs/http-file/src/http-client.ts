import http from 'node:http';
import https from 'node:https';
import { connectionError, SilenceError } from './connection-error';
import { proxyFor, type ProxySettings } from './proxy';
import { responseBody, type ResponseBody } from './response-body';
import { basicCredentials, tunnelAgent } from './tunnel';

/** How requests are made. */
export interface HttpSettings {
  readonly proxies: ProxySettings;
  /** How long nothing may arrive, in milliseconds; 60 seconds if it is left out. */
  readonly patience?: number | undefined;
  /** Waits between two attempts, for a time in milliseconds; by the clock if it is left out. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
}

const PATIENCE = 60_000;

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
  /**
   * Sends one GET request and waits for the head of the answer, whatever its status is. User name
   * and password in the URL are sent along (RFC 7617).
   *
   * @returns The answer, whose body fails if nothing arrives for too long.
   * @throws HttpError if there is no answer.
   */
  get(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  /** Closes all connections. */
  close(): void;
}

/** Opens a client. Nothing is connected before the first request. */
export function openHttpClient(settings: HttpSettings): HttpClient {
  const patience = settings.patience ?? PATIENCE;
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
    try {
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
        patience,
      );
    } catch (error) {
      throw connectionError(url, error, proxy);
    }
  };

  return {
    settings,
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

/** Sends a request, and waits for the head of the answer. */
function head(options: http.RequestOptions, patience: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = (options.protocol === 'https:' ? https : http).request(options);
    // From looking the host up to the head of the answer; Node has a timeout for none but a part.
    const timer = setTimeout(() => request.destroy(new SilenceError(patience)), patience);
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.once('response', (response) => {
      clearTimeout(timer);
      response.setTimeout(patience, () => response.destroy(new SilenceError(patience)));
      resolve({
        status: response.statusCode ?? 0,
        reason: response.statusMessage ?? '',
        headers: response.headers,
        body: responseBody(response),
      });
    });
    request.end();
  });
}

/** Node wants an IPv6 address without the brackets that it has in a URL. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
