import { Readable, Writable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { mediaFileOf, type MediaFile } from '@aero-guest-tools/media/transforms';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type Vinyl from 'vinyl';
import { generateDevicesCmd, makeIso, makeZip, payload, stageMedia, tee } from './index';
import { makeSample, type Sample } from './sample.fixture';

const MiB = 1024 * 1024;
const CHUNK = 256 * 1024;

/** Incompressible data, so that a zip has about as many bytes as were read. */
const NOISE = noise(CHUNK);

/** Deflates quickly. */
const ZEROS = Buffer.alloc(CHUNK);

let sample: Sample;

beforeEach(async () => {
  sample = await makeSample();
});

afterEach(() => {
  sample.remove();
});

/** xorshift32 from a fixed seed. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 2_463_534_242;
  for (let index = 0; index < length; index += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state | 0, index);
  }
  return bytes;
}

/** Files of different contents that count how they are read. */
function largeFiles(count: number, size: number, contents: Uint8Array) {
  const counts = { open: 0, maximumOpen: 0, bytes: 0 };
  const files = Array.from({ length: count }, (_, file) =>
    mediaFileOf({
      path: `tools/${String(file)}.bin`,
      size,
      open: async function* () {
        counts.open += 1;
        counts.maximumOpen = Math.max(counts.maximumOpen, counts.open);
        try {
          for (let left = size; left > 0; left -= CHUNK) {
            const chunk = Buffer.from(contents);
            chunk.writeUInt32LE(file, 0);
            counts.bytes += chunk.length;
            yield chunk;
          }
        } finally {
          counts.open -= 1;
        }
      },
    }),
  );
  return { files, counts };
}

/**
 * Reads the contents of incoming files chunk by chunk, and waits for `pause` before each next
 * chunk.
 */
function slowSink(pause: (chunks: number) => Promise<void>): Writable {
  let chunks = 0;
  async function consume(file: Vinyl): Promise<void> {
    for await (const chunk of file.contents as AsyncIterable<Uint8Array>) {
      if (chunk.length === 0) throw new Error('an empty chunk');
      chunks += 1;
      await pause(chunks);
    }
  }
  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(file: Vinyl, _encoding, done) {
      consume(file).then(() => {
        done();
      }, done);
    },
  });
}

describe('back-pressure: nothing is read before the one before it was written', () => {
  test.each<[string, (options: Sample['options']) => Transform]>([
    ['makeIso', makeIso],
    ['makeZip', makeZip],
  ])('%s reads no further than a sink that stops takes it', async (_name, make) => {
    const { files, counts } = largeFiles(64, MiB, NOISE);
    const readWhileStopped: number[] = [];
    const sink = slowSink(async (chunks) => {
      if (chunks < 2) return;
      await sleep(200);
      readWhileStopped.push(counts.bytes);
      await sleep(100);
      readWhileStopped.push(counts.bytes);
      throw new Error('enough');
    });
    const running = pipeline(Readable.from(files), make(sample.options), sink);
    await expect(running).rejects.toThrow('enough');
    expect(readWhileStopped[0]).toBeLessThanOrEqual(5 * MiB);
    expect(readWhileStopped[1]).toBe(readWhileStopped[0]);
    expect(counts).toMatchObject({ open: 0, maximumOpen: 1 });
  });

  test('a slow sink does not make memory grow, and one file is open at a time', async () => {
    const { files, counts } = largeFiles(12, 10 * MiB, ZEROS);
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const sink = slowSink(async (chunks) => {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
      if (chunks % 8 === 0) await sleep(1);
    });
    await pipeline(
      Readable.from(files),
      stageMedia(sample.options),
      tee(makeIso(sample.options), makeZip(sample.options)),
      sink,
    );
    expect(counts).toMatchObject({ open: 0, maximumOpen: 1 });
    // 120 MiB pass through five times. Memory that waits for the garbage collector counts too.
    expect(peak).toBeLessThan(64 * MiB);
  }, 120_000);

  test('when the source fails, no further file is read', async () => {
    const { files, counts } = largeFiles(32, MiB, ZEROS);
    function* failing(): Generator<MediaFile> {
      yield* files;
      throw new Error('the network is gone');
    }
    const running = pipeline(
      Readable.from(failing()),
      stageMedia(sample.options),
      slowSink(() => Promise.resolve()),
    );
    await expect(running).rejects.toThrow('the network is gone');
    const readBefore = counts.bytes;
    await sleep(300);
    expect(counts.bytes - readBefore).toBeLessThanOrEqual(MiB);
  });

  test('a source is not asked for more files than the steps hold', async () => {
    let asked = 0;
    function* endless(): Generator<MediaFile> {
      for (;;) {
        asked += 1;
        yield mediaFileOf({
          path: `tools/${String(asked)}`,
          size: 0,
          open: () => Readable.from([]),
        });
      }
    }
    const taken: unknown[] = [];
    const stopping = new Writable({
      objectMode: true,
      highWaterMark: 1,
      write(file) {
        taken.push(file);
      },
    });
    const source = Readable.from(endless(), { highWaterMark: 1 });
    const running = pipeline(
      source,
      generateDevicesCmd(sample.options),
      payload(sample.options),
      stopping,
    );
    await sleep(300);
    expect(taken).toHaveLength(1);
    expect(asked).toBeLessThan(200);
    source.destroy(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });
});
