import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buildDirectory } from '@aero-guest-tools/media';
import {
  mediaFileOf,
  mediaFileFromMemory,
  mediaPathOf,
  parseManifest,
  type MediaFile,
} from '@aero-guest-tools/media/transforms';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Vinyl from 'vinyl';
import {
  dest,
  generateDevicesCmd,
  makeIso,
  makeZip,
  manifest,
  packageMedia,
  payload,
  stageMedia,
  tee,
  validateSpec,
  virtioWin,
} from './index';
import { extractSample, gathered, makeSample, sourceOf, type Sample } from './sample.fixture';

const privateKey = Buffer.from(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }),
);

let sample: Sample;
let options: Sample['options'];
let out: ReturnType<typeof buildDirectory>;

beforeEach(async () => {
  sample = await makeSample();
  options = sample.options;
  out = buildDirectory(options.buildDirectory);
});

afterEach(() => {
  sample.remove();
});

/** The whole build of a source, with optional extra steps before stage-media. */
function build(source: NodeJS.ReadableStream, extra: Transform[] = []): Promise<void> {
  return pipeline([
    source as NodeJS.ReadWriteStream,
    validateSpec(options),
    generateDevicesCmd(options),
    payload(options),
    ...extra,
    stageMedia(options),
    tee(makeIso(options), makeZip(options), manifest()),
    packageMedia(options),
  ]);
}

const add = (...files: Vinyl[]): Transform =>
  new Transform({
    objectMode: true,
    transform: (file, _encoding, done) => {
      done(null, file);
    },
    flush(done) {
      for (const file of files) this.push(file);
      done();
    },
  });

const read = (): Buffer[] => [out.iso, out.zip, ...out.manifests].map((path) => readFileSync(path));

