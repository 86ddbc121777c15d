import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  checkConfiguration,
  CONFIGURATION,
  hasNginx,
  hasOpenssl,
  newToken,
  serveTls,
  startRemoteCache,
  type RemoteCache,
} from '@aero-guest-tools/cache-server';

// A busy machine is no reason to fail.
jest.setTimeout(30_000);

if (!hasNginx) console.warn('skipped: nginx is not installed');
if (!hasOpenssl) console.warn('skipped: openssl is not installed');

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Request {
  readonly token?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

let cache: RemoteCache;
let unusedHash = 1_000_000;

/** A name that no entry has yet. */
const newHash = (): string => String((unusedHash += 1));

/** Sends one request on a connection of its own, with the path as it is. */
async function send(method: string, path: string, request: Request = {}): Promise<Answer> {
  const { token, body, headers } = request;
  return answerTo(httpRequest, body, {
    port: cache.port,
    method,
    path,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
      ...headers,
    },
  });
}

function answerTo(
  request: typeof httpRequest,
  body: string | Uint8Array | undefined,
  options: RequestOptions & { readonly ca?: Uint8Array },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', agent: false, ...options }, (response) => {
      buffer(response).then((bytes) => {
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: bytes.toString(),
        });
      }, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const put = (hash: string, token: string, body: string): Promise<Answer> =>
  send('PUT', `/v1/cache/${hash}`, { token, body });
const get = (hash: string, token: string): Promise<Answer> =>
  send('GET', `/v1/cache/${hash}`, { token });

/** Sends the head of an upload and a part of what it promises; the rest is up to the caller. */
function beginUpload(hash: string, length: number, part: string): ReturnType<typeof connect> {
  const socket = connect(cache.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    [
      `PUT /v1/cache/${hash} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${cache.readWrite}`,
      `Content-Length: ${String(length)}`,
      'Connection: close',
      '',
      part,
    ].join('\r\n'),
  );
  return socket;
}

async function eventually(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
}

