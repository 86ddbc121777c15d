import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { InputError } from '@aero-guest-tools/diagnostics';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fetchSource } from './fetch-source';
import { openSource } from './open-source';
import { zipEntryProblems } from './zip-entry-problems';
import { ZIP_LIMITS } from './zip-limits';

/** A raw entry of an archive, well-formed by default. */
interface RawEntry {
  readonly name: string | Buffer;
  readonly contents?: string;
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly externalAttributes?: number;
  /** Uncompressed size, if it should be wrong. */
  readonly size?: number;
  readonly crc?: number;
  readonly extra?: Buffer;
  /** The fields in which the local header differs. */
  readonly local?: Partial<Pick<RawEntry, 'name' | 'crc' | 'size' | 'method' | 'flags'>>;
}

/** Writes an archive of any entries, field by field (APPNOTE 4.3.7, 4.3.12 and 4.3.16). */
function archive(entries: readonly RawEntry[], entryCount = entries.length): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const contents = Buffer.from(entry.contents ?? '');
    const data = entry.deflate === true ? deflateRawSync(contents) : contents;
    const extra = entry.extra ?? Buffer.alloc(0);
    const header = (facts: RawEntry): Buffer => {
      const fields = Buffer.alloc(26);
      fields.writeUInt16LE(20, 0); // version needed to extract
      fields.writeUInt16LE(facts.flags ?? 0x0800, 2);
      fields.writeUInt16LE(facts.method ?? (entry.deflate === true ? 8 : 0), 4);
      fields.writeUInt32LE(facts.crc ?? crc32(contents), 10);
      fields.writeUInt32LE(data.length, 14);
      fields.writeUInt32LE(facts.size ?? contents.length, 18);
      fields.writeUInt16LE(Buffer.from(facts.name).length, 22);
      return fields;
    };
    const name = Buffer.from(entry.name);
    const shared = header(entry);
    shared.writeUInt16LE(extra.length, 24);
    const localFacts = { ...entry, ...entry.local };
    const localHeader = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      header(localFacts),
      Buffer.from(localFacts.name),
      data,
    ]);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(entry.externalAttributes ?? 0, 6);
    attributes.writeUInt32LE(offset, 10);
    const madeByUnix = Buffer.from([20, 3]);
    central.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02', 'latin1'),
        madeByUnix,
        shared,
        attributes,
        name,
        extra,
      ]),
    );
    local.push(localHeader);
    offset += localHeader.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

let base: string;
let zip: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'zip-source-'));
  zip = join(base, 'drivers-bundle.zip');
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

const location = (): { source: string; baseDirectory: string; storeDirectory: string } => ({
  source: 'drivers-bundle.zip',
  baseDirectory: base,
  storeDirectory: join(base, 'store'),
});

/** Reads an archive: contents by path. */
async function read(bytes: Buffer): Promise<Readonly<Record<string, string>>> {
  writeFileSync(zip, bytes);
  const { identity } = await fetchSource(location());
  const source = await openSource({ ...location(), identity });
  const contents: Record<string, string> = {};
  for (const { path, size } of source.entries) {
    contents[path] = await text(source.open(path));
    expect(contents[path]).toHaveLength(size);
  }
  await source.close();
  return contents;
}

/** The messages of the problems, once; nothing is unpacked or stored. */
async function refusals(entries: readonly RawEntry[]): Promise<readonly string[]> {
  writeFileSync(zip, archive(entries));
  const error: unknown = await fetchSource(location()).catch((reason: unknown) => reason);
  if (!(error instanceof InputError)) throw error;
  expect(error.message).toContain('drivers-bundle.zip');
  expect(existsSync(join(base, 'store'))).toBe(false);
  return error.diagnostics.map(({ message }) => message);
}

