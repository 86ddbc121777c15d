import { createHash, hash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import { dosDateTime } from './dos-date-time';
import { membersOf, writeMembers, writeZip } from './write-zip';
import type { ZipFile } from './zip-file';

const SOURCE_DATE_EPOCH = Date.UTC(2024, 1, 29, 13, 37, 43) / 1000;

function file(path: string, contents: string | Uint8Array): ZipFile {
  const data = Buffer.from(contents);
  return {
    path,
    size: data.length,
    async *open() {
      yield data;
    },
  };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const collected: Uint8Array[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return Buffer.concat(collected);
}

const zip = (files: readonly ZipFile[]): Promise<Buffer> =>
  collect(writeZip(files, { sourceDateEpoch: SOURCE_DATE_EPOCH }));

/** The names in the central directory, in its order (APPNOTE 4.3.12); archives without zip64. */
function names(archive: Buffer): readonly string[] {
  const listed: string[] = [];
  let at = archive.readUInt32LE(archive.length - 6);
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const end = at + 46 + archive.readUInt16LE(at + 28);
    listed.push(archive.toString('utf8', at + 46, end));
    at = end;
  }
  return listed;
}

/** Bytes without a pattern, the same in every run. */
function incompressible(size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let index = 0; index * 32 < size; index++) {
    blocks.push(createHash('sha256').update(String(index)).digest());
  }
  return Buffer.concat(blocks).subarray(0, size);
}

const MEDIA = [
  file('manifest.json', '{}\n'),
  file('drivers/x86/viostor/viostor.inf', '[Version]\r\nClass = SCSIAdapter\r\n'.repeat(20)),
  file('drivers/x86/viostor/viostor.sys', incompressible(300)),
  file('licenses/Grüße.txt', ''),
];

describe('rules 9: entries', () => {
  test('every directory has an entry, and names are in byte order', async () => {
    const paths = ['a/b/c', 'a.txt', 'a-b', 'a0', 'B', 'ä', 'z', '😀', '\uffff'];
    expect(names(await zip(paths.map((path) => file(path, path))))).toEqual([
      'B',
      'a-b', // 2d
      'a.txt', // 2e
      'a/', // 2f
      'a/b/',
      'a/b/c',
      'a0', // 30
      'z', // 7a
      'ä', // c3 a4
      '\uffff', // ef bf bf
      '😀', // f0 9f 98 80, though its UTF-16 (d83d de00) is before U+FFFF
    ]);
  });

  test('a file that does not get smaller is stored', async () => {
    const method = async (contents: string | Uint8Array): Promise<number> =>
      (await zip([file('a', contents)])).readUInt16LE(8);
    expect(await method('a'.repeat(100))).toBe(8);
    expect(await method(incompressible(1000))).toBe(0);
    expect(await method('')).toBe(0);
    // Deflated, 3 bytes of "a" are 3 bytes (10 bits of block and 3 literals of 8): not smaller.
    expect(await method('aaa')).toBe(0);
  });

  test('an archive without files is the 22 bytes that end any archive', async () => {
    expect((await zip([])).toString('hex')).toBe(`504b0506${'00'.repeat(18)}`);
  });
});

describe('rules 9: the same bytes for the same input', () => {
  test('golden hash', async () => {
    // 8 entries in 2024. It changes if a header, the order or one bit of compressed data does: then
    // every archive made so far cannot be reproduced any more.
    expect(hash('sha256', await zip(MEDIA))).toBe(
      '4c45111f2558743cafc4ce3fab7f49d8b82aead6315a35689c617014369a933d',
    );
  });

  test('in any order of the files', async () => {
    const expected = await zip(MEDIA);
    expect((await zip(MEDIA.toReversed())).equals(expected)).toBe(true);
    expect((await zip([...MEDIA.slice(2), ...MEDIA.slice(0, 2)])).equals(expected)).toBe(true);
  });

  test.each([
    ['Asia/Kathmandu', 'C', '000'],
    ['America/St_Johns', 'tr_TR.UTF-8', '077'],
  ])('in time zone %s, locale %s, with umask %s', async (TZ, LC_ALL, umask) => {
    const script = `
      process.umask('${umask}');
      const { writeZip } = require(${JSON.stringify(resolve(__dirname, '../dist/index.js'))});
      const file = { path: 'i/I.txt', size: 5, async *open() { yield Buffer.from('hello'); } };
      (async () => {
        for await (const chunk of writeZip([file], { sourceDateEpoch: ${String(SOURCE_DATE_EPOCH)} }))
          process.stdout.write(chunk);
      })();`;
    const run = spawnSync(process.execPath, ['-e', script], {
      env: { ...process.env, TZ, LC_ALL },
    });
    expect(run.stderr.toString()).toBe('');
    expect(run.stdout.equals(await zip([file('i/I.txt', 'hello')]))).toBe(true);
  });

  test('whether a file is held in memory or read twice', async () => {
    const members = membersOf([...MEDIA, file('large', Buffer.alloc(2_000_000, 'abc'))]);
    const time = dosDateTime(SOURCE_DATE_EPOCH);
    const inMemory = await collect(writeMembers(members, time, Infinity));
    expect((await collect(writeMembers(members, time, 0))).equals(inMemory)).toBe(true);
  });
});

