import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SECTOR_SIZE } from '../sector';
import { imageRecorder } from './image-recorder';
import { layoutImage } from './layout';
import {
  bytes,
  file,
  memoryOutput,
  MIB,
  open,
  OPTIONS,
  type MemoryFile,
} from './recording.fixture';
import { writeImage } from './write-image';

const FILES = [
  file('a.sys', bytes(3000, 1)),
  file('b.sys', bytes(2 * MIB + 1, 2)),
  file('manifest.json', bytes(5000, 3)),
  file('setup.cmd', bytes(3000, 1)),
  file('tools/large.exe', bytes(2 * MIB + 1, 2)),
  file('tools/small.exe', new Uint8Array(0)),
  file('verify.cmd', bytes(2048, 4)),
];

const MANIFEST = FILES.find(({ path }) => path === 'manifest.json');

async function written(files: readonly MemoryFile[]): Promise<Buffer> {
  const layout = layoutImage(
    files.map((member) => ({ ...member, sha256: sha256Of(member), open: () => [member.contents] })),
    OPTIONS,
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function sha256Of({ contents }: MemoryFile): string {
  return createHash('sha256').update(contents).digest('hex');
}

describe('an image that is recorded file by file', () => {
  test('is the one that is written, also if one file is filled in after those behind it', async () => {
    const output = memoryOutput();
    const recorder = imageRecorder(FILES, open, OPTIONS, output);
    for (const member of recorder.files) {
      if (member === MANIFEST) await recorder.reserve(member);
      else
        for await (const piece of recorder.record(member))
          expect(piece.length).toBeLessThan(2 * MIB);
    }
    if (MANIFEST) await recorder.recordReserved(MANIFEST, MANIFEST.contents);
    const { sizeInBytes } = await recorder.complete();
    expect(output.bytes()).toHaveLength(sizeInBytes);
    expect(output.bytes().equals(await written(FILES))).toBe(true);
  });

  test('passes on what it read, and tells its hash', async () => {
    const recorder = imageRecorder(FILES, open, OPTIONS, memoryOutput());
    for (const member of recorder.files) {
      const hash = createHash('sha256');
      const pieces = recorder.record(member);
      let piece = await pieces.next();
      for (; piece.done !== true; piece = await pieces.next()) hash.update(piece.value);
      expect(piece.value).toBe(sha256Of(member));
      expect(hash.digest('hex')).toBe(sha256Of(member));
    }
  });

  test('can be read where a file is recorded, before it is complete', async () => {
    const output = memoryOutput();
    const recorder = imageRecorder(FILES, open, OPTIONS, output);
    for (const member of recorder.files) {
      for await (const piece of recorder.record(member)) expect(piece).toBeDefined();
      const { location, dataLength } = await recorder.recordedExtent(member);
      const start = location * SECTOR_SIZE;
      expect(
        output
          .bytes()
          .subarray(start, start + dataLength)
          .equals(member.contents),
      ).toBe(true);
    }
  });

  test('is not filled with more or less than was reserved', async () => {
    const [member] = FILES as [MemoryFile];
    const recorder = imageRecorder([member], open, OPTIONS, memoryOutput());
    await recorder.reserve(member);
    await expect(recorder.recordReserved(member, bytes(2999, 1))).rejects.toThrow('another size');
  });
});