describe('rules 8: the files of a bundle zip', () => {
  test('stored and deflated, without the entries of directories', async () => {
    const bytes = archive([
      { name: 'x86/' },
      { name: 'x86/viostor/viostor.sys', contents: 'stored' },
      { name: 'x86/viostor/viostor.inf', contents: 'deflated '.repeat(9), deflate: true },
      { name: 'x86/viostor/empty', contents: '' },
      { name: 'größe', contents: 'UTF-8', externalAttributes: 0o100644 * 0x10000 },
    ]);
    expect(await read(bytes)).toEqual({
      'x86/viostor/viostor.sys': 'stored',
      'x86/viostor/viostor.inf': 'deflated '.repeat(9),
      'x86/viostor/empty': '',
      größe: 'UTF-8',
    });
  });

  test('with backslashes for slashes, or a leading "./", as some programs write them', async () => {
    const bytes = archive([
      { name: './' },
      { name: './x86/a', contents: '1' },
      { name: 'x86\\' },
      { name: 'x86\\viostor\\b', contents: '2' },
      { name: '.\\c', contents: '3' },
    ]);
    expect(await read(bytes)).toEqual({ 'x86/a': '1', 'x86/viostor/b': '2', c: '3' });
  });

  test('with the UTF-8 name that Info-ZIP keeps beside one in a code page', async () => {
    const name = Buffer.from([0x81]); // U+00FC in code page 437
    const path = Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), Buffer.from('ü')]);
    path.writeUInt32LE(crc32(name), 1);
    const extra = Buffer.concat([Buffer.from([0x75, 0x70, path.length, 0]), path]);
    expect(await read(archive([{ name, contents: 'x', flags: 0, extra }]))).toEqual({ ü: 'x' });
    extra.writeUInt8(extra.readUInt8(5) ^ 1, 5); // about another name
    expect(await read(archive([{ name, contents: 'x', flags: 0, extra }]))).toEqual({});
  });

  test('those with a name in a code page are left out, and told', async () => {
    const name = Buffer.from('x86/d/gr\x81n.txt', 'latin1');
    writeFileSync(
      zip,
      archive([
        { name, flags: 0 },
        { name: 'x86/e/a', contents: 'x' },
      ]),
    );
    const { identity } = await fetchSource(location());
    const { entries, problems } = await openSource({ ...location(), identity });
    expect(entries.map(({ path }) => path)).toEqual(['x86/e/a']);
    expect(problems).toMatchObject([
      {
        path: 'x86/d/gr\ufffdn.txt',
        kind: 'file',
        problem: {
          file: 'drivers-bundle.zip: x86/d/gr\ufffdn.txt',
          message: 'the name of the entry is not valid UTF-8',
        },
      },
    ]);
  });

  test('names that JavaScript objects have are names like any other', async () => {
    expect(await read(archive([{ name: '__proto__/constructor', contents: 'x' }]))).toEqual({
      '__proto__/constructor': 'x',
    });
  });

  test('it is identified by its bytes, and read from the store', async () => {
    writeFileSync(zip, archive([{ name: 'a', contents: 'first' }]));
    const { identity } = await fetchSource(location());
    expect(identity).toMatchObject({ kind: 'zip', volume_id: null });
    rmSync(zip);
    const source = await openSource({ ...location(), identity });
    expect(await text(source.open('a'))).toBe('first');
  });
});

