import http from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';

/** A small proxy, for tunnels and for requests in absolute form. */
export interface Proxy {
  readonly port: number;
  /**
   * One for each request: `CONNECT localhost:443`, `GET http://...`, followed by its credentials.
   */
  readonly requests: readonly string[];
  stop(): void;
}

/**
 * @param credentials The only `Proxy-Authorization` that it accepts; without it, none is required.
 */
export async function startProxy(credentials?: string): Promise<Proxy> {
  const requests: string[] = [];
  const refuses = ({ method = '', url = '', headers }: http.IncomingMessage): boolean => {
    const given = headers['proxy-authorization'];
    requests.push([method, url, ...(given === undefined ? [] : [given])].join(' '));
    return given !== credentials;
  };
  const server = http.createServer((request, response) => {
    if (refuses(request)) {
      response.writeHead(407).end();
      return;
    }
    const { 'proxy-authorization': _, ...headers } = request.headers;
    http
      .get(request.url ?? '', { headers, agent: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      })
      .on('error', () => response.writeHead(502).end());
  });
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request: http.IncomingMessage, client) => {
    if (refuses(request)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const upstream = connect(Number(port), hostname.replace(/^\[|\]$/g, ''), () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('error', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
