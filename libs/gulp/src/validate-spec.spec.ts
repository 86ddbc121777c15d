import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { buffer as bytesOf } from 'node:stream/consumers';
import { InputError } from '@aero-guest-tools/diagnostics';
import { mediaPathOf, type MediaFile } from '@aero-guest-tools/media/transforms';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { src } from 'vinyl-fs';
import { extractSample, gathered, makeSample, sourceOf, type Sample } from './sample.fixture';
import { validateSpec } from './validate-spec';
import { virtioWin } from './virtio-win';

let sample: Sample;
let pack: string;

beforeEach(async () => {
  sample = await makeSample();
  pack = await extractSample(sample);
});

afterEach(() => {
  sample.remove();
});

/** Path and contents of each file, in byte order of the paths. */
async function contentsByPath(files: readonly unknown[]): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const file of (files as MediaFile[]).toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    contents[mediaPathOf(file)] = (await bytesOf(file.openContents())).toString('base64');
  }
  return contents;
}

const validated = (source: NodeJS.ReadableStream) => gathered(source, validateSpec(sample.options));

async function refusal(source: NodeJS.ReadableStream): Promise<InputError> {
  const error: unknown = await validated(source).catch((thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

describe('validate-spec passes on what goes on the media, wherever the files come from', () => {
  test('out of the image, and from a directory by src(), as streams or Buffers', async () => {
    const fromImage = await contentsByPath(await validated(virtioWin(sample.options)));
    expect(Object.keys(fromImage)).toContain('drivers/x86/viostor/viostor.sys');
    expect(Object.keys(fromImage)).toContain('licenses/virtio-win/driver-pack-manifest.json');
    for (const buffer of [false, true]) {
      expect(await contentsByPath(await validated(sourceOf(pack, buffer)))).toEqual(fromImage);
    }
    expect(fromImage['drivers/x86/viostor/viostor.sys']).toBe(
      readFileSync(join(pack, 'drivers/x86/viostor/viostor.sys')).toString('base64'),
    );
  });

  test('rules 2: directories are renamed as they are called on the media', async () => {
    const before = await contentsByPath(await validated(sourceOf(pack, false)));
    renameSync(join(pack, 'drivers/amd64'), join(pack, 'drivers/x64'));
    renameSync(join(pack, 'drivers/x64/viostor'), join(pack, 'drivers/x64/VioStor'));
    expect(await contentsByPath(await validated(sourceOf(pack, false)))).toEqual(before);
  });

  test('rules 4: build leftovers and hidden files are dropped', async () => {
    const before = await contentsByPath(await validated(sourceOf(pack, false)));
    writeFileSync(join(pack, 'drivers/x86/viostor/viostor.pdb'), 'symbols');
    writeFileSync(join(pack, 'drivers/x86/viostor/.hidden'), '');
    expect(await contentsByPath(await validated(sourceOf(pack, false)))).toEqual(before);
  });

  test('warnings are handed to the caller', async () => {
    rmSync(join(pack, 'drivers/x86/viosnd'), { recursive: true });
    rmSync(join(pack, 'drivers/amd64/viosnd'), { recursive: true });
    await validated(sourceOf(pack, false));
    expect(sample.warnings.map(({ message }) => message)).toContain(
      'the optional driver "viosnd" is missing for x86 and amd64',
    );
  });
});

describe('validate-spec refuses with all problems together', () => {
  test('a missing driver, a missing service and a private key in a hidden place', async () => {
    rmSync(join(pack, 'drivers/x86/netkvm'), { recursive: true });
    mkdirSync(join(pack, 'drivers/x86/.keys'));
    writeFileSync(join(pack, 'drivers/x86/.keys/signing.pfx'), '');
    const inf = join(pack, 'drivers/amd64/viostor/viostor.inf');
    writeFileSync(inf, readFileSync(inf, 'utf8').replaceAll('AddService', '; AddService'));
    const { diagnostics } = await refusal(sourceOf(pack, false));
    const messages = diagnostics.map(({ file, message }) => `${file ?? ''}: ${message}`);
    expect(messages).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^drivers\/x86\/\.keys\/signing\.pfx: private keys/),
        expect.stringMatching(/^drivers\/x86: the required driver "netkvm" is missing for x86/),
        expect.stringMatching(/^drivers\/amd64\/viostor.*"viostor"/),
      ]),
    );
  });

  test('an INF file that is too large to be one, without reading it', async () => {
    appendFileSync(join(pack, 'drivers/x86/viostor/viostor.inf'), Buffer.alloc(17 * 1024 * 1024));
    expect((await refusal(sourceOf(pack, false))).message).toMatch(/the INF file is too large/);
  });

  test('a stream whose base is not the one that holds drivers/, with what to do', async () => {
    const { message } = await refusal(
      src('drivers/x86/**/*.inf', { cwd: pack, encoding: false } as object),
    );
    expect(message).toMatch(/there are no drivers in the stream[^]*base: '\.'/);
  });

  test('a spec that is not there', async () => {
    const transform = validateSpec({ ...sample.options, spec: 'no-such.json' });
    await expect(gathered(sourceOf(pack, false), transform)).rejects.toThrow(
      /no-such\.json: the packaging spec cannot be read/,
    );
  });
});