describe('rules 8: entries of a bundle zip that are refused', () => {
  const ABSOLUTE = 'the path of the entry is absolute';
  const LEADS_OUT = 'the path of the entry leads out of the directory that it is unpacked to';
  const EMPTY = 'the path of the entry has an empty component';
  const CONTROL = 'the path of the entry has a control character';
  const LINK = 'symbolic links and junctions are refused';
  const SPECIAL = 'only files and directories are accepted';
  const COLLISION =
    'paths in the archive are equal when case is ignored, or both file and directory';

  test.each<readonly [string, readonly RawEntry[], readonly string[]]>([
    ['traversal', [{ name: '../evil.sys' }], [LEADS_OUT]],
    ['traversal in the middle', [{ name: 'x86/../../evil.sys' }], [LEADS_OUT]],
    ['traversal by a directory', [{ name: 'x86/../' }], [LEADS_OUT]],
    ['a component "."', [{ name: 'a/./b' }], [LEADS_OUT]],
    ['a leading "./" before a slash', [{ name: './/a' }], [LEADS_OUT, EMPTY]],
    ['an absolute path', [{ name: '/etc/passwd' }], [ABSOLUTE]],
    ['a drive letter', [{ name: 'C:/Windows/a' }], [ABSOLUTE]],
    ['a drive letter without a slash', [{ name: 'C:a' }], [ABSOLUTE]],
    ['traversal by backslashes', [{ name: '..\\evil.sys' }], [LEADS_OUT]],
    ['an absolute path with a backslash', [{ name: '\\etc\\passwd' }], [ABSOLUTE]],
    ['a network path', [{ name: '\\\\server\\a' }], [ABSOLUTE]],
    ['an empty component', [{ name: 'x86//a' }], [EMPTY]],
    ['an empty name', [{ name: '' }], [EMPTY]],
    ['a NUL', [{ name: 'a.sys\0.txt' }], [CONTROL]],
    ['a symbolic link', [{ name: 'a', externalAttributes: 0o120777 * 0x10000 }], [LINK]],
    ['a reparse point', [{ name: 'a', externalAttributes: 0x0400 }], [LINK]],
    ['a device', [{ name: 'a', externalAttributes: 0o060644 * 0x10000 }], [SPECIAL]],
    ['a named pipe', [{ name: 'a', externalAttributes: 0o010644 * 0x10000 }], [SPECIAL]],
    ['names that differ in case', [{ name: 'a/B.sys' }, { name: 'a/b.SYS' }], [COLLISION]],
    ['directories that differ in case', [{ name: 'X86/a' }, { name: 'x86/b' }], [COLLISION]],
    ['a file that is a directory', [{ name: 'x86' }, { name: 'x86/a' }], [COLLISION]],
    ['an encrypted file', [{ name: 'a', flags: 0x0801 }], ['the entry is encrypted']],
    ['strong encryption', [{ name: 'a', flags: 0x0841 }], ['the entry is encrypted']],
    [
      'another compression method',
      [{ name: 'a', method: 14 }],
      ['the compression method of the entry is not supported'],
    ],
    [
      'a directory with contents',
      [{ name: 'a/', contents: 'x' }],
      ['the entry of a directory has contents'],
    ],
    ['the same name twice', [{ name: 'a' }, { name: 'a' }], [COLLISION]],
    ['the same path twice', [{ name: 'a/b' }, { name: './a\\b' }], [COLLISION]],
  ])('%s', async (_, entries, messages) => {
    expect(await refusals(entries)).toEqual(messages);
  });

  test('all of them are reported together', async () => {
    expect(await refusals([{ name: '../a' }, { name: '/b' }, { name: 'c//d' }])).toEqual([
      LEADS_OUT,
      ABSOLUTE,
      EMPTY,
    ]);
  });
});

describe('rules 8: a bundle zip that takes more than it should', () => {
  test('a file that unpacks to more than it says', async () => {
    const bomb = { name: 'a', contents: '0'.repeat(1_000_000), deflate: true, size: 10 };
    await expect(read(archive([bomb]))).rejects.toThrow(
      /drivers-bundle\.zip: a: the file in the zip archive is damaged/,
    );
  });

  test('a file that unpacks to less than it says', async () => {
    await expect(read(archive([{ name: 'a', contents: 'x', size: 2 }]))).rejects.toThrow(
      /drivers-bundle\.zip: a: the file in the zip archive is damaged/,
    );
  });

  test('a file that says that it is too large', async () => {
    const size = ZIP_LIMITS.fileSize + 1;
    expect(await refusals([{ name: 'a', contents: 'x', size }])).toEqual(['the file is too large']);
  });

  test('files that are too large together', () => {
    const entry = {
      isNameValid: true,
      isEncrypted: false,
      recordedName: '',
      crc: 0,
      method: 8,
      externalAttributes: 0,
      size: ZIP_LIMITS.fileSize,
    };
    const entries = ['a', 'b', 'c', 'd'].map((name) => ({ ...entry, name }));
    expect(zipEntryProblems(entries)).toEqual([]);
    expect(zipEntryProblems([...entries, { ...entry, name: 'e', size: 1 }])).toMatchObject([
      { message: 'the unpacked archive is too large' },
    ]);
  });

  test('more entries than an archive of drivers has, told before they are read', async () => {
    writeFileSync(zip, archive([{ name: 'a' }], ZIP_LIMITS.entries + 1));
    await expect(fetchSource(location())).rejects.toThrow(/the archive has too many entries/);
  });

  test.each([
    ['too long', 'a'.repeat(ZIP_LIMITS.nameLength + 1)],
    ['nested too deep', 'a/'.repeat(ZIP_LIMITS.depth)],
    ['that would fill the memory with directories', 'a/'.repeat(32_000)],
  ])('a name that is %s', async (_, name) => {
    expect(await refusals([{ name }])).toEqual([
      'the name of an entry in the archive is too long, or nested too deep',
    ]);
  });

  test('an archive that is too large is not read', async () => {
    writeFileSync(zip, archive([{ name: 'a' }]));
    truncateSync(zip, ZIP_LIMITS.archiveSize + 1); // sparse
    await expect(fetchSource(location())).rejects.toThrow(/the archive is too large/);
  });
});

