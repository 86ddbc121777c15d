import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { InputError } from '@aero-guest-tools/diagnostics';
import { mediaFileFromMemory, type MediaFile } from '@aero-guest-tools/media/transforms';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Vinyl from 'vinyl';
import { src } from 'vinyl-fs';
import { fileTransform } from './file-transform';
import { gathered, sourceOf } from './sample.fixture';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'adopt-file-'));
  mkdirSync(join(root, 'drivers'));
  writeFileSync(join(root, 'drivers/a.sys'), 'contents of a');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const passThrough = (): Transform => fileTransform((files) => files);

async function adopted(
  ...streams: (NodeJS.ReadableStream | AsyncIterable<unknown>)[]
): Promise<MediaFile[]> {
  return (await gathered(...streams, passThrough())) as MediaFile[];
}

async function contentsOf(file: MediaFile | undefined): Promise<string> {
  if (!file) throw new Error('no file came');
  return text(file.openContents());
}

/** The error with which a pipeline is refused. */
async function refusal(...streams: (NodeJS.ReadableStream | AsyncIterable<unknown>)[]) {
  const error: unknown = await adopted(...streams).catch((thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

/** A plugin that changes each file. */
function plugin(change: (file: Vinyl) => void): Transform {
  return new Transform({
    objectMode: true,
    transform(file: Vinyl, _encoding, done) {
      change(file);
      done(null, file);
    },
  });
}

describe('files of src() come with contents that can be read again and again', () => {
  test.each([
    ['streams', false],
    ['Buffers', true],
  ])('as %s', async (_name, buffer) => {
    const [file, ...others] = await adopted(sourceOf(root, buffer));
    expect(others).toEqual([]);
    expect(file).toMatchObject({ relative: join('drivers', 'a.sys'), size: 13 });
    for (let time = 1; time <= 3; time += 1) {
      expect(await contentsOf(file)).toBe('contents of a');
    }
    expect(await text(file?.contents as Readable)).toBe('contents of a');
  });

  test('of a file that was renamed since', async () => {
    const renamed = plugin((file) => {
      file.basename = 'b.sys';
    });
    const [file] = await adopted(sourceOf(root, false), renamed);
    expect(file?.basename).toBe('b.sys');
    expect(await contentsOf(file)).toBe('contents of a');
  });

  test('of a file without a place on the disk, if it has a Buffer', async () => {
    const virtual = new Vinyl({ path: '/a.txt', base: '/', contents: Buffer.from('virtual') });
    const [file] = await adopted(Readable.from([virtual]));
    expect(file?.size).toBe(7);
    expect(await contentsOf(file)).toBe('virtual');
  });

  test('directories are left out', async () => {
    const files = await gathered(sourceOf(root, true));
    expect(files.some((file) => file.isDirectory())).toBe(true);
    expect(await adopted(sourceOf(root, true))).toHaveLength(1);
  });
});

describe('contents that cannot be read again are refused', () => {
  test('a stream that came from nowhere', async () => {
    const virtual = new Vinyl({ path: '/a.txt', base: '/', contents: Readable.from(['once']) });
    const error = await refusal(Readable.from([virtual]));
    expect(error.message).toMatch(/^a\.txt: the contents of the file can be read only once/);
    expect(error.message).toMatch(/remedy: +write it to the disk first/);
  });

  test('a stream that a plugin made of another: not the size on disk', async () => {
    const replaced = plugin((file) => {
      if (file.isStream()) file.contents = Readable.from(['other']);
    });
    const error = await refusal(sourceOf(root, false), replaced);
    expect(error.diagnostics).toMatchObject([{ found: '13 bytes on disk', expected: '5 bytes' }]);
    expect(error.message).toMatch(/call src\(\) without buffer: false/);
  });

  test('a stream that a plugin made of another: the size on disk, but not the contents', async () => {
    const replaced = plugin((file) => {
      if (file.isStream()) file.contents = Readable.from(['CONTENTS of a']);
    });
    const [file] = await adopted(sourceOf(root, false), replaced);
    await expect(contentsOf(file)).rejects.toThrow(
      /the file on disk does not have the contents that came through the stream/,
    );
  });

  test('a file that changed on disk after it came through the stream', async () => {
    const [file] = await adopted(sourceOf(root, false));
    writeFileSync(join(root, 'drivers/a.sys'), 'CONTENTS OF A');
    await expect(contentsOf(file)).rejects.toThrow(InputError);
  });

  test('a file of ours whose contents a plugin replaced by a stream', async () => {
    const ours = mediaFileFromMemory('a.txt', Buffer.from('ours'));
    const replaced = plugin((file) => {
      file.contents = Readable.from(['theirs']);
    });
    expect((await refusal(Readable.from([ours]), replaced)).message).toMatch(/only once/);
  });

  test('but not one whose contents a plugin replaced by a Buffer: those are taken', async () => {
    const ours = mediaFileFromMemory('a.txt', Buffer.from('ours'));
    const replaced = plugin((file) => {
      file.contents = Buffer.from('theirs');
    });
    const [file] = await adopted(Readable.from([ours]), replaced);
    expect(file?.size).toBe(6);
    expect(await contentsOf(file)).toBe('theirs');
  });

  test('a file without contents', async () => {
    const unread = src('drivers/a.sys', { cwd: root, read: false });
    expect((await refusal(unread)).message).toMatch(/comes without contents[^]*read: false/);
  });

  test('something that is not a file', async () => {
    expect((await refusal(Readable.from(['text']))).message).toMatch(/found: +string/);
  });
});

describe('rules 4: symbolic links are refused wherever they stand', () => {
  const both = [
    ['streams', false],
    ['Buffers', true],
  ] as const;

  test.each(both)('a link to a file, which src() follows, read as %s', async (_name, buffer) => {
    symlinkSync(join(root, 'drivers/a.sys'), join(root, 'drivers/b.sys'));
    const error = await refusal(sourceOf(root, buffer));
    expect(error.diagnostics).toMatchObject([
      { file: join(root, 'drivers/b.sys'), message: 'symbolic links and junctions are refused' },
    ]);
  });

  test.each(both)('a link to a directory, read as %s', async (_name, buffer) => {
    symlinkSync(join(root, 'drivers'), join(root, 'linked'));
    const linked = src('linked/a.sys', {
      cwd: root,
      base: root,
      encoding: false,
      buffer,
    } as object);
    expect((await refusal(linked)).diagnostics).toMatchObject([{ file: join(root, 'linked') }]);
  });

  test('a link that src() does not follow', async () => {
    symlinkSync('a.sys', join(root, 'drivers/b.sys'));
    const unresolved = src('drivers/b.sys', { cwd: root, resolveSymlinks: false });
    expect((await refusal(unresolved)).message).toMatch(/symbolic links and junctions are refused/);
  });
});