describe('the same files give the same bytes', () => {
  test('out of the image, and from a directory by src(), as streams or Buffers', async () => {
    await build(virtioWin(options));
    const fromImage = read();
    expect(fromImage[2]).toEqual(fromImage[3]);
    const pack = await extractSample(sample);
    for (const buffer of [false, true]) {
      await build(sourceOf(pack, buffer));
      expect(read().map((bytes, index) => bytes.equals(fromImage[index] ?? bytes))).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
  });

  test('in whatever order they come', async () => {
    await build(virtioWin(options));
    const before = read();
    const files = await gathered(virtioWin(options));
    await build(Readable.from(files.toReversed()));
    expect(read().every((bytes, index) => bytes.equals(before[index] ?? bytes))).toBe(true);
  });
});

describe('rules 4: drivers for Windows Setup', () => {
  test('stand in $WinPEDriver$ too, and are those of drivers/', async () => {
    options = { ...options, setupDrivers: true };
    await build(virtioWin(options));
    const { files } = parseManifest(readFileSync(out.manifests[0]), 'manifest.json');
    const hashes = new Map(files.map(({ path, sha256 }) => [path, sha256]));
    const again = files.filter(({ path }) => path.startsWith('$WinPEDriver$/'));
    expect(new Set(again.map(({ path }) => path.split('/').slice(0, 3).join('/')))).toEqual(
      new Set(
        ['amd64', 'x86'].flatMap((one) =>
          ['netkvm', 'viostor'].map((name) => `$WinPEDriver$/${one}/${name}`),
        ),
      ),
    );
    for (const { path, sha256 } of again) {
      expect(hashes.get(path.replace('$WinPEDriver$', 'drivers'))).toBe(sha256);
    }
    expect(hashes.has('config/autounattend-fragment.xml')).toBe(true);
    expect(sample.warnings.map(({ message }) => message)).toContain(
      'Windows Setup searches the folders of all architectures',
    );
  });

  test('what comes in the place of the fragment is not overwritten', async () => {
    options = { ...options, setupDrivers: true };
    const own = mediaFileFromMemory('config/autounattend-fragment.xml', Buffer.from('mine'));
    await expect(build(virtioWin(options), [add(own)])).rejects.toThrow(/is there already/);
  });
});

describe('a refusal ends the pipeline with its error, and leaves the outputs as they were', () => {
  const refusals: [string, (root: string) => Promise<void>, RegExp][] = [
    [
      'in the first step',
      () => build(virtioWin({ ...options, source: 'no-such.iso' })),
      /no-such\.iso: the source of the drivers cannot be read/,
    ],
    [
      'in payload: a signing policy that there is not',
      () => {
        options = { ...options, signingPolicy: 'any' };
        return build(virtioWin(options));
      },
      /the option signingPolicy is not a signing policy/,
    ],
    [
      'in stage-media: rules 5: names that Windows cannot have, all of them',
      () =>
        build(virtioWin(options), [
          add(
            mediaFileFromMemory('tools/nul.txt', Buffer.of()),
            mediaFileFromMemory('SETUP.CMD', Buffer.of()),
          ),
        ]),
      /SETUP\.CMD[^]*equal when case is ignored|nul\.txt[^]*SETUP\.CMD/,
    ],
    [
      'in stage-media: rules 5: a path that leads out of the media',
      () =>
        build(virtioWin(options), [
          add(new Vinyl({ base: '/a/b', path: '/a/c', contents: Buffer.from('c') })),
        ]),
      /\.\.: the name cannot be used on the media/,
    ],
    [
      'in stage-media: rules 4: a private key, wherever it comes from',
      () => build(virtioWin(options), [add(mediaFileFromMemory('tools/key.pem', Buffer.of()))]),
      /tools\/key\.pem: private keys/,
    ],
    [
      'in stage-media: rules 4: a private key, whatever its name says',
      () => build(virtioWin(options), [add(mediaFileFromMemory('tools/notes.txt', privateKey))]),
      /tools\/notes\.txt: private keys[^]*PRIVATE KEY in PEM/,
    ],
    [
      'in stage-media: rules 4: a certificate that is none',
      () => build(virtioWin(options), [add(mediaFileFromMemory('certs/a.cer', Buffer.from('a')))]),
      /certs\/a\.cer: the certificate cannot be read/,
    ],
    [
      'in stage-media: a manifest that is not ours',
      () => build(virtioWin(options), [add(mediaFileFromMemory('manifest.json', Buffer.of()))]),
      /manifest\.json: the path is reserved for the generated manifest/,
    ],
    [
      'in stage-media: a time that is none',
      () => {
        options = { ...options, sourceDateEpoch: -1 };
        return build(virtioWin(options));
      },
      /the option sourceDateEpoch is not a time/,
    ],
    [
      'while the ISO is written: contents that changed after they were hashed',
      () => {
        let opened = 0;
        const changing = mediaFileOf({
          path: 'tools/a.exe',
          size: 1,
          open: async function* () {
            opened += 1;
            yield Buffer.from(opened === 1 ? 'a' : 'b');
          },
        });
        return build(virtioWin(options), [add(changing)]);
      },
      /tools\/a\.exe: the file has changed since it was checked/,
    ],
    [
      'in the source, after its first files',
      () =>
        build(
          Readable.from(
            (async function* () {
              let count = 0;
              for await (const file of virtioWin(options)) {
                count += 1;
                if (count > 5) throw new Error('the network is gone');
                yield file as MediaFile;
              }
            })(),
          ),
        ),
      /the network is gone/,
    ],
  ];

  test.each(refusals)('%s', async (_name, run, message) => {
    mkdirSync(options.buildDirectory);
    for (const path of [out.iso, out.zip, ...out.manifests]) writeFileSync(path, 'older');
    await expect(run(sample.root)).rejects.toThrow(message);
    expect(readdirSync(options.buildDirectory)).toHaveLength(4);
    expect(read().map(String)).toEqual(['older', 'older', 'older', 'older']);
  });
});

describe('packageMedia wants ISO, zip and manifest', () => {
  test.each([
    ['nothing', [], /no aero-guest-tools\.iso, no aero-guest-tools\.zip, no manifest\.json/],
    ['something else', ['setup.cmd'], /setup\.cmd: only ISO, zip and manifest can be packaged/],
  ])('%s is refused', async (_name, paths, message) => {
    const files = paths.map((path) => mediaFileFromMemory(path, Buffer.of()));
    await expect(pipeline(Readable.from(files), packageMedia(options))).rejects.toThrow(message);
  });

  test('images that hold something else than the manifest says are refused', async () => {
    const staged = (await gathered(
      virtioWin(options),
      validateSpec(options),
      stageMedia(options),
    )) as MediaFile[];
    const other = staged.filter((file) => mediaPathOf(file) !== 'drivers/x86/viostor/viostor.sys');
    expect(other.length).toBe(staged.length - 1);
    const [zip] = await gathered(Readable.from(other), makeZip(options));
    const rest = await gathered(Readable.from(staged), tee(makeIso(options), manifest()));
    await expect(pipeline(Readable.from([zip, ...rest]), packageMedia(options))).rejects.toThrow(
      /drivers\/x86\/viostor\/viostor\.sys is not what the manifest says/,
    );
    expect([out.iso, out.zip, ...out.manifests].filter((path) => existsSync(path))).toEqual([]);
  });
});

describe('dest writes each file complete or not at all', () => {
  test('the media as a directory, which holds what the ISO does', async () => {
    await pipeline(virtioWin(options), validateSpec(options), dest(options.buildDirectory));
    const path = 'drivers/amd64/viostor/viostor.sys';
    const pack = await extractSample(sample);
    expect(readFileSync(join(options.buildDirectory, path))).toEqual(
      readFileSync(join(pack, path)),
    );
  });

  test('also what src() gives, as streams or Buffers, directories among them', async () => {
    const pack = await extractSample(sample);
    for (const buffer of [false, true]) {
      const to = join(sample.root, String(buffer));
      await pipeline([sourceOf(pack, buffer), dest(to)]);
      expect(new Set(readdirSync(to, { recursive: true, encoding: 'utf8' }))).toEqual(
        new Set(readdirSync(pack, { recursive: true, encoding: 'utf8' })),
      );
    }
  });

  test('a source that fails leaves nothing of the image, and the older one', async () => {
    await pipeline(
      Readable.from([mediaFileFromMemory('a', Buffer.from('older'))]),
      dest(sample.root),
    );
    const failing = mediaFileOf({
      path: 'a',
      size: 100,
      open: async function* () {
        yield Buffer.from('half of it');
        throw new Error('the disk is gone');
      },
    });
    await expect(pipeline(Readable.from([failing]), dest(sample.root))).rejects.toThrow(
      'the disk is gone',
    );
    expect(readFileSync(join(sample.root, 'a'), 'utf8')).toBe('older');
    expect(readdirSync(sample.root).toSorted()).toEqual(['a', 'virtio-win.iso']);
  });

  test('a path that leads out of the directory is refused', async () => {
    const outside = new Vinyl({ base: '/a/b', path: '/a/c', contents: Buffer.from('c') });
    await expect(
      pipeline(Readable.from([outside]), dest(join(sample.root, 'out'))),
    ).rejects.toThrow(/outside of the output directory/);
    expect(existsSync(join(sample.root, 'c'))).toBe(false);
  });
});
