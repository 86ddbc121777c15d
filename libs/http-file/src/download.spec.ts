import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { download, type DownloadedFile, type DownloadOptions } from './download';
import { openHttpClient, type HttpSettings } from './http-client';
import { describeWithNginx, startNginx, type Nginx } from './nginx.fixture';
import { head, startRawServer, type RawRequest, type RawServer } from './raw-server.fixture';

/** Without repetition, so that no two pieces are alike. */
const CONTENTS = Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * 31) % 251));
const HALF = CONTENTS.length / 2;
const SHA256 = createHash('sha256').update(CONTENTS).digest('hex');
const KNOWN = { sha256: SHA256, size: CONTENTS.length } as const;

let root: string;
let path: string;
/** Milliseconds between the attempts; the tests do not really wait. */
let waits: number[];
let server: RawServer | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'download-'));
  path = join(root, 'file.partial');
  waits = [];
});
afterEach(() => {
  server?.stop();
  server = undefined;
  rmSync(root, { recursive: true, force: true });
});

async function downloadFrom(
  url: string,
  options: Partial<DownloadOptions> = {},
  settings: Partial<HttpSettings> = {},
): Promise<DownloadedFile> {
  const client = openHttpClient({
    proxies: {},
    ...settings,
    wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
  });
  try {
    return await download(client, {
      url: new URL(url),
      path,
      maximumSize: 1e6,
      remedy: 'do something',
      ...options,
    });
  } finally {
    client.close();
  }
}

/** A server with a list of responses; the last one also serves all further requests. */
async function serve(...answers: readonly ((request: RawRequest) => void)[]): Promise<string> {
  server?.stop();
  server = await startRawServer((request, index) => {
    answers[Math.min(index, answers.length - 1)]?.(request);
  });
  return `${server.origin}/file`;
}

/** Serves the whole file, or the requested range, as a correct server does. */
function sound(headers: Record<string, string> = {}): (request: RawRequest) => void {
  return ({ headers: asked, socket }) => {
    const first = /^bytes=([0-9]+)-$/.exec(asked['range'] ?? '')?.[1];
    const isSame = asked['if-range'] === undefined || asked['if-range'] === headers['etag'];
    const offset = first !== undefined && isSame ? Number(first) : undefined;
    head(socket, offset === undefined ? '200 OK' : '206 Partial Content', {
      'content-length': String(CONTENTS.length - (offset ?? 0)),
      ...(offset === undefined ? {} : { 'content-range': contentRange(offset) }),
      ...headers,
    });
    socket.end(CONTENTS.subarray(offset ?? 0));
  };
}

function contentRange(first: number): string {
  return `bytes ${String(first)}-${String(CONTENTS.length - 1)}/${String(CONTENTS.length)}`;
}

/** Breaks the connection in the middle of the file. */
function broken(headers: Record<string, string> = {}): (request: RawRequest) => void {
  return ({ socket }) => {
    head(socket, '200 OK', { 'content-length': String(CONTENTS.length), ...headers });
    socket.end(CONTENTS.subarray(0, HALF));
  };
}

function status(line: string, headers: Record<string, string> = {}): (request: RawRequest) => void {
  return ({ socket }) => {
    head(socket, line, { 'content-length': '0', ...headers });
  };
}

function ranges(): readonly (string | undefined)[] {
  return server?.requests.map(({ headers }) => headers['range']) ?? [];
}

function expectDownloaded(file: DownloadedFile): void {
  expect(file).toEqual({ size: CONTENTS.length, sha256: SHA256 });
  expect(readFileSync(path).equals(CONTENTS)).toBe(true);
}

describe('a file is downloaded', () => {
  test('whole, with a length and without', async () => {
    expectDownloaded(await downloadFrom(await serve(sound())));
    expect(server?.requests[0]).toMatchObject({
      line: 'GET /file',
      headers: { 'accept-encoding': 'identity' },
    });
    const url = await serve(({ socket }) => {
      head(socket, '200 OK');
      socket.end(CONTENTS);
    });
    expectDownloaded(await downloadFrom(url));
  });

  test('and tells how much of it is there', async () => {
    const told: (readonly [number, number | undefined])[] = [];
    await downloadFrom(await serve(sound()), {
      onProgress: (received, size) => told.push([received, size]),
    });
    expect(told.at(-1)).toEqual([CONTENTS.length, CONTENTS.length]);
  });
});

