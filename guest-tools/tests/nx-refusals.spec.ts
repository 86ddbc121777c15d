import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { sampleVirtioWinFiles, type SampleFile } from '@aero-guest-tools/sample-virtio-win';
import { copyWorkspace, type NxRun, type Workspace } from './workspace-copy';

const BUILD_DIRECTORY = 'dist/guest-tools/virtio-win';
const OUTPUTS = [
  'aero-guest-tools.iso',
  'aero-guest-tools.manifest.json',
  'aero-guest-tools.zip',
  'manifest.json',
];

let workspace: Workspace;
let goodImage: Buffer;
let goodOutputs: readonly Buffer[];

beforeAll(async () => {
  workspace = copyWorkspace();
  goodImage = await imageOf(sampleVirtioWinFiles());
  expect(packageImage(goodImage)).toMatchObject({ status: 0 });
  goodOutputs = outputs();
}, 120_000);

afterAll(() => {
  workspace.remove();
});

function packageImage(image: Uint8Array): NxRun {
  const path = workspace.path('../virtio-win.iso');
  writeFileSync(path, image);
  return runPackage({ VIRTIO_WIN_ISO: path });
}

function runPackage(environment: NodeJS.ProcessEnv): NxRun {
  return workspace.nx(['run', 'guest-tools:package', '--configuration=virtio-win'], {
    // The drivers of the sample image are signed by nobody whom Windows trusts.
    AERO_GUEST_TOOLS_SIGNING_POLICY: 'none',
    ...environment,
  });
}

function outputs(): Buffer[] {
  return OUTPUTS.map((name) => workspace.read(`${BUILD_DIRECTORY}/${name}`));
}

