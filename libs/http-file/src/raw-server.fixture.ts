import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A parsed request. */
export interface RawRequest {
  /** Such as `GET /path`. */
  readonly line: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly socket: Socket;
}

/** A server that can misbehave in any way. */
export interface RawServer {
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  readonly port: number;
  /** All requests so far. */
  readonly requests: readonly RawRequest[];
  stop(): void;
}

/** @param answer Called with each request and its number, from 0 on; it writes to the socket. */
export async function startRawServer(
  answer: (request: RawRequest, index: number) => void,
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    const read = (data: Buffer): void => {
      text += data.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end !== -1; end = text.indexOf('\r\n\r\n')) {
        const request = parse(text.slice(0, end), socket);
        text = text.slice(end + 4);
        if (request.line.startsWith('CONNECT ')) socket.off('data', read);
        requests.push(request);
        answer(request, requests.length - 1);
      }
    };
    socket.on('data', read);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    port,
    requests,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function parse(text: string, socket: Socket): RawRequest {
  const [line = '', ...rest] = text.split('\r\n');
  const headers = Object.fromEntries(
    rest.map((header) => {
      const colon = header.indexOf(':');
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
    }),
  );
  return { line: line.replace(/ HTTP\/1\.1$/, ''), headers, socket };
}

/** Writes the head of a response: `head(socket, '200 OK', { 'content-length': '5' })`. */
export function head(socket: Socket, status: string, headers: Record<string, string> = {}): void {
  const lines = Object.entries({ ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
}
