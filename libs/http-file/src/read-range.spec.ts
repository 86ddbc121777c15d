import { afterEach, describe, expect, test } from '@jest/globals';
import { openHttpClient } from './http-client';
import { head, startRawServer, type RawRequest, type RawServer } from './raw-server.fixture';
import { NoRangesError, readRange, type ByteRange } from './read-range';

const CONTENTS = '0123456789abcdefghij';

let server: RawServer | undefined;
let waits: number[];
afterEach(() => server?.stop());

/** Reads a range from a server with a list of responses. */
async function read(
  range: ByteRange,
  ...answers: readonly ((request: RawRequest) => void)[]
): Promise<string> {
  waits = [];
  server?.stop();
  server = await startRawServer((request, index) => {
    answers[Math.min(index, answers.length - 1)]?.(request);
  });
  const client = openHttpClient({
    proxies: {},
    wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
  });
  try {
    let text = '';
    const url = new URL(`${server.origin}/file`);
    for await (const chunk of readRange(client, url, range, CONTENTS.length)) text += chunk;
    return text;
  } finally {
    client.close();
  }
}

/** A response for the bytes from `first` to `last`, of which only `sent` are sent. */
function part(
  first: number,
  last: number,
  { size = String(CONTENTS.length), sent = last - first + 1, length = last - first + 1 } = {},
): (request: RawRequest) => void {
  return ({ socket }) => {
    head(socket, '206 Partial Content', {
      'content-range': `bytes ${String(first)}-${String(last)}/${size}`,
      'content-length': String(length),
    });
    socket.end(CONTENTS.slice(first, first + sent));
  };
}

const ranges = (): readonly unknown[] =>
  server?.requests.map(({ headers }) => headers['range']) ?? [];

describe('a range of a file on a server', () => {
  test('is read, whether or not the server knows the size of the file', async () => {
    expect(await read({ offset: 5, length: 10 }, part(5, 14))).toBe('56789abcde');
    expect(ranges()).toEqual(['bytes=5-14']);
    expect(await read({ offset: 0, length: 20 }, part(0, 19, { size: '*' }))).toBe(CONTENTS);
  });

  test('goes on where the connection was lost', async () => {
    const range = { offset: 5, length: 10 };
    expect(await read(range, part(5, 14, { sent: 3 }), part(8, 14))).toBe('56789abcde');
    expect(ranges()).toEqual(['bytes=5-14', 'bytes=8-14']);
    expect(waits).toEqual([500]);
  });

  test('is asked on for where the server gives less than it was asked for', async () => {
    expect(await read({ offset: 5, length: 10 }, part(5, 7), part(8, 14))).toBe('56789abcde');
    expect(ranges()).toEqual(['bytes=5-14', 'bytes=8-14']);
    expect(waits).toEqual([]);
  });

  test('is given up after five attempts that bring little', async () => {
    await expect(read({ offset: 5, length: 10 }, ({ socket }) => socket.destroy())).rejects.toThrow(
      /the connection was lost\n.*in 5 attempts/,
    );
    expect(waits).toEqual([500, 1000, 2000, 4000]);
  });
});

describe('a server that has no ranges is told by', () => {
  const answer =
    (status: string, headers: Record<string, string> = {}): ((request: RawRequest) => void) =>
    ({ socket }) => {
      head(socket, status, headers);
      socket.end(CONTENTS);
    };

  test.each([
    ['the whole file', answer('200 OK')],
    ['status 416', answer('416 Range Not Satisfiable')],
    [
      'several parts in one answer',
      answer('206 Partial Content', { 'content-type': 'multipart/byteranges; boundary=x' }),
    ],
    ['a unit of its own', answer('206 Partial Content', { 'content-range': 'sectors 5-14/20' })],
    ['a range from elsewhere', part(4, 14)],
    ['a range that is too long', part(5, 15)],
  ])('%s', async (_, given) => {
    await expect(read({ offset: 5, length: 10 }, given)).rejects.toThrow(NoRangesError);
    expect(ranges()).toHaveLength(1);
  });
});

test('a server that gives a byte at a time is asked for the whole file instead', async () => {
  const byte = ({ headers, socket }: RawRequest): void => {
    const first = /[0-9]+/.exec(headers['range'] ?? '')?.[0] ?? '';
    head(socket, '206 Partial Content', {
      'content-range': `bytes ${first}-${first}/*`,
      'content-length': '1',
    });
    socket.end('x');
  };
  await expect(read({ offset: 0, length: 1_000_000 }, byte)).rejects.toThrow(NoRangesError);
  // 16, and one for every 64 KB.
  expect(ranges()).toHaveLength(32);
});

describe('refused is', () => {
  test.each([
    [
      'a file of another size',
      part(5, 14, { size: '21' }),
      /a different file than expected\n +found: +21 bytes\n +expected: 20 bytes/,
    ],
    [
      'another status',
      ({ socket }: RawRequest) => {
        head(socket, '404 Not Found');
        socket.end();
      },
      /the server has no such file/,
    ],
    [
      'compressed bytes',
      ({ socket }: RawRequest) => {
        head(socket, '206 Partial Content', {
          'content-range': 'bytes 5-14/20',
          'content-encoding': 'gzip',
        });
        socket.end();
      },
      /in a different encoding/,
    ],
    [
      'more bytes than announced',
      part(5, 14, { length: 15, sent: 15 }),
      /not have the length that it announces\n +found: +more than 10 bytes\n +expected: 10 bytes/,
    ],
  ])('%s', async (_, answer, message) => {
    await expect(read({ offset: 5, length: 10 }, answer)).rejects.toThrow(message);
    expect(ranges()).toHaveLength(1);
  });

  test('fewer bytes than announced, in the end', async () => {
    await expect(
      read({ offset: 5, length: 10 }, part(5, 14, { length: 0, sent: 0 })),
    ).rejects.toThrow(
      /not have the length that it announces\n +found: +0 bytes, in 5 attempts\n +expected: 10 bytes/,
    );
  });
});