(hasNginx ? describe : describe.skip)('tools/remote-cache: what the server does', () => {
  beforeAll(async () => {
    cache = await startRemoteCache();
  });

  afterAll(async () => {
    await cache.stop();
  });

  test('an entry that is not there, is uploaded, and is there, for both roles', async () => {
    const hash = newHash();
    expect(await get(hash, cache.readOnly)).toMatchObject({ status: 404 });
    // Nx takes no other status for success, and repeats the upload.
    expect(await put(hash, cache.readWrite, 'entry')).toMatchObject({ status: 200 });
    for (const token of [cache.readOnly, cache.readWrite]) {
      const { status, headers, body } = await get(hash, token);
      expect({ status, body }).toEqual({ status: 200, body: 'entry' });
      expect(headers['content-type']).toBe('application/octet-stream');
    }
    expect(statSync(cache.entry(hash)).mode & 0o777).toBe(0o600);
  });

  test('an entry stays as it was first written', async () => {
    const hash = newHash();
    await put(hash, cache.readWrite, 'first');
    expect(await put(hash, cache.readWrite, 'second')).toMatchObject({ status: 409 });
    expect(await get(hash, cache.readOnly)).toMatchObject({ body: 'first' });
  });

  test('a read-only token cannot upload: 403, as text/plain', async () => {
    const hash = newHash();
    const { status, headers, body } = await put(hash, cache.readOnly, 'entry');
    expect({ status, type: headers['content-type'] }).toEqual({ status: 403, type: 'text/plain' });
    expect(body).toContain('may read from the cache, but not write');
    expect(await get(hash, cache.readWrite)).toMatchObject({ status: 404 });
  });

  test.each<readonly [string, () => Request['headers']]>([
    ['no token', () => ({})],
    ['another token', () => ({ authorization: `Bearer ${newToken()}` })],
    ['an empty token', () => ({ authorization: 'Bearer ' })],
    ['a part of a token', () => ({ authorization: `Bearer ${cache.readWrite.slice(1)}` })],
    ['more than a token', () => ({ authorization: `Bearer ${cache.readWrite}0` })],
    ['a token in capitals', () => ({ authorization: `Bearer ${cache.readWrite.toUpperCase()}` })],
    ['a token without its scheme', () => ({ authorization: cache.readWrite })],
    ['a role for a token', () => ({ authorization: 'Bearer read-write' })],
  ])('%s: 401 for everything, as text/plain', async (_name, authorization) => {
    const hash = newHash();
    await put(hash, cache.readWrite, 'entry');
    const headers = authorization() ?? {};
    for (const [method, path] of [
      ['GET', `/v1/cache/${hash}`],
      ['PUT', `/v1/cache/${newHash()}`],
      ['DELETE', `/v1/cache/${hash}`],
      ['GET', '/'],
      ['GET', '/nowhere'],
    ] as const) {
      const answer = await send(method, path, { headers });
      expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
        status: 401,
        type: 'text/plain',
      });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.body).toMatch(/does not know the token in NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_/);
    }
  });

  test('a token can ask what it is good for', async () => {
    expect(await send('GET', '/', { token: cache.readOnly })).toMatchObject({ body: 'read-only' });
    expect(await send('GET', '/', { token: cache.readWrite })).toMatchObject({
      body: 'read-write',
    });
  });

  test.each(['POST', 'DELETE', 'MOVE', 'COPY', 'MKCOL', 'PATCH', 'OPTIONS', 'PROPFIND'])(
    '%s is no method of the cache',
    async (method) => {
      const hash = newHash();
      await put(hash, cache.readWrite, 'entry');
      const answer = await send(method, `/v1/cache/${hash}`, {
        token: cache.readWrite,
        headers: { destination: `/v1/cache/${newHash()}`, 'content-length': '0' },
      });
      expect(answer.status).toBe(405);
      expect(await get(hash, cache.readOnly)).toMatchObject({ body: 'entry' });
    },
  );

  const everything = (): string[] =>
    readdirSync(cache.folder, { recursive: true, encoding: 'utf8' }).toSorted();

  test.each([
    '/v1/cache/',
    '/v1/cache',
    '/v1/',
    '/nginx.conf',
    '/tokens/ci-main.token',
    '/v1/cache/12/34',
    '/v1/cache/12%2f34',
    '/v1/cache/..%2f..%2ftokens%2fmine.token',
    '/v1/cache/../../tokens/mine.token',
    '/v1/cache/%2e%2e/%2e%2e/tokens/mine.token',
    '/v1/cache/12.token',
    '/v1/cache/12%0a',
    '/v1/cache/12%00',
    '/v1/cache/12%20',
    '/v1/cache/ABC',
    '/v1/cache/task',
    '/v1/cache/-',
    `/v1/cache/${'1'.repeat(129)}`,
    '/v2/cache/12',
  ])('%s is no entry: nothing is listed, read or written there', async (path) => {
    const before = everything();
    const upload = await send('PUT', path, { token: cache.readWrite, body: 'x' });
    const download = await send('GET', path, { token: cache.readWrite });
    expect([upload.status, download.status]).toEqual(
      path.includes('%00') ? [400, 400] : [404, 404],
    );
    expect(everything()).toEqual(before);
  });

  test('an upload that is cut off leaves nothing, and can be made again', async () => {
    const hash = newHash();
    const socket = beginUpload(hash, 100_000, 'x'.repeat(50_000));
    await eventually(() => readdirSync(cache.path('uploads')).length > 0);
    socket.destroy();
    await eventually(() => readdirSync(cache.path('uploads')).length === 0);
    expect(await get(hash, cache.readOnly)).toMatchObject({ status: 404 });
    expect(await put(hash, cache.readWrite, 'entry')).toMatchObject({ status: 200 });
  });

  test('an upload cannot be seen before it is complete, nor replace what was faster', async () => {
    const hash = newHash();
    const body = 'x'.repeat(100_000);
    const socket = beginUpload(hash, body.length, body.slice(1));
    await eventually(() => readdirSync(cache.path('uploads')).length > 0);
    expect(await get(hash, cache.readOnly)).toMatchObject({ status: 404 });
    socket.write('x');
    expect((await buffer(socket)).toString()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get(hash, cache.readOnly)).toMatchObject({ body });
  });

  test('of two uploads at once, one is the entry, as a whole', async () => {
    const hash = newHash();
    const bodies = ['a', 'b'].map((letter) => letter.repeat(1_000_000));
    const answers = await Promise.all(bodies.map((body) => put(hash, cache.readWrite, body)));
    expect([200, 409]).toEqual(expect.arrayContaining(answers.map(({ status }) => status)));
    expect(bodies).toContain((await get(hash, cache.readOnly)).body);
    expect(readdirSync(cache.path('uploads'))).toEqual([]);
  });

  test.each([
    ['an empty upload', '', {}, 400],
    ['an upload of unknown length', undefined, { 'transfer-encoding': 'chunked' }, 411],
    ['an upload of a range', 'x', { 'content-range': 'bytes 0-0/9' }, 501],
  ])('%s is refused', async (_name, body, headers, status) => {
    const hash = newHash();
    const upload = { token: cache.readWrite, headers, ...(body === undefined ? {} : { body }) };
    expect(await send('PUT', `/v1/cache/${hash}`, upload)).toMatchObject({ status });
    expect(cache.entries()).not.toContain(hash);
  });

  /** Nx takes 403 for "not stored", and any other error for a reason to fail the build. */
  test('what is larger than the limit is not stored: 403, and error.log has the reason', async () => {
    const hash = newHash();
    const socket = beginUpload(hash, 2 ** 30 + 1, '');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(
      /^HTTP\/1\.1 403 [^]*Content-Type: text\/plain\r\n[^]*could not store/,
    );
    expect(readFileSync(cache.path('error.log'), 'utf8')).toMatch(/too large body: 1073741825/);
  });

  test('what cannot be stored: 403, and error.log has the reason', async () => {
    const other = await startRemoteCache();
    writeFileSync(other.path('entries'), 'in the way of the directory');
    const { status, headers } = await answerTo(httpRequest, 'entry', {
      port: other.port,
      method: 'PUT',
      path: '/v1/cache/1',
      headers: { authorization: `Bearer ${other.readWrite}`, 'content-length': '5' },
    });
    const log = readFileSync(other.path('error.log'), 'utf8');
    await other.stop();
    expect({ status, type: headers['content-type'] }).toEqual({ status: 403, type: 'text/plain' });
    expect(log).toMatch(/\[crit\].*entries\/v1\/cache\/1/);
  });

  test('the log tells who did what, by role, and holds no token', async () => {
    const hash = newHash();
    cache.requests();
    const stranger = newToken();
    await put(hash, cache.readWrite, 'entry');
    await put(hash, cache.readOnly, 'entry');
    await get(hash, stranger);
    expect(cache.requests()).toEqual([
      expect.stringMatching(`^[^ ]+ 127\\.0\\.0\\.1 read-write PUT /v1/cache/${hash} 200 OK `),
      expect.stringMatching(`^[^ ]+ 127\\.0\\.0\\.1 read-only PUT /v1/cache/${hash} 403 OK `),
      expect.stringMatching(`^[^ ]+ 127\\.0\\.0\\.1 none GET /v1/cache/${hash} 401 OK `),
    ]);
    for (const log of ['access.log', 'error.log']) {
      const text = readFileSync(cache.path(log), 'utf8');
      for (const token of [cache.readOnly, cache.readWrite, stranger]) {
        expect(text).not.toContain(token);
      }
    }
  });

  test('tokens come and go with their files, without a pause', async () => {
    const token = newToken();
    const role = async (): Promise<string> => (await send('GET', '/', { token })).body;
    writeFileSync(cache.path('tokens/guest.token'), `${token} read-only;\n`);
    await cache.reload(async () => (await role()) === 'read-only');
    rmSync(cache.path('tokens/guest.token'));
    // What an editor may leave behind is no file of a token.
    writeFileSync(cache.path('tokens/guest.token~'), `${token} read-write;\n`);
    await cache.reload(async () => (await role()).startsWith('the server does not know'));
    expect(await send('GET', '/', { token: cache.readOnly })).toMatchObject({ status: 200 });
  });
});

