import { hash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import { dosDateTime } from './dos-date-time';
import { membersOf } from './member';
import { incompressible, quick } from './sample-data.fixture';
import { writeMembers, writeZip } from './write-zip';
import type { ZipFile } from './zip-file';

const MIB = 2 ** 20;

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

/** The names in the central directory, in order (APPNOTE 4.3.12); for archives without zip64. */
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
    // 8 entries in 2024. The hash changes if a header, the order or one bit of compressed data
    // does. Then no earlier archive can be reproduced.
    expect(hash('sha256', await zip(MEDIA))).toBe(
      '898183685c997bc664f7f12fcf81e9d542117039c9fc4510518b78d0c700587d',
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

  test.each([0, 1, 2, 5])('with %d workers', async (workers) => {
    const files = [
      ...MEDIA,
      file('large', quick(9 * MIB + 1)),
      file('larger', incompressible(5 * MIB)),
      ...Array.from({ length: 300 }, (_, index) =>
        file(`many/${String(index)}`, quick(20_000, index)),
      ),
    ];
    const archive = await collect(writeZip(files, { sourceDateEpoch: SOURCE_DATE_EPOCH, workers }));
    // The same hash in each row.
    expect(hash('sha256', archive)).toBe(
      '2e9ccfdab2f8d6851cbbfaa6b02a72f9499f0ea9d0be259369c744646fbce7b2',
    );
  });

  test.each([
    ['deflated', Buffer.concat([quick(5 * MIB), incompressible(500)])],
    ['stored', incompressible(5 * MIB)],
  ])('whether the segments of a %s file are held or it is read twice', async (_name, large) => {
    const members = membersOf([...MEDIA, file('large', large)]);
    const time = dosDateTime(SOURCE_DATE_EPOCH);
    const held = await collect(writeMembers(members, time, 0, Infinity));
    expect((await collect(writeMembers(members, time, 0, 0))).equals(held)).toBe(true);
  });
});

describe('memory does not grow with the size of a file', () => {
  const halfCompressible = Buffer.concat([incompressible(MIB / 2), Buffer.alloc(MIB / 2)]);

  test.each([
    ['whose compressed data is held', Buffer.alloc(MIB, 'driver data '), 1],
    ['whose compressed data is too large for that', halfCompressible, 2],
    ['that is stored', incompressible(MIB), 2],
  ])(
    '64 MiB %s, in less than 40 MiB',
    async (_name, chunk, readings) => {
      let opened = 0;
      const large: ZipFile = {
        path: 'large',
        size: 64 * MIB,
        async *open() {
          opened += 1;
          // A new buffer each time, so that kept buffers would use more and more memory.
          for (let count = 0; count < 64; count++) yield Buffer.from(chunk);
        },
      };
      const before = process.memoryUsage().arrayBuffers;
      let most = 0;
      for await (const _ of writeMembers(membersOf([large]), dosDateTime(0), 0, 4 * MIB)) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      }
      expect(most).toBeLessThan(40 * MIB);
      expect(opened).toBe(readings);
    },
    60_000,
  );
});

describe('nothing is left behind when an archive is not written to its end', () => {
  /** 40 MB in two threads. A thread that is not ended would keep the process running. */
  const writing = (consume: string, atTheEndOfAFile: string): string => `
    const { writeZip } = require(${JSON.stringify(resolve(__dirname, '../dist/index.js'))});
    let open = 0;
    const files = Array.from({ length: 40 }, (_, index) => ({
      path: String(index),
      size: 1e6,
      async *open() {
        open += 1;
        try {
          for (let count = 0; count < 10; count++) yield Buffer.alloc(1e5, String(index * count));
          if (index === 30) ${atTheEndOfAFile};
        } finally {
          open -= 1;
        }
      },
    }));
    (async () => {
      let size = 0;
      for await (const chunk of writeZip(files, { sourceDateEpoch: 0, workers: 2 })) ${consume};
    })()
      .catch((error) => console.log(error.message))
      .then(() => console.log(open, 'open'));`;

  test.each([
    ['its reader wants no more', writing('break', 'undefined'), '0 open\n'],
    ['its reader fails', writing('throw new Error("full")', 'undefined'), 'full\n0 open\n'],
    ['a source fails', writing('size += 1', 'throw new Error("disk")'), 'disk\n0 open\n'],
    ['nothing does', writing('size += 1', 'undefined'), '0 open\n'],
  ])('because %s', (_why, script, output) => {
    const run = spawnSync(process.execPath, ['-e', script], { timeout: 25_000 });
    expect(`${run.stdout.toString()}${run.stderr.toString()}`).toBe(output);
    expect(run.status).toBe(0);
  });
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

  describe('of a file that changes', () => {
    const write = (odd: ZipFile): Promise<Buffer> =>
      collect(writeZip([odd], { sourceDateEpoch: 0 }));

    test('more bytes than its size', async () => {
      await expect(write({ ...file('a', 'hello'), size: 4 })).rejects.toThrow(
        [
          'a: the file changed while it was being read',
          '  found:    5 bytes or more',
          '  expected: 4 bytes',
          '  remedy:   run again when no program writes to it',
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
    ['deflated', quick(3 * MIB), quick(3 * MIB, 1)],
    ['stored', incompressible(3 * MIB), incompressible(3 * MIB + 1).subarray(1)],
  ])('a %s file with other bytes at the second reading', async (_name, first, second) => {
    let opened = 0;
    const changing: ZipFile = {
      path: 'a',
      size: 3 * MIB,
      async *open() {
        yield Buffer.from(opened++ === 0 ? first : second);
      },
    };
    const archive = collect(writeMembers(membersOf([changing]), dosDateTime(0), 0, 0));
    await expect(archive).rejects.toThrow(/CRC-32 [0-9a-f]{8}, as at the first reading/);
    expect(opened).toBe(2);
  });
});
