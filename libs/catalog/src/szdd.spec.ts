import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portableExecutable } from '@aero-guest-tools/sample-virtio-win';
import { szdd } from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { expandSzdd } from './szdd';

const LIMIT = 1_000_000;

/** The signature, mode A, `s`, and the size. */
const header = (size: number): Buffer => {
  const bytes = Buffer.from('535a444488f02733417300000000', 'hex');
  bytes.writeUInt32LE(size, 10);
  return bytes;
};

const CONTENTS: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', Buffer.of()],
  ['a byte', Buffer.from('x')],
  ['spaces, which the window begins with', Buffer.alloc(100, ' ')],
  ['one byte many times', Buffer.alloc(2_000, 'x')],
  ['bytes that do not repeat', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
  ['an executable', portableExecutable({ architecture: 'x86', kind: 'driver', label: 'x' })],
];

describe('rules 11: files that COMPRESS.EXE made', () => {
  test.each(CONTENTS)('%s', (_, contents) => {
    expect(
      Buffer.compare(expandSzdd(szdd(contents, 's'), LIMIT) ?? Buffer.from('none'), contents),
    ).toBe(0);
  });

  test('by hand: a literal, and a match that overlaps what it writes', () => {
    // The window begins at 4080 = FF0h: one literal there, then a match of nine bytes from there
    // on.
    const bytes = Buffer.concat([header(10), Buffer.from('0161f0f6', 'hex')]);
    expect(Buffer.from(expandSzdd(bytes, LIMIT) ?? []).toString()).toBe('aaaaaaaaaa');
  });

  test('what follows the contents is ignored', () => {
    const bytes = Buffer.concat([szdd(Buffer.from('abc'), 's'), Buffer.from('more')]);
    expect(Buffer.from(expandSzdd(bytes, LIMIT) ?? []).toString()).toBe('abc');
  });

  test('truncated at each byte', () => {
    const bytes = szdd(Buffer.from('abcabcabcabc and so on'), 's');
    for (let length = 0; length < bytes.length; length += 1) {
      expect(expandSzdd(bytes.subarray(0, length), LIMIT)).toBeUndefined();
    }
  });

  test.each([
    ['larger than the limit', header(LIMIT + 1)],
    ['larger than so few bytes can be', Buffer.concat([header(LIMIT), Buffer.alloc(100)])],
    ['of another mode', Buffer.from(header(0).fill('B', 8, 9))],
    ['KWAJ', Buffer.from('4b57414a88f027d1000000000000', 'hex')],
  ])('%s', (_, bytes) => {
    expect(expandSzdd(bytes, LIMIT)).toBeUndefined();
  });
});

const withoutProgram = spawnSync('7z').error
  ? '7z (Debian package 7zip) is not installed'
  : undefined;
if (withoutProgram !== undefined) console.warn(`skipped: ${withoutProgram}`);

(withoutProgram === undefined ? describe : describe.skip)('7z agrees', () => {
  test.each(CONTENTS.slice(1))('on %s', (_, contents) => {
    const root = mkdtempSync(join(tmpdir(), 'szdd-'));
    try {
      const path = join(root, 'a.sy_');
      writeFileSync(path, szdd(contents, 's'));
      const expanded = execFileSync('7z', ['x', '-so', '-tMsLZ', path]);
      expect(Buffer.compare(expanded, contents)).toBe(0);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