describe('rules 8: a damaged bundle zip', () => {
  test('wherever it is cut off, it is refused', async () => {
    const bytes = archive([
      { name: 'a', contents: 'x'.repeat(40), deflate: true },
      { name: 'b/c' },
    ]);
    for (let length = 4; length < bytes.length; length += 1) {
      writeFileSync(zip, bytes.subarray(0, length));
      await expect(fetchSource(location())).rejects.toThrow(InputError);
    }
  });

  test('contents of another CRC-32', async () => {
    await expect(read(archive([{ name: 'a', contents: 'x', crc: 1 }]))).rejects.toThrow(
      /drivers-bundle\.zip: a: the file in the zip archive is damaged[^]*make or copy the archive again/,
    );
  });

  test.each([
    ['fewer entries than its directory has', archive([{ name: 'a' }, { name: 'b' }], 1)],
    ['more entries than its directory has', archive([{ name: 'a' }], 2)],
  ])('%s', async (_name, bytes) => {
    await expect(read(bytes)).rejects.toThrow(
      /drivers-bundle\.zip: the zip archive contradicts itself about the number of its entries/,
    );
  });

  test.each<readonly [string, RawEntry['local']]>([
    ['name', { name: 'b' }],
    ['compression method', { method: 8 }],
    ['CRC-32', { crc: 1 }],
    ['size', { size: 7 }],
  ])('a local header with another %s', async (what, local = {}) => {
    await expect(read(archive([{ name: 'a', contents: 'x', local }]))).rejects.toMatchObject({
      diagnostics: [
        {
          file: expect.stringMatching(/drivers-bundle\.zip: a$/),
          message: 'the zip archive contradicts itself about an entry',
          found: `another ${what} in its local header than in the central directory`,
        },
      ],
    });
  });

  test('a local header without sizes, which then follow the contents, is none', async () => {
    const local = { flags: 0x0808, crc: 0, size: 0 };
    const bytes = archive([{ name: 'a', contents: 'x', flags: 0x0808, local }]);
    expect(await read(bytes)).toEqual({ a: 'x' });
  });

  test('the CRC-32 of the central directory counts', async () => {
    const wrong = { name: 'a', contents: 'x', flags: 0x0808, crc: 1, local: { crc: crc32('x') } };
    await expect(read(archive([wrong]))).rejects.toThrow(/is damaged/);
  });

  test('something in front of the archive', async () => {
    const bytes = Buffer.concat([Buffer.from('SMG'), archive([{ name: 'a' }])]);
    await expect(read(bytes)).rejects.toMatchObject({
      diagnostics: [
        {
          message: 'the zip archive does not begin where the file begins',
          found: '3 bytes in front of it, as self-extracting archives have them',
          remedy: expect.stringContaining('zip -F'),
        },
      ],
    });
  });

  test('no message of a library is shown', async () => {
    const bytes = archive([{ name: 'a', contents: 'abc'.repeat(9), deflate: true }]);
    const messages: string[] = [];
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 0xff, index);
      const error: unknown = await read(changed).catch((reason: unknown) => reason);
      if (error instanceof InputError) messages.push(error.message);
    }
    expect(messages.length).toBeGreaterThan(50);
    expect(messages.filter((message) => /adm-zip|zlib|ERR_/i.test(message))).toEqual([]);
  });

  test('a byte changed anywhere is refused or harmless, and never a defect', async () => {
    const bytes = archive([
      { name: 'a', contents: 'abc' },
      { name: 'b/c', contents: 'd' },
    ]);
    const defects: unknown[] = [];
    for (let index = 4; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 0xff, index);
      await read(changed).catch((error: unknown) => {
        if (!(error instanceof InputError)) defects.push({ index, error });
      });
    }
    expect(defects).toEqual([]);
  });
});
