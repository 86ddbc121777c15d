import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { SilenceError, TunnelError } from './connection-error';

/**
 * The value of `Authorization` or `Proxy-Authorization` for user name and password in a URL (RFC
 * 7617, 2); undefined if it has none.
 */
export function basicCredentials({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
}

/** The URL parser accepts a `%` that encodes nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Makes a proxy connect to a server (RFC 9110, 9.3.6. CONNECT).
 *
 * @param authority Host and port of the server.
 * @param patience How long to wait for the response, in milliseconds.
 * @throws TunnelError if the proxy does not.
 */
export function openTunnel(proxy: URL, authority: string, patience: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const authorization = basicCredentials(proxy);
    const request = (proxy.protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port,
      path: authority,
      headers: {
        host: authority,
        ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
      },
      agent: false,
    });
    let isSettled = false;
    const settle = (act: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      act();
    };
    const fail = (error: TunnelError): void => {
      settle(() => {
        reject(error);
        request.destroy();
      });
    };
    const timer = setTimeout(() => {
      fail(new TunnelError(undefined, { cause: new SilenceError(patience) }));
    }, patience);
    request.on('error', (cause) => {
      fail(new TunnelError(undefined, { cause }));
    });
    // Any other kind of response means that there is no tunnel.
    for (const event of ['response', 'upgrade']) {
      request.once(event, ({ statusCode }: http.IncomingMessage) => {
        fail(new TunnelError(statusCode ?? 0));
      });
    }
    request.once('close', () => {
      fail(new TunnelError(undefined, { cause: new Error('the connection was closed') }));
    });
    request.once('connect', ({ statusCode }, socket, head) => {
      settle(() => {
        if (statusCode === 200) {
          if (head.length > 0) socket.unshift(head);
          resolve(socket);
        } else {
          socket.destroy();
          reject(new TunnelError(statusCode ?? 0));
        }
      });
    });
    request.end();
  });
}

/** An agent that connects to `https:` servers only through a proxy. */
export function tunnelAgent(proxy: URL, patience: number): https.Agent {
  const agent = new https.Agent({ keepAlive: true });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const host = options.host ?? '';
    const authority = `${host.includes(':') ? `[${host}]` : host}:${String(options.port)}`;
    openTunnel(proxy, authority, patience).then(
      (socket) => {
        const secured = connect({ ...options, socket } as https.RequestOptions);
        if (secured) callback?.(null, secured);
      },
      (error: unknown) => {
        (callback as ((error: unknown) => void) | undefined)?.(error);
      },
    );
    return undefined;
  };
  return agent;
}