describe('what breaks goes on where it broke', () => {
  test('in the same run', async () => {
    const etag = { etag: '"v1"' };
    expectDownloaded(await downloadFrom(await serve(broken(etag), sound(etag)), KNOWN));
    expect(ranges()).toEqual([undefined, `bytes=${String(HALF)}-`]);
    expect(server?.requests[1]?.headers['if-range']).toBe('"v1"');
    expect(waits).toEqual([500]);
  });

  test('in a later run', async () => {
    const etag = { etag: '"v1"' };
    const url = await serve(broken(etag), status('503 Busy'));
    await expect(downloadFrom(url)).rejects.toThrow(/the server has failed/);
    expectDownloaded(await downloadFrom(await serve(sound(etag))));
    expect(ranges()).toEqual([`bytes=${String(HALF)}-`]);
  });

  test('from the beginning where the server has another version by now', async () => {
    const url = await serve(broken({ etag: '"v1"' }), sound({ etag: '"v2"' }));
    expectDownloaded(await downloadFrom(url));
    expect(ranges()).toEqual([undefined, `bytes=${String(HALF)}-`]);
  });

  test.each([
    ['no validator', {}],
    ['a weak entity tag', { etag: 'W/"v1"' }],
    ['a date within the second', { date: SECOND(0), 'last-modified': SECOND(0) }],
  ])('from the beginning where nothing tells the version: %s', async (_, headers) => {
    expectDownloaded(await downloadFrom(await serve(broken(headers), sound(headers))));
    expect(ranges()).toEqual([undefined, undefined]);
  });

  test('by the date of modification where that is all that there is', async () => {
    const headers = { date: SECOND(5), 'last-modified': SECOND(0) };
    await downloadFrom(await serve(broken(headers), sound()));
    expect(server?.requests[1]?.headers['if-range']).toBe(SECOND(0));
  });

  test('without a validator if the hash is known, which tells in the end', async () => {
    expectDownloaded(await downloadFrom(await serve(broken(), sound()), KNOWN));
    expect(ranges()).toEqual([undefined, `bytes=${String(HALF)}-`]);
  });

  test.each([
    ['416', status('416 Range Not Satisfiable')],
    [
      'another range',
      ({ socket }: RawRequest) => {
        head(socket, '206 Partial Content', {
          'content-range': contentRange(HALF - 1),
          'content-length': String(HALF + 1),
        });
        socket.end(CONTENTS.subarray(HALF - 1));
      },
    ],
  ])('from the beginning where the server answers with %s', async (_, answer) => {
    expectDownloaded(await downloadFrom(await serve(broken(), answer, sound()), KNOWN));
    expect(ranges()).toEqual([undefined, `bytes=${String(HALF)}-`, undefined]);
  });

  test('but is not joined with a part that was not asked for', async () => {
    const part = ({ socket }: RawRequest): void => {
      head(socket, '206 Partial Content', {
        'content-range': contentRange(HALF),
        'content-length': String(HALF),
      });
      socket.end(CONTENTS.subarray(HALF));
    };
    const url = await serve(broken({ etag: '"v1"' }), status('416 Range Not Satisfiable'), part);
    await expect(downloadFrom(url)).rejects.toThrow(/status 206 Partial Content/);
    expect(ranges()).toEqual([undefined, `bytes=${String(HALF)}-`, undefined]);
  });

  test('from the beginning where what was there turns out wrong', async () => {
    writeFileSync(path, Buffer.alloc(HALF));
    expectDownloaded(await downloadFrom(await serve(sound()), KNOWN));
    expect(ranges()).toEqual([`bytes=${String(HALF)}-`, undefined]);
  });

  test('and asks for nothing where everything was there', async () => {
    writeFileSync(path, CONTENTS);
    expectDownloaded(await downloadFrom(await serve(sound()), KNOWN));
    expect(ranges()).toEqual([]);
    writeFileSync(path, Buffer.concat([CONTENTS, CONTENTS]));
    expectDownloaded(await downloadFrom(await serve(sound()), KNOWN));
  });
});