describe('memory does not grow with the size of a file', () => {
  test('64 MiB in less than 40 MiB', async () => {
    const MIB = 2 ** 20;
    const chunk = Buffer.alloc(MIB, 'driver data ');
    const large: ZipFile = {
      path: 'large',
      size: 64 * MIB,
      async *open() {
        // A new buffer each time: were they kept, they would add up.
        for (let count = 0; count < 64; count++) yield Buffer.from(chunk);
      },
    };
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    let written = 0;
    for await (const output of writeZip([large], { sourceDateEpoch: 0 })) {
      written += output.length;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(written).toBeLessThan(MIB);
    expect(most).toBeLessThan(40 * MIB);
  }, 60_000);
});

describe('refusals', () => {
  test('paths that cannot be entries, before anything is read', () => {
    const files = [file('../a', ''), file('b', ''), file('b', '')];
    expect(() => writeZip(files, { sourceDateEpoch: 0 })).toThrow(InputError);
    expect(() => writeZip(files, { sourceDateEpoch: 0 })).toThrow(/\.\.\/a: .*\n(.*\n)+b: /);
  });

  test.each([-1, 1.5, Number.NaN])('a size of %d', (size) => {
    const odd = { ...file('a', ''), size };
    expect(() => writeZip([odd], { sourceDateEpoch: 0 })).toThrow(RangeError);
  });

  test('a time that is not a number of seconds', () => {
    expect(() => writeZip([], { sourceDateEpoch: Number.NaN })).toThrow(RangeError);
  });

  describe.each([
    ['held in memory', Infinity],
    ['read twice', 0],
  ])('of a file that is %s', (_name, inMemoryMaximum) => {
    const write = (odd: ZipFile): Promise<Buffer> =>
      collect(writeMembers(membersOf([odd]), dosDateTime(0), inMemoryMaximum));

    test('more bytes than its size', async () => {
      await expect(write({ ...file('a', 'hello'), size: 4 })).rejects.toThrow(
        [
          'a: the file changed while it was written to the zip archive',
          '  found:    5 bytes or more',
          '  expected: 4 bytes',
          '  remedy:   run again when nothing writes to the file',
        ].join('\n'),
      );
    });

    test('more bytes than its size, without end: reading stops', async () => {
      const endless: ZipFile = {
        path: 'a',
        size: 10,
        async *open() {
          for (;;) yield Buffer.from('endless');
        },
      };
      await expect(write(endless)).rejects.toThrow(/14 bytes or more/);
    });

    test('fewer bytes than its size', async () => {
      await expect(write({ ...file('a', 'hello'), size: 6 })).rejects.toThrow(
        /found: {4}5 bytes\n/,
      );
    });

    test('an error of the source comes through as it is', async () => {
      const failure = new Error('disk');
      const failing: ZipFile = {
        path: 'a',
        size: 1,
        open: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }) }),
      };
      await expect(write(failing)).rejects.toBe(failure);
    });
  });

  test.each([
    ['deflated', 'a'.repeat(100), 'b'.repeat(100)],
    ['stored', incompressible(100), incompressible(101).subarray(1)],
  ])('a %s file with other bytes at the second reading', async (_name, first, second) => {
    let opened = 0;
    const changing: ZipFile = {
      path: 'a',
      size: 100,
      async *open() {
        yield Buffer.from(opened++ === 0 ? first : second);
      },
    };
    const archive = collect(writeMembers(membersOf([changing]), dosDateTime(0), 0));
    await expect(archive).rejects.toThrow(InputError);
    expect(opened).toBe(2);
  });
});