async function imageOf(files: readonly SampleFile[]): Promise<Buffer> {
  const layout = layoutImage(
    files.map(({ path, contents }) => ({ path, size: contents.length, open: () => [contents] })),
    { volumeId: 'VIRTIO_WIN_TEST', sourceDateEpoch: 0 },
  );
  const chunks: Uint8Array[] = [];
  // A chunk may be reused for the next one.
  for await (const chunk of writeImage(layout)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const sampleWithout = (pattern: RegExp): Promise<Buffer> =>
  imageOf(sampleVirtioWinFiles().filter(({ path }) => !pattern.test(path)));

/** One clear error, no stack trace, nothing left behind, and the older outputs as they were. */
function expectRefusal(run: NxRun, message: RegExp): void {
  expect(run.output).toMatch(message);
  expect(run.output).not.toMatch(/^\s+at .*\.js:\d+/m);
  expect(run.status).not.toBe(0);
  expect(outputs()).toEqual(goodOutputs);
  const everything = readdirSync(workspace.path('dist'), { recursive: true, encoding: 'utf8' });
  expect(everything.filter((path) => path.includes('.partial'))).toEqual([]);
}

describe('bad input: one clear error, and the previous good output untouched', () => {
  test('no image was named', () => {
    expectRefusal(runPackage({}), /no virtio-win image was named[^]*VIRTIO_WIN_ISO/);
  }, 60_000);

  test('there is no image', () => {
    expectRefusal(
      runPackage({ VIRTIO_WIN_ISO: 'missing.iso' }),
      /missing\.iso: the source of the drivers cannot be read[^]*nothing of that name/,
    );
  }, 60_000);

  test('it is not an ISO image', () => {
    expectRefusal(packageImage(Buffer.alloc(65_536, 'x')), /CD001/);
  }, 60_000);

  test('another SHA-256 than the pinned one', () => {
    const project = workspace.read('guest-tools/project.json');
    workspace.edit('guest-tools/project.json', (text) =>
      text.replace('"virtio-win": {', `$& "sha256": "${'0'.repeat(64)}",`),
    );
    const run = packageImage(goodImage);
    workspace.write('guest-tools/project.json', project);
    expectRefusal(run, /SHA-256 [1-9a-f][0-9a-f]+[^]*SHA-256 0{64}/);
  }, 60_000);

  test('a truncated image', () => {
    // Less would be padding, which an image may lack.
    expectRefusal(packageImage(goodImage.subarray(0, goodImage.length / 2)), /truncated/);
  }, 60_000);

  test('no w7 folder', async () => {
    const image = await sampleWithout(/^viostor\/w7\//);
    expectRefusal(packageImage(image), /viostor[^]*w7/);
  }, 60_000);

  test('one architecture of a required driver missing', async () => {
    const image = await sampleWithout(/^NetKVM\/w7\/amd64\//);
    expectRefusal(packageImage(image), /netkvm[^]*NetKVM\/w7\/amd64/);
  }, 60_000);

  test('a required driver missing', async () => {
    const image = await sampleWithout(/^viostor\//);
    expectRefusal(packageImage(image), /viostor/);
  }, 60_000);

  test('an INF without the expected service', async () => {
    const files = sampleVirtioWinFiles().map(({ path, contents }) => ({
      path,
      contents: path.endsWith('viostor.inf')
        ? Buffer.from(
            Buffer.from(contents)
              .toString()
              .replaceAll(/^AddService *= *viostor/gm, 'AddService = other'),
          )
        : contents,
    }));
    expectRefusal(packageImage(await imageOf(files)), /viostor[^]*"other"/);
  }, 60_000);

  test('a private key among the drivers', async () => {
    const files = [
      ...sampleVirtioWinFiles(),
      { path: 'viostor/w7/x86/signing.pfx', contents: Buffer.from('secret') },
    ];
    expectRefusal(packageImage(await imageOf(files)), /signing\.pfx/);
  }, 60_000);

  test.each([
    ['--spec=specs/packaging/win7-virtio-win.json', /'spec' is not found in schema/],
    ['--guestToolsDirectory=tools', /guestToolsDirectory names a directory that Nx does not watch/],
    ['--buildDirectory=dist/elsewhere', /buildDirectory does not belong to the configuration/],
    ['--sourceDateEpoch=tomorrow', /sourceDateEpoch is not a time/],
    ['--signingPolicy=off', /signingPolicy is not a signing policy/],
    ['--mediaVersion=', /mediaVersion is not a text for the manifest/],
  ])(
    'the option %s',
    (option, message) => {
      const path = workspace.path('../virtio-win.iso');
      writeFileSync(path, goodImage);
      const run = workspace.nx(
        ['run', 'guest-tools:package', '--configuration=virtio-win', option],
        { VIRTIO_WIN_ISO: path },
      );
      expectRefusal(run, message);
    },
    60_000,
  );

  test('a spec that Nx does not watch', () => {
    const run = workspace.nx(['run', 'guest-tools:validate-spec', '--spec=/tmp/spec.json']);
    expectRefusal(run, /names a file that Nx does not watch/);
  }, 60_000);

  test('a signing policy in the environment that is none', () => {
    const path = workspace.path('../virtio-win.iso');
    writeFileSync(path, goodImage);
    expectRefusal(
      runPackage({ VIRTIO_WIN_ISO: path, AERO_GUEST_TOOLS_SIGNING_POLICY: 'bogus' }),
      /the environment variable AERO_GUEST_TOOLS_SIGNING_POLICY is not a signing policy/,
    );
  }, 60_000);

  test('a signing policy that needs a certificate, without one', () => {
    const path = workspace.path('../virtio-win.iso');
    writeFileSync(path, goodImage);
    const run = workspace.nx(
      ['run', 'guest-tools:package', '--configuration=virtio-win', '--signingPolicy=test'],
      { VIRTIO_WIN_ISO: path },
    );
    expectRefusal(run, /signing policy "test" needs the certificate/);
  }, 60_000);

  test('rules 11: drivers that nobody signed whom Windows trusts, by the policy of the configuration', () => {
    const path = workspace.path('../virtio-win.iso');
    writeFileSync(path, goodImage);
    expectRefusal(
      runPackage({ VIRTIO_WIN_ISO: path, AERO_GUEST_TOOLS_SIGNING_POLICY: '' }),
      /in a root that Windows does not know[^]*\(8 times\)[^]*remedy:/,
    );
  }, 60_000);

  test('after all that, the good image still builds, from the cache', () => {
    const run = packageImage(goodImage);
    expect(run).toMatchObject({ status: 0, ran: ['fetch-virtio-win', 'package'] });
    expect(outputs()).toEqual(goodOutputs);
    expect(existsSync(workspace.path(BUILD_DIRECTORY))).toBe(true);
  }, 60_000);
});