/** A date in HTTP format. */
function SECOND(second: number): string {
  return `Thu, 01 Jan 2026 00:00:0${String(second)} GMT`;
}

describe('what passes is tried again, less and less often', () => {
  test('five times', async () => {
    await expect(downloadFrom(await serve(status('503 Busy')))).rejects.toThrow(
      /\/file: the server has failed\n {2}found: {4}status 503 Busy, in 5 attempts\n {2}expected: status 200 OK\n {2}remedy: /,
    );
    expect(waits).toEqual([500, 1000, 2000, 4000]);
    expect(server?.requests).toHaveLength(5);
  });

  test('as late as the server asks for, within bounds', async () => {
    const url = await serve(
      status('429 Slow Down', { 'retry-after': '7' }),
      status('503 Busy', { 'retry-after': '86400' }),
      status('503 Busy', { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' }),
      sound(),
    );
    expectDownloaded(await downloadFrom(url));
    expect(waits).toEqual([7000, 60_000, 2000]);
  });

  test('but without end as long as each attempt brings enough', async () => {
    const piece = Buffer.alloc(1 << 20);
    const pieces = 8;
    const url = await serve(({ headers: { range = 'bytes=0-' }, socket }) => {
      const first = Number(/[0-9]+/.exec(range)?.[0]);
      const size = pieces * piece.length;
      head(socket, first === 0 ? '200 OK' : '206 Partial Content', {
        etag: '"v"',
        'content-length': String(size - first),
        'content-range': `bytes ${String(first)}-${String(size - 1)}/${String(size)}`,
      });
      socket.end(piece);
    });
    const { size } = await downloadFrom(url, { maximumSize: 1e8 });
    expect(size).toBe(pieces * piece.length);
    expect(new Set(waits)).toEqual(new Set([500]));
  });

  test.each(['400 Bad Request', '401 Unauthorized', '403 Forbidden', '404 Not Found', '410 Gone'])(
    'but not %s',
    async (line) => {
      await expect(downloadFrom(await serve(status(line)))).rejects.toThrow(`status ${line}\n`);
      expect(waits).toEqual([]);
    },
  );

  test('a server that falls silent', async () => {
    const silent = ({ socket }: RawRequest): void => {
      head(socket, '200 OK', { 'content-length': String(CONTENTS.length) });
      socket.write(CONTENTS.subarray(0, HALF));
    };
    const url = await serve(() => {}, silent, sound());
    expectDownloaded(await downloadFrom(url, KNOWN, { patience: 100 }));
    expect(ranges()).toEqual([undefined, undefined, `bytes=${String(HALF)}-`]);
    expect(waits).toEqual([500, 1000]);
  });
});

describe('another file than expected is refused, and nothing is left', () => {
  const expectRefusal = async (
    answer: (request: RawRequest) => void,
    options: Partial<DownloadOptions>,
    message: RegExp,
  ): Promise<void> => {
    await expect(downloadFrom(await serve(answer), options)).rejects.toThrow(message);
    expect(readdirSync(root)).toEqual([]);
    expect(server?.requests).toHaveLength(1);
  };

  test('other bytes', async () => {
    await expectRefusal(
      ({ socket }) => {
        head(socket, '200 OK', { etag: '"v"', 'content-length': String(CONTENTS.length) });
        socket.end(Buffer.alloc(CONTENTS.length));
      },
      KNOWN,
      new RegExp(
        `^http://127[^ ]*/file: the server has a different file than expected\n {2}found: {4}SHA-256 [0-9a-f]{64}\n {2}expected: SHA-256 ${SHA256}\n {2}remedy: {3}do something$`,
      ),
    );
  });

  test('a length that is not the known one, before anything is read', async () => {
    await expectRefusal(
      ({ socket }) => {
        head(socket, '200 OK', { 'content-length': '12345' });
      },
      KNOWN,
      /found: {4}12,345 bytes\n {2}expected: 60,000 bytes/,
    );
  });

  test('more bytes than expected, from a server that tells no length', async () => {
    await expectRefusal(
      ({ socket }) => {
        head(socket, '200 OK');
        socket.end(Buffer.concat([CONTENTS, CONTENTS]));
      },
      KNOWN,
      /found: {4}more than 60,000 bytes/,
    );
  });

  test('more bytes than allowed, by the length and without one', async () => {
    await expectRefusal(sound(), { maximumSize: 100 }, /60,000 bytes\n {2}expected: at most 100/);
    await expectRefusal(
      ({ socket }) => {
        head(socket, '200 OK');
        socket.end(CONTENTS);
      },
      { maximumSize: 100 },
      /more than 100 bytes/,
    );
  });

  test('compressed bytes', async () => {
    const url = await serve(sound({ 'content-encoding': 'gzip' }));
    await expect(downloadFrom(url)).rejects.toThrow(
      /in a different encoding than requested\n {2}found: {4}Content-Encoding: gzip/,
    );
  });

  test('fewer bytes than announced, again and again', async () => {
    await expect(downloadFrom(await serve(broken()))).rejects.toThrow(
      /the connection was lost\n {2}found: {4}aborted \(ECONNRESET\), in 5 attempts/,
    );
  });

  test('fewer bytes than expected, from a server that tells no length', async () => {
    const url = await serve(({ socket }) => {
      head(socket, '200 OK');
      socket.end(CONTENTS.subarray(1));
    });
    await expect(downloadFrom(url, KNOWN)).rejects.toThrow(
      /ends too early\n {2}found: {4}59,999 bytes, in 5 attempts\n {2}expected: 60,000 bytes/,
    );
  });
});

describe('a server that never comes to an end is given up', () => {
  const LARGE = Buffer.alloc(3 * 1024 * 1024, 'large');

  /** Serves the whole file, but breaks the connection after a number of bytes. */
  function breakingAfter(bytes: number): (request: RawRequest) => void {
    return ({ socket }) => {
      head(socket, '200 OK', { 'content-length': String(LARGE.length) });
      socket.end(LARGE.subarray(0, bytes));
    };
  }

  test('one that breaks early and late in turn, and has no ranges', async () => {
    const late = breakingAfter(2 * 1024 * 1024);
    const early = breakingAfter(10);
    const url = await serve((request) => {
      (ranges().length % 2 === 0 ? late : early)(request);
    });
    await expect(downloadFrom(url, { maximumSize: 1e8, sha256: SHA256 })).rejects.toThrow(
      /the connection was lost\n.*in 5 attempts/,
    );
    expect(ranges().length).toBeLessThan(8);
  });

  test('one that comes a little further with each attempt', async () => {
    let given = 0;
    const url = await serve((request) => {
      given += 1024 * 1024;
      breakingAfter(given)(request);
    });
    const limits = { attempts: 2 };
    await expect(
      downloadFrom(url, { maximumSize: 1e8, sha256: SHA256 }, { limits }),
    ).rejects.toThrow(/the connection was lost\n.*in 2 attempts/);
  });

  /** Sends bytes forever, a number of them every few milliseconds. */
  function trickle(bytes: number): (request: RawRequest) => void {
    return ({ socket }) => {
      head(socket, '200 OK');
      const timer = setInterval(() => socket.write(Buffer.alloc(bytes)), 5);
      socket.on('close', () => {
        clearInterval(timer);
      });
    };
  }

  test('one that gives a byte from time to time', async () => {
    const limits = { leastSpeed: 10_000, speedTime: 50 };
    await expect(downloadFrom(await serve(trickle(1)), {}, { limits })).rejects.toThrow(
      /the server is too slow\n +found: +[0-9,]+ bytes in 0\.05 seconds, in 5 attempts\n/,
    );
  });

  test('one that is quick enough, but has no end', async () => {
    const limits = { totalTime: 200 };
    await expect(downloadFrom(await serve(trickle(100)), {}, { limits })).rejects.toThrow(
      /the transfer takes too long\n +found: +more than 0\.2 seconds\n/,
    );
    // The received bytes are kept for the next run.
    expect(statSync(path).size).toBeGreaterThan(0);
  });

  test('one that wants to be asked again later than there is time', async () => {
    const url = await serve(status('503 Busy', { 'retry-after': '50' }));
    const limits = { totalTime: 40_000 };
    await expect(downloadFrom(url, {}, { limits })).rejects.toThrow(/takes too long/);
    expect(waits).toEqual([]);
  });

  test('one that redirects to itself, in all attempts together', async () => {
    const url = await serve(status('302 Found', { location: '/file' }));
    await expect(downloadFrom(url, {}, { limits: { requests: 7 } })).rejects.toThrow(
      /too many requests for this file\n +found: +more than 7 requests\n/,
    );
    expect(ranges()).toHaveLength(7);
  });

  test('one that changes to another protocol', async () => {
    const url = await serve(({ socket }) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      );
    });
    await expect(downloadFrom(url)).rejects.toThrow(
      /the server does not deliver the file\n +found: +status 101 Switching Protocols\n/,
    );
    expect(ranges()).toHaveLength(1);
  });
});

