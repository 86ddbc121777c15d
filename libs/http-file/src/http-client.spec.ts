import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hasOpenssl, makeCertificate } from './certificate.fixture';
import { bodyOf, getFollowing } from './follow-redirects';
import { openHttpClient, type HttpSettings } from './http-client';
import { describeWithNginx, freePort, startNginx, type Nginx } from './nginx.fixture';
import { startProxy, type Proxy } from './proxy.fixture';
import { head, startRawServer, type RawRequest, type RawServer } from './raw-server.fixture';
import { statusError } from './status-error';

const servers: { stop(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

async function serve(answer: (request: RawRequest, index: number) => void): Promise<RawServer> {
  const server = await startRawServer(answer);
  servers.push(server);
  return server;
}

async function proxy(credentials?: string): Promise<Proxy> {
  const started = await startProxy(credentials);
  servers.push(started);
  return started;
}

function give({ socket }: RawRequest): void {
  head(socket, '200 OK', { 'content-length': '5' });
  socket.end('given');
}

/** Status and body of the final response. */
async function get(url: string, settings: Partial<HttpSettings> = {}): Promise<string> {
  const client = openHttpClient({ proxies: {}, ...settings });
  try {
    const response = await getFollowing(client, new URL(url), {});
    const chunks: Buffer[] = [];
    for await (const chunk of bodyOf(response)) chunks.push(chunk);
    return `${String(response.status)} ${Buffer.concat(chunks).toString()}`;
  } finally {
    client.close();
  }
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('redirects', () => {
  function redirect(location: string, status = '302 Found'): (request: RawRequest) => void {
    return ({ socket }) => {
      head(socket, status, { location, 'content-length': '0' });
    };
  }

  test.each(['301 Moved', '302 Found', '303 See Other', '307 Temporary', '308 Permanent'])(
    '%s is followed, also to a relative place and to another server',
    async (status) => {
      const other = await serve(give);
      const server = await serve((request, index) => {
        redirect(index === 0 ? 'b?c' : `${other.origin}/d`, status)(request);
      });
      expect(await get(`${server.origin}/a/`)).toBe('200 given');
      expect(server.requests.map(({ line }) => line)).toEqual(['GET /a/', 'GET /a/b?c']);
      expect(other.requests.map(({ line }) => line)).toEqual(['GET /d']);
    },
  );

  test('ten of them, and no more', async () => {
    const server = await serve((request, index) => {
      redirect(`/${String(index + 1)}?secret`)(request);
    });
    await expect(get(`${server.origin}/0`)).rejects.toThrow(
      new RegExp(
        `/0: there are too many redirects\n +found: +10 of them, at last to .*/11\\?\\.\\.\\.\n`,
      ),
    );
    expect(server.requests).toHaveLength(11);
  });

  test.each([
    ['ftp://example.org/a', 'ftp://example.org/a'],
    ['file:///etc/passwd', 'file:///etc/passwd'],
    ['http://[', 'no URL'],
  ])('to %s is refused', async (location, found) => {
    const server = await serve(redirect(location));
    await expect(get(`${server.origin}/a`)).rejects.toThrow(
      `/a: a redirect leads to a URL that is not allowed\n  found:    ${found}\n`,
    );
  });

  test('user name and password go to no other server', async () => {
    const other = await serve(give);
    const server = await serve((request, index) => {
      redirect(index === 0 ? '/same' : `http://x:y@127.0.0.1:${String(other.port)}/d`)(request);
    });
    await get(`http://user:pass%20word@127.0.0.1:${String(server.port)}/a`);
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual([
      basic('user:pass word'),
      basic('user:pass word'),
    ]);
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('errors name the URL, what was found, what was expected, and what to do', () => {
  test.each([
    ['401 Unauthorized', 'the server requires a user name and a password'],
    ['403 Forbidden', 'the server denies access to the file'],
    ['404 Not Found', 'the server has no such file'],
    ['410 Gone', 'the server no longer has the file'],
    ['418 Teapot', 'the server does not deliver the file'],
    ['429 Too Many Requests', 'the server has received too many requests'],
    ['500 Oops', 'the server has failed'],
  ])('status %s', async (status, message) => {
    const server = await serve(({ socket }) => {
      head(socket, status, { 'content-length': '0' });
    });
    const client = openHttpClient({ proxies: {} });
    const response = await getFollowing(client, new URL(`${server.origin}/a`), {});
    client.close();
    expect(statusError(response).message).toMatch(
      new RegExp(
        `^${server.origin}/a: ${message}\n +found: +status ${status}\n +expected: status 200 OK\n +remedy: +.`,
      ),
    );
  });

  /** The message of the error with which a request fails. */
  async function failure(url: string, settings: Partial<HttpSettings> = {}): Promise<string> {
    return get(url, settings).catch((error: unknown) => (error as Error).message);
  }

  test('nobody listens', async () => {
    const port = String(await freePort());
    expect(await failure(`http://127.0.0.1:${port}/a`)).toMatch(
      /\/a: the server cannot be reached\n +found: +connect ECONNREFUSED 127\.0\.0\.1:[0-9]+\n +expected: a server that accepts connections\n +remedy: +check the URL and the network/,
    );
    expect(await failure(`http://localhost:${port}/a`)).toMatch(
      /cannot be reached\n.*ECONNREFUSED/,
    );
  });

  test('the host has no address', async () => {
    // On a machine without DNS, the message says that instead.
    expect(await failure('http://no-such-host.invalid/a')).toMatch(
      /^http:\/\/no-such-host\.invalid\/a: (?:there is no such host|the host name cannot be looked up at the moment)\n +found: +getaddrinfo E/,
    );
  }, 60_000);

  test('nothing comes', async () => {
    const server = await serve(() => {});
    expect(await failure(server.origin, { patience: 50 })).toMatch(
      /: the server is silent\n +found: +nothing came for 0\.05 seconds\n/,
    );
  });

  test('what comes is not HTTP', async () => {
    const server = await serve(({ socket }) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(await failure(server.origin)).toMatch(/: the response is not HTTP\n.*HPE_/);
  });

  test('the server does not speak TLS', async () => {
    const port = String((await serveText('HTTP/1.1 400 Bad Request\r\n\r\n')).port);
    expect(await failure(`https://127.0.0.1:${port}/a`)).toMatch(
      /\/a: the server does not accept a TLS connection\n.*(?:EPROTO|ERR_SSL)/,
    );
  });

  test('the connection breaks', async () => {
    const server = await serve(({ socket }) => socket.destroy());
    expect(await failure(server.origin)).toMatch(
      /: the connection was lost\n +found: +socket hang up \(ECONNRESET\)\n/,
    );
  });

  test.each([
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    ],
    ['interim answers, and then nothing', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(3)],
    ['an end without an answer', ''],
  ])('of a proxy: %s', async (_, text) => {
    const server = await serve(({ socket }) => {
      socket.write(text);
      if (text === '') socket.end();
    });
    await expect(
      get('https://example.org/', { patience: 200, proxies: { https: server.origin } }),
    ).rejects.toThrow(/: the proxy (?:refuses a connection|cannot be reached)\n/);
  });

  test('a body that ends before it should, without an error of the connection', async () => {
    const server = await serve(({ socket }) => {
      head(socket, '200 OK', { 'transfer-encoding': 'chunked' });
      socket.end('5\r\nabc');
    });
    expect(await failure(server.origin)).toMatch(/: the connection was lost\n/);
  });

  test('secrets in the URL are shown nowhere', async () => {
    const server = await serve(({ socket }) => socket.destroy());
    const url = `http://user:hidden@127.0.0.1:${String(server.port)}/a?token=hidden#hidden`;
    expect(await failure(url)).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+\/a\?\.\.\.: the connection/);
    expect(await failure(url)).not.toMatch(/hidden|user/);
    expect(server.requests[0]?.line).toBe('GET /a?token=hidden');
  });
});

/** A server that sends a text to every client that connects. */
async function serveText(text: string): Promise<AddressInfo> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push({ stop: () => server.close() });
  return server.address() as AddressInfo;
}

describe('proxies', () => {
  test('an http: URL is asked of the proxy in absolute form', async () => {
    const server = await serve(give);
    const { port, requests } = await proxy();
    const proxies = { http: `127.0.0.1:${String(port)}` };
    expect(await get(`${server.origin}/a?b`, { proxies })).toBe('200 given');
    expect(requests).toEqual([`GET ${server.origin}/a?b`]);
  });

  test('not for the hosts that need none', async () => {
    const server = await serve(give);
    const { port, requests } = await proxy();
    const proxies = { http: `http://127.0.0.1:${String(port)}`, none: 'example.org,127.0.0.1' };
    expect(await get(`${server.origin}/a`, { proxies })).toBe('200 given');
    expect(requests).toEqual([]);
  });

  test('with user name and password, which no error shows', async () => {
    const server = await serve(give);
    const { port, requests } = await proxy(basic('user:hidden'));
    const address = `127.0.0.1:${String(port)}`;
    const proxies = {
      http: `http://user:hidden@${address}`,
      https: `http://other:hidden@${address}`,
    };
    expect(await get(`${server.origin}/a`, { proxies })).toBe('200 given');
    expect(requests).toEqual([`GET ${server.origin}/a ${basic('user:hidden')}`]);
    const refused = get('https://example.org/a', { proxies });
    await expect(refused).rejects.toThrow(
      `https://example.org/a: the proxy refuses a connection\n  found:    status 407 from ${address}\n  expected: a tunnel to the server (CONNECT)\n  remedy:   give the user name and password`,
    );
    await expect(refused).rejects.not.toThrow(/hidden/);
  });

  test('one that cannot be reached, or fails, or is silent', async () => {
    const address = `127.0.0.1:${String(await freePort())}`;
    await expect(get('https://example.org/', { proxies: { https: address } })).rejects.toThrow(
      `the proxy cannot be reached\n  found:    connect ECONNREFUSED ${address} from ${address}`,
    );
    await expect(get('http://example.org/', { proxies: { http: address } })).rejects.toThrow(
      `the server cannot be reached\n  found:    connect ECONNREFUSED ${address}, through the proxy ${address}`,
    );
    const silent = await serve(() => {});
    await expect(
      get('https://example.org/', { patience: 50, proxies: { https: silent.origin } }),
    ).rejects.toThrow(/the proxy cannot be reached\n +found: +nothing came for 0\.05 seconds/);
    const working = await proxy();
    await expect(
      get(`https://127.0.0.1:${String(await freePort())}/`, {
        proxies: { https: `127.0.0.1:${String(working.port)}` },
      }),
    ).rejects.toThrow(/the proxy refuses a connection\n +found: +status 502/);
  });
});

(hasOpenssl ? describeWithNginx : describe.skip)('TLS', () => {
  let directory: string;
  let certificate: string;
  let nginx: Nginx;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tls-'));
    const tls = makeCertificate(directory);
    certificate = tls.certificate;
    nginx = await startNginx({
      tls,
      server: 'location /plain { return 302 http://127.0.0.1:1/a?secret; }',
    });
    writeFileSync(join(nginx.files, 'a'), 'given');
  });
  afterAll(async () => {
    await nginx.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Node reads the trusted authorities when it starts. */
  async function getTrusting(path: string, settings: object): Promise<string> {
    const script = `
      const { openHttpClient } = require('../dist/http-client');
      const { bodyOf, getFollowing } = require('../dist/follow-redirects');
      const client = openHttpClient(JSON.parse(process.argv[2]));
      (async () => {
        for (let count = 0; count < 2; count += 1) {
          const response = await getFollowing(client, new URL(process.argv[1]), {});
          for await (const chunk of bodyOf(response)) process.stdout.write(chunk + ' ');
        }
      })().catch((error) => process.stdout.write(error.message)).finally(() => client.close());`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['-e', script, `${nginx.origin}${path}`, JSON.stringify(settings)],
      { cwd: __dirname, env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate } },
    );
    return stdout;
  }

  test('a certificate that Node trusts is accepted', async () => {
    expect(await getTrusting('/a', { proxies: {} })).toBe('given given ');
  });

  test('another one is refused', async () => {
    await expect(get(`${nginx.origin}/a`)).rejects.toThrow(
      /\/a: the certificate of the server is not accepted\n +found: +self-signed certificate \(DEPTH_ZERO_SELF_SIGNED_CERT\)[^]*NODE_EXTRA_CA_CERTS/,
    );
    await expect(get(nginx.origin.replace('localhost', '127.0.0.1'))).rejects.toThrow(
      /certificate of the server is not accepted/,
    );
  });

  test('a redirect away from it is refused', async () => {
    expect(await getTrusting('/plain', { proxies: {} })).toMatch(
      /\/plain: a redirect leads to a URL that is not allowed\n +found: +http:\/\/127\.0\.0\.1:1\/a\?\.\.\.\n +expected: an https: URL/,
    );
  });

  test('through the tunnel of a proxy, one for all requests', async () => {
    const { port, requests } = await proxy(basic('user:word'));
    const proxies = { https: `http://user:word@127.0.0.1:${String(port)}` };
    expect(await getTrusting('/a', { proxies })).toBe('given given ');
    expect(requests).toEqual([`CONNECT ${new URL(nginx.origin).host} ${basic('user:word')}`]);
  });
});
