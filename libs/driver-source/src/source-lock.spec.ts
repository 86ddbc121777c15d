import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  lockedListSha256,
  parseSourceLock,
  readSourceLock,
  sourceLockText,
  type SourceLock,
} from './source-lock';

const lock: SourceLock = {
  source: 'https://example.org/virtio-win.iso',
  sha256: 'ab'.repeat(32),
  size: 4_096_000,
  volumeId: 'virtio-win-0.1.172',
  contents: {
    files: [
      { path: 'viostor/w7/x86/a b.sys', extent: 1999, size: 2048, sha256: 'cd'.repeat(32) },
      { path: 'viostor/w7/x86/empty', extent: 0, size: 0, sha256: 'ef'.repeat(32) },
    ],
    otherFiles: [{ path: 'data/info.json', size: 19 }],
    listedFor: ['w7'],
  },
};

/** The text of the lock with one part replaced. */
function edited(from: string | RegExp, to: string): string {
  const text = sourceLockText(lock).replace(from, to);
  expect(text).not.toBe(sourceLockText(lock));
  return text;
}

function parse(text: string): SourceLock {
  return parseSourceLock(parseJson(text, 'virtio-win.lock.json'));
}

describe('the hash of what a lock lists', () => {
  const { contents = { files: [], otherFiles: [] } } = lock;

  test('is that of canonical JSON, in whatever order the lock has it', () => {
    // The list, made by hand.
    const text = `{"files":[{"extent":1999,"path":"viostor/w7/x86/a b.sys","sha256":"${'cd'.repeat(32)}","size":2048},{"extent":0,"path":"viostor/w7/x86/empty","sha256":"${'ef'.repeat(32)}","size":0}],"other_files":[{"path":"data/info.json","size":19}]}`;
    const expected = createHash('sha256').update(text).digest('hex');
    expect(lockedListSha256(contents)).toBe(expected);
    expect(lockedListSha256({ ...contents, files: contents.files.toReversed() })).toBe(expected);
  });

  test.each([
    ['a path', { path: 'other' }],
    ['a place', { extent: 7 }],
    ['a size', { size: 7 }],
    ['a hash', { sha256: '00'.repeat(32) }],
  ])('is another one for %s that differs', (_, change) => {
    const files = contents.files.map((file, index) => (index > 0 ? file : { ...file, ...change }));
    expect(lockedListSha256({ ...contents, files })).not.toBe(lockedListSha256(contents));
  });

  test('is none for a lock without a list, which differs from one with an empty list', () => {
    expect(lockedListSha256(undefined)).toBeUndefined();
    expect(lockedListSha256({ files: [], otherFiles: [] })).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a lock', () => {
  test('is written in one way, with a line for each file', () => {
    expect(sourceLockText(lock)).toBe(`{
  "$schema": "../specs/schemas/virtio-win-lock.schema.json",
  "schema_version": 1,
  "source": "https://example.org/virtio-win.iso",
  "sha256": "${'ab'.repeat(32)}",
  "size": 4096000,
  "volume_id": "virtio-win-0.1.172",
  "files": [
    { "path": "viostor/w7/x86/a b.sys", "extent": 1999, "size": 2048, "sha256": "${'cd'.repeat(32)}" },
    { "path": "viostor/w7/x86/empty", "extent": 0, "size": 0, "sha256": "${'ef'.repeat(32)}" }
  ],
  "other_files": [
    { "path": "data/info.json", "size": 19 }
  ]
}
`);
  });

  test.each([
    ['with files', lock],
    ['without files', { ...lock, contents: undefined }],
    [
      'with a list of none',
      { ...lock, contents: { files: [], otherFiles: [], listedFor: ['w7'] } },
    ],
    [
      'with the list for several versions of Windows',
      { ...lock, contents: { files: [], otherFiles: [], listedFor: ['w7', 'w11'] } },
    ],
  ])('is read back: %s', (_, written) => {
    expect(parse(sourceLockText(written))).toEqual(written);
  });

  describe('is read from a file', () => {
    let root: string;
    beforeAll(() => {
      root = mkdtempSync(join(tmpdir(), 'lock-'));
    });
    afterAll(() => {
      rmSync(root, { recursive: true, force: true });
    });

    test('if there is one', async () => {
      const file = join(root, 'virtio-win.lock.json');
      expect(await readSourceLock(file)).toBeUndefined();
      writeFileSync(file, sourceLockText(lock));
      expect(await readSourceLock(file)).toEqual(lock);
    });

    test('if it is one: nothing large is read, and no pipe waited for', async () => {
      const large = join(root, 'large.lock.json');
      writeFileSync(large, '');
      truncateSync(large, 2 ** 30);
      await expect(readSourceLock(large)).rejects.toThrow(/the lock is too large/);
      if (process.platform === 'win32') return;
      const pipe = join(root, 'pipe.lock.json');
      execFileSync('mkfifo', [pipe]);
      await expect(readSourceLock(pipe)).rejects.toThrow(/the lock cannot be read[^]*a named pipe/);
    });
  });
});

describe('a lock is refused, with the place of what is wrong', () => {
  test.each([
    [
      'a duplicate key',
      edited('"size": 4', '"sha256": 1, "size": 4'),
      /json:6:3 .*has the same name twice/,
    ],
    ['a property that is unknown', edited('volume_id', 'volumeid'), /:7:3.*volumeid.* unknown/],
    ['one that is missing', edited(/ {2}"size".*\n/, ''), /the property "size" is missing/],
    ['a version that is unknown', edited('version": 1', 'version": 2'), /:3:21 .*unsupported/],
    ['a hash that is none', edited('abab', 'ABAB'), /:5:13 \(\/sha256\): "sha256" does not have/],
    ['a size that is none', edited('4096000', '-1'), /:6:11 \(\/size\): "size" is out of range/],
    ['a size that is a text', edited('4096000', '"1"'), /\(\/size\): "size" has the wrong type/],
    [
      'a path that leads out of the image',
      edited('a b.sys', '../../b.sys'),
      /:9:15 \(\/files\/0\/path\)/,
    ],
    ['an absolute path', edited('data/', '/data/'), /\(\/other_files\/0\/path\)/],
    [
      'a file that is listed twice',
      edited('data/info.json', 'viostor/w7/x86/empty'),
      /:13:15 \(\/other_files\/0\/path\): a file is listed twice/,
    ],
    [
      'contents that lie outside of the image',
      edited('"extent": 1999', '"extent": 2000'),
      /:9:51 \(\/files\/0\/extent\): .* outside of the image\n +found: +contents up to byte 4098048\n +expected: at most 4096000/,
    ],
  ])('%s', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  test.each([
    ['https://user:hidden@example.org/a.iso', 'a URL with user name or password'],
    ['https://hidden@example.org/a.iso', 'a URL with user name or password'],
    ['https://example.org/a.iso?signature=hidden', 'a URL with query or fragment'],
    ['https://example.org/a.iso#hidden', 'a URL with query or fragment'],
    ['HTTPS://EXAMPLE.org/a.iso', 'another text'],
    ['https://example.org/./a.iso', 'a URL that is written https://example.org/a.iso'],
    ['ftp://example.org/a.iso', 'another text'],
    ['hidden', 'another text'],
  ])('a source such as %s, which no message shows', (source, found) => {
    const act = (): unknown => parse(edited(lock.source, source));
    expect(act).toThrow(`:4:13 (/source): the source is not a public URL\n  found:    ${found}\n`);
    expect(act).not.toThrow(/hidden/);
  });
});