const hasLimits = spawnSync('sh', ['-c', 'ulimit -f 1']).status === 0;
(hasLimits ? test : test.skip)('no room: says so, and leaves nothing', async () => {
  // A process that may write files of at most 50 blocks of 512 bytes.
  const script = `
    const { download, openHttpClient } = require('../dist');
    const [url, path] = process.argv.slice(1);
    const client = openHttpClient({ proxies: {} });
    void download(client, { url: new URL(url), path, maximumSize: 1e6, remedy: '' })
      .catch((error) => process.stdout.write(error.message))
      .finally(() => client.close());`;
  const { stdout } = await promisify(execFile)(
    'sh',
    [
      '-c',
      'ulimit -f 50 && exec "$0" "$@"',
      process.execPath,
      '-e',
      script,
      await serve(sound()),
      path,
    ],
    { cwd: __dirname },
  );
  expect(stdout).toMatch(
    /file\.partial: there is not enough disk space for the file\n {2}found: {4}EFBIG\n[^]*AERO_GUEST_TOOLS_STORE/,
  );
  expect(readdirSync(root)).toEqual([]);
});

test.each([
  ['a symbolic link', symlinkSync],
  ['a second name', linkSync],
])('%s to a file elsewhere is replaced, and that file left alone', async (_, make) => {
  const elsewhere = join(root, 'elsewhere');
  writeFileSync(elsewhere, 'mine');
  make(elsewhere, path);
  make(elsewhere, `${path}.validator`);
  expectDownloaded(await downloadFrom(await serve(sound({ etag: '"1"' }))));
  expect(readFileSync(`${path}.validator`, 'utf8')).toBe('"1"');
  expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
});

