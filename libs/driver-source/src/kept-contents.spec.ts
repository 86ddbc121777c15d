import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { writeZip } from '@aero-guest-tools/zip';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fetchSource } from './fetch-source';
import { keptContents, type KeptContents } from './kept-contents';
import { openSource } from './open-source';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'kept-contents-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

/** Identifies a source, removes its contents, and reads a file of it. */
async function readLater(source: string, kept: KeptContents, lose: () => void): Promise<string> {
  const storeDirectory = join(base, 'store');
  const location = { source, baseDirectory: base, storeDirectory, kept };
  const { identity } = await fetchSource(location);
  const opened = await openSource({ ...location, identity });
  lose();
  return text(opened.open('x86/a.sys'));
}

describe('what was read to identify a source is not read again', () => {
  beforeEach(() => {
    mkdirSync(join(base, 'drivers/x86'), { recursive: true });
    writeFileSync(join(base, 'drivers/x86/a.sys'), 'driver');
  });
  const loseDirectory = (): void => {
    rmSync(join(base, 'drivers'), { recursive: true });
  };

  test('of a directory', async () => {
    expect(await readLater('drivers', keptContents(), loseDirectory)).toBe('driver');
  });

  test('unless there is no room for it', async () => {
    await expect(readLater('drivers', keptContents(5), loseDirectory)).rejects.toThrow(
      /a\.sys: the file cannot be read/,
    );
  });

  test('of an archive, which is parsed from memory', async () => {
    const open = async function* () {
      yield await Promise.resolve(Buffer.from('driver'));
    };
    const files = [{ path: 'x86/a.sys', size: 6, open }];
    const archive = await buffer(writeZip(files, { sourceDateEpoch: 0, workers: 0 }));
    writeFileSync(join(base, 'drivers.zip'), archive);
    const kept = keptContents();
    expect(await readLater('drivers.zip', kept, () => undefined)).toBe('driver');
    expect(kept.room()).toBe(64 * 1024 * 1024 - archive.length);
  });
});