(hasNginx ? describe : describe.skip)('tools/remote-cache: what is wrong in tokens/', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nx-cache-'));
    cpSync(CONFIGURATION, folder, { recursive: true });
    mkdirSync(join(folder, 'tokens'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const token = newToken();

  test.each<readonly [string, readonly string[], RegExp]>([
    [
      'one token in two files, with two roles',
      [`${token} read-only;`, `${token} read-write;`],
      /conflicting parameter "[0-9a-f]{64}" in .*b\.token:1/,
    ],
    ['a line without its semicolon', [`${token} read-only`], /unexpected end of file.*a\.token/],
  ])('%s: nginx names the file', (_name, files, message) => {
    for (const [index, text] of files.entries()) {
      writeFileSync(join(folder, 'tokens', `${'ab'[index] ?? ''}.token`), `${text}\n`);
    }
    const check = checkConfiguration(folder);
    rmSync(join(folder, 'tokens'), { recursive: true });
    mkdirSync(join(folder, 'tokens'));
    expect(check.status).not.toBe(0);
    expect(check.message).toMatch(message);
  });

  test('no token at all: nginx starts, and nobody may do anything', () => {
    expect(checkConfiguration(folder)).toMatchObject({ status: 0 });
  });
});

(hasNginx && hasOpenssl ? describe : describe.skip)('tools/remote-cache: listen-tls.conf', () => {
  test('the same over TLS', async () => {
    cache = await startRemoteCache();
    try {
      const ca = readFileSync(await serveTls(cache));
      const answer = await answerTo(httpsRequest, undefined, {
        port: cache.port,
        path: '/',
        ca,
        headers: { authorization: `Bearer ${cache.readOnly}` },
      });
      expect(answer).toMatchObject({ status: 200, body: 'read-only' });
      expect(await send('GET', '/', { token: cache.readOnly })).toMatchObject({ status: 400 });
    } finally {
      await cache.stop();
    }
  });
});

describe('tools/remote-cache/README.md', () => {
  const readme = readFileSync(join(CONFIGURATION, 'README.md'), 'utf8');

  test('the line for cron removes what is old, and nothing else', () => {
    const [, command] = /^\d+ \d+ \* \* \* (find \/srv\/nx-cache\/.*)$/m.exec(readme) ?? [];
    expect(command).toBeDefined();
    const folder = mkdtempSync(join(tmpdir(), 'nx-cache-'));
    const day = 24 * 60 * 60;
    const ages = { 'entries/v1/cache/1': 31, 'entries/v1/cache/2': 29, 'uploads/3': 31 };
    for (const [name, days] of Object.entries({ ...ages, 'tokens/ci.token': 400 })) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), '');
      const time = Date.now() / 1000 - days * day;
      utimesSync(join(folder, name), time, time);
    }
    const { status } = spawnSync('sh', [
      '-c',
      String(command).replaceAll('/srv/nx-cache', () => folder),
    ]);
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(left.filter((name) => /\d$|token$/.test(name)).toSorted()).toEqual([
      'entries/v1',
      'entries/v1/cache/2',
      'tokens/ci.token',
    ]);
  });
});