describeWithNginx('from nginx', () => {
  let nginx: Nginx;
  beforeEach(async () => {
    nginx = await startNginx({ server: 'location /moved { return 302 /file; }' });
    writeFileSync(join(nginx.files, 'file'), CONTENTS);
  });
  afterEach(() => nginx.stop());

  test('a file is downloaded, and gone on with by its entity tag', async () => {
    expectDownloaded(await downloadFrom(`${nginx.origin}/file`));
    const etag = readFileSync(`${path}.validator`, 'utf8');
    writeFileSync(path, CONTENTS.subarray(0, HALF));
    expectDownloaded(await downloadFrom(`${nginx.origin}/moved`));
    expect(nginx.requests()).toEqual([
      'GET /file 200 60000 [] []',
      expect.stringMatching(/^GET \/moved 302 /),
      `GET /file 206 30000 [bytes=30000-] [${etag}]`,
    ]);
  });

  test('a file that was replaced meanwhile is downloaded from the beginning', async () => {
    await downloadFrom(`${nginx.origin}/file`);
    writeFileSync(path, Buffer.alloc(HALF));
    writeFileSync(join(nginx.files, 'file'), Buffer.concat([CONTENTS, CONTENTS]));
    const { size } = await downloadFrom(`${nginx.origin}/file`);
    expect(size).toBe(2 * CONTENTS.length);
    expect(nginx.requests().at(-1)).toMatch(/^GET \/file 200 120000 \[bytes=30000-] \["/);
  });
});
