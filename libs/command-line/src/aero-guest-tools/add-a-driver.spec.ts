import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660/write';
import type { Manifest } from '@aero-guest-tools/media';
import { sampleVirtioWinFiles, type SampleFile } from '@aero-guest-tools/sample-virtio-win';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { aeroGuestTools } from './index';
import { newDriverFiles, type NewDriver } from './new-driver.fixture';

const CHECKOUT = join(__dirname, '../../../..');

/** The page that explains to people what this test does. The test uses the examples of the page. */
const page = readFileSync(join(CHECKOUT, 'docs/add-a-driver.md'), 'utf8');

/** The code blocks of a language, in the order of the page. */
const codeBlocks = (language: string): readonly string[] =>
  Array.from(
    page.matchAll(new RegExp(`^ *\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, 'gm')),
    ([, text = '']) => text,
  );

interface SpecDriver {
  readonly name: string;
  readonly upstream_folder: string;
  readonly expected_inf_files: readonly [string];
  readonly expected_add_services: readonly [string];
}

interface ContractDevice {
  readonly hardware_id_patterns: readonly string[];
}

const [specDriver, contractDevice] = codeBlocks('json').map(
  (text) => JSON.parse(text) as unknown,
) as [SpecDriver, ContractDevice];
const copies = codeBlocks('sh')
  .join('')
  .split('\n')
  .flatMap((line) => {
    const [program, from = '', to = ''] = line.trim().split(' ');
    return program === 'cp' ? [{ from, to }] : [];
  });
const buildArguments =
  / npx aero-guest-tools build virtio-win\.iso (.*)$/m.exec(page)?.[1]?.split(' ') ?? [];

const NAME = specDriver.name;
const FOLDER = specDriver.upstream_folder;
const DRIVER: NewDriver = {
  infFile: specDriver.expected_inf_files[0],
  service: specDriver.expected_add_services[0],
  hardwareIds: contractDevice.hardware_id_patterns,
};

const below = (directory: string, files: readonly SampleFile[]): readonly SampleFile[] =>
  files.map(({ path, contents }) => ({ path: `${directory}/${path}`, contents }));

/** The driver's files in the layout of an image, for Windows 7 and Windows 11. */
const UPSTREAM_FILES = [
  ...below(`${FOLDER}/w7/x86`, newDriverFiles(DRIVER, 'w7', 'x86')),
  ...below(`${FOLDER}/w7/amd64`, newDriverFiles(DRIVER, 'w7', 'amd64')),
  ...below(`${FOLDER}/w11/amd64`, newDriverFiles(DRIVER, 'w11', 'amd64')),
  ...below(`${FOLDER}/w11/ARM64`, newDriverFiles(DRIVER, 'w11', 'arm64')),
];

/** The files in CI's layout, in a folder with the upstream name. */
const CI_FILES = [
  ...below(`out/packages/drivers/${FOLDER}/x86`, newDriverFiles(DRIVER, 'w7', 'x86')),
  ...below(`out/packages/drivers/${FOLDER}/x64`, newDriverFiles(DRIVER, 'w7', 'amd64')),
];

/** The files in the packager's layout, where the folder has the driver's own name. */
const PACKAGER_FILES = [
  ...below(`tree/x86/${NAME}`, newDriverFiles(DRIVER, 'w7', 'x86')),
  ...below(`tree/amd64/${NAME}`, newDriverFiles(DRIVER, 'w7', 'amd64')),
];

let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aero-add-a-driver-'));
  await writeIso('virtio-win.iso', [...sampleVirtioWinFiles(), ...UPSTREAM_FILES]);
  for (const file of [...CI_FILES, ...PACKAGER_FILES, ...below('extracted', UPSTREAM_FILES)]) {
    write(file);
  }
  for (const { from, to } of copies) copyFileSync(join(CHECKOUT, from), join(root, to));
  edit('my-spec.json', ({ drivers = [], ...spec }) => ({
    ...spec,
    drivers: [...drivers, specDriver],
  }));
  edit('my-contract.json', ({ devices = [], ...contract }) => ({
    ...contract,
    devices: [...devices, contractDevice],
  }));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function write({ path, contents }: SampleFile): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), contents);
}

async function writeIso(name: string, files: readonly SampleFile[]): Promise<void> {
  const layout = layoutImage(
    files.map(({ path, contents }) => ({
      path,
      size: contents.length,
      open: async function* () {
        yield contents;
      },
    })),
    { volumeId: 'VIRTIO_WIN_TEST', sourceDateEpoch: 0 },
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  writeFileSync(join(root, name), Buffer.concat(chunks));
}

/** The lists of a spec or a contract. */
interface Document {
  readonly drivers?: readonly unknown[];
  readonly devices?: readonly unknown[];
}

function edit(name: string, change: (document: Document) => Document): void {
  const path = join(root, name);
  const document = JSON.parse(readFileSync(path, 'utf8')) as Document;
  writeFileSync(path, JSON.stringify(change(document), undefined, 2));
}

/**
 * Builds with the page's options, under the policy for drivers that no signer trusted by Windows
 * has signed.
 */
function build(source: string, ...more: readonly string[]): Promise<RecordedRun> {
  return recordRun(aeroGuestTools, {
    args: ['build', source, ...buildArguments, '--signing-policy', 'none', ...more],
    environment: { AERO_GUEST_TOOLS_STORE: join(root, 'store') },
    workingDirectory: root,
  });
}

/** The files of the new driver on the media of a build, below `drivers/`. */
function packaged(outDirectory: string): readonly string[] {
  const manifest = readFileSync(join(root, outDirectory, 'manifest.json'), 'utf8');
  return (JSON.parse(manifest) as Manifest).files
    .map(({ path }) => path)
    .filter((path) => path.startsWith('drivers/') && path.includes(NAME));
}

const expectedOn = (...architectures: readonly string[]): readonly string[] =>
  architectures.flatMap((architecture) =>
    ['cat', 'inf', 'sys'].map(
      (extension) => `drivers/${architecture}/${NAME}/${NAME}.${extension}`,
    ),
  );

/** A spec of only the new driver. */
function specOf(name: string, target?: object): readonly string[] {
  write({
    path: name,
    contents: Buffer.from(JSON.stringify({ ...(target && { target }), drivers: [specDriver] })),
  });
  return ['--spec', name];
}

describe('docs/add-a-driver.md: a driver that the code does not know', () => {
  test('has a name that no TypeScript file of the product has', () => {
    const files = ['libs', 'executors'].flatMap((place) =>
      readdirSync(join(CHECKOUT, place), { recursive: true, encoding: 'utf8' })
        .filter((path) => /^(?!.*node_modules).*\.ts$/.test(path) && path.includes('src'))
        .map((path) => join(CHECKOUT, place, path)),
    );
    const names = [NAME, FOLDER, DRIVER.service].map((name) => name.toLowerCase());
    expect(files.length).toBeGreaterThan(500);
    expect(
      files
        .filter((path) => !/\.(?:spec|fixture)\.ts$/.test(path))
        .filter((path) => {
          const text = readFileSync(path, 'utf8').toLowerCase();
          return names.some((name) => text.includes(name));
        })
        .map((path) => basename(path)),
    ).toEqual([]);
  });

  test('the page has what a build needs', () => {
    expect(copies.map(({ to }) => to)).toEqual(['my-spec.json', 'my-contract.json']);
    expect(buildArguments).toEqual([
      '--spec',
      'my-spec.json',
      '--windows-device-contract',
      'my-contract.json',
    ]);
    expect(FOLDER.toLowerCase()).not.toBe(NAME.toLowerCase());
  });

  test('gets from an image onto media for Windows 7, as the page says', async () => {
    const { status, stderr } = await build('virtio-win.iso', '--out-dir', 'w7');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(packaged('w7')).toEqual(expectedOn('amd64', 'x86'));
  });

  test('gets from an image onto media for Windows 11, on ARM64 too', async () => {
    const target = { windows: 'w11', architectures: ['amd64', 'arm64'] };
    const spec = specOf('w11-spec.json', target);
    const { status, stderr } = await build('virtio-win.iso', ...spec, '--out-dir', 'w11');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(packaged('w11')).toEqual(expectedOn('amd64', 'arm64'));
  });

  test.each([
    ['the directory that an image was extracted to', 'extracted'],
    ['what CI leaves', 'out'],
    ['a directory in the layout of the packager', 'tree'],
  ])('gets onto media from %s', async (_, source) => {
    const spec = specOf('one-driver.json');
    const { status, stderr } = await build(source, ...spec, '--out-dir', `from-${source}`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(packaged(`from-${source}`)).toEqual(expectedOn('amd64', 'x86'));
  });

  test('is checked by the contract that names its device', async () => {
    const [, contract] = copies;
    copyFileSync(join(CHECKOUT, contract?.from ?? ''), join(root, 'no-device.json'));
    const { status, stderr } = await build(
      'virtio-win.iso',
      '--windows-device-contract',
      'no-device.json',
      '--out-dir',
      'no-device',
    );
    expect(status).toBe(1);
    expect(stderr).toContain('AERO_VIRTIO_FOO_HWIDS');
  });
});
