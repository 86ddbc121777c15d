import { X509Certificate } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { CERTIFICATE_NAME, writeDriverFixtures } from '@aero-guest-tools/driver-fixtures';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectSameByGulp } from './gulp-media';
import { copyWorkspace, type NxRun, type Workspace } from './workspace-copy';

interface Manifest {
  readonly signing_policy: string;
  readonly inputs: {
    readonly packaging_spec: { readonly path: string };
    readonly windows_device_contract: { readonly path: string };
  };
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

const AERO_DRIVERS = ['aerogpu', 'virtio-blk', 'virtio-input', 'virtio-net', 'virtio-snd'];
const MEDIA_TASKS = ['stage-media', 'make-iso', 'make-zip'];

let workspace: Workspace;
const fixture = (name: string): string => workspace.path('../fixtures', name);

beforeAll(async () => {
  workspace = copyWorkspace();
  await writeDriverFixtures(workspace.path('../fixtures'));
  cpSync(fixture('out'), workspace.path('out'), { recursive: true });
}, 60_000);

afterAll(() => {
  workspace.remove();
});

function build(configuration: string, environment: NodeJS.ProcessEnv = {}): NxRun {
  return workspace.nx(
    ['run', 'guest-tools:package', `--configuration=${configuration}`],
    environment,
  );
}

function manifestOf(configuration: string): Manifest {
  const path = `dist/guest-tools/${configuration}/manifest.json`;
  return JSON.parse(workspace.read(path).toString()) as Manifest;
}

/** `path sha256` of the drivers and certificates on the media, which is what a source decides. */
function fromSource({ files }: Manifest): readonly string[] {
  return files
    .filter(({ path }) => /^(?:drivers\/(?:x86|amd64)|certs)\//.test(path))
    .map(({ path, sha256 }) => `${path} ${sha256}`);
}

function expectRan(run: NxRun, tasks: readonly string[]): void {
  expect(run.status).toBe(0);
  const ran = new Set(['fetch-virtio-win', 'package', ...tasks]);
  expect(run.ran.toSorted()).toEqual([...ran].toSorted());
}

/** One clear error: it is told once, without a stack trace. */
function expectRefusal(run: NxRun, message: RegExp): void {
  expect(run.output).toMatch(message);
  expect(run.output).not.toMatch(/^\s+at .*\.js:\d+/m);
  expect(run.output.match(/^ {2}remedy:/gm)).toHaveLength(1);
  expect(run.status).not.toBe(0);
}

describe('rules 7 and 8: each configuration builds from its source', () => {
  test.each([
    ['aero', 'win7-aero-guest-tools', AERO_DRIVERS],
    ['aero-signed', 'win7-signed', AERO_DRIVERS],
    ['aerogpu-only', 'win7-aerogpu-only', ['aerogpu']],
    ['aero-virtio', 'win7-aero-virtio', ['aero_virtio_blk', 'aero_virtio_net']],
  ])(
    '%s',
    async (configuration, spec, drivers) => {
      const run = build(
        configuration,
        configuration === 'aero-virtio'
          ? { DRIVER_OUT_DIR: fixture('driver-out'), DRIVER_CERT_PATH: fixture(CERTIFICATE_NAME) }
          : {},
      );
      expect(run).toMatchObject({ status: 0 });
      expect(run.output).toContain('no warnings');
      const manifest = manifestOf(configuration);
      expect(manifest).toMatchObject({
        signing_policy: 'test',
        inputs: {
          packaging_spec: { path: `${spec}.json` },
          windows_device_contract: { path: 'windows-device-contract.json' },
        },
      });
      const paths = manifest.files.map(({ path }) => path);
      const driverFolders = paths.flatMap(
        (path) => /^drivers\/(\w+\/[\w-]+)\//.exec(path)?.[1] ?? [],
      );
      expect([...new Set(driverFolders)].toSorted()).toEqual(
        ['amd64', 'x86'].flatMap((architecture) =>
          drivers.map((driver) => `${architecture}/${driver}`),
        ),
      );
      // Beside those that the policy asks for, that of each publisher (for setup.cmd /trustpublisher).
      expect(paths.filter((path) => path.endsWith('.cer'))).toEqual([
        `certs/${CERTIFICATE_NAME}`,
        expect.stringMatching(/^certs\/publishers\/[0-9A-F]{40}\.cer$/),
      ]);
      expect(paths).toContain('licenses/driver-pack/driver-pack-manifest.json');
      expect(paths.filter((path) => path.endsWith('.pdb'))).toEqual([]);
      expect(
        workspace.read(`dist/guest-tools/${configuration}/config/devices.cmd`).toString(),
      ).toContain('set "AERO_VIRTIO_BLK_SERVICE=aero_virtio_blk"');
      await expectSameByGulp(workspace, configuration, {
        sourceLayout: 'packages',
        ...(configuration === 'aero-virtio'
          ? { source: fixture('driver-out'), certPath: fixture(CERTIFICATE_NAME) }
          : { source: 'out' }),
      });
    },
    60_000,
  );
});

describe('what git ignores takes part in the cache key', () => {
  const DRIVER = 'out/packages/windows7/virtio-blk/x86/aero_virtio_blk.sys';

  beforeAll(() => {
    expect(build('aero')).toMatchObject({ status: 0 });
  }, 60_000);

  test('nothing changed, and other times and other build products: nothing runs', () => {
    expectRan(build('aero'), []);
    utimesSync(workspace.path(DRIVER), 1, 1);
    workspace.write('out/obj/aero_virtio_blk.obj', 'of no interest');
    expectRan(build('aero'), []);
  }, 60_000);

  test('one byte of a driver: everything that is made of drivers runs', () => {
    const bytes = readFileSync(workspace.path(DRIVER));
    // The checksum, of which its catalog says nothing.
    const checksum = bytes.readUInt32LE(60) + 24 + 64;
    bytes.writeUInt32LE(bytes.readUInt32LE(checksum) + 1, checksum);
    writeFileSync(workspace.path(DRIVER), bytes);
    const before = fromSource(manifestOf('aero'));
    expectRan(build('aero'), ['extract-drivers', 'validate-spec', ...MEDIA_TASKS]);
    const changed = fromSource(manifestOf('aero')).filter((file) => !before.includes(file));
    expect(changed).toEqual([
      expect.stringMatching(/^drivers\/x86\/virtio-blk\/aero_virtio_blk\.sys /),
    ]);
    expectRan(build('aero'), []);
    cpSync(fixture('out'), workspace.path('out'), { recursive: true });
    expectRan(build('aero'), []);
  }, 60_000);

  test('a certificate: the media are made again, and the drivers are not checked again', () => {
    const environment = { DRIVER_CERT_PATH: workspace.path('../mine.cer') };
    const certificate = new X509Certificate(readFileSync(fixture(CERTIFICATE_NAME)));
    writeFileSync(environment.DRIVER_CERT_PATH, certificate.raw);
    expectRan(build('aero', environment), ['extract-drivers', ...MEDIA_TASKS]);
    writeFileSync(environment.DRIVER_CERT_PATH, certificate.toString());
    expectRan(build('aero', environment), ['extract-drivers', ...MEDIA_TASKS]);
    expectRan(build('aero', environment), []);
    expect(fromSource(manifestOf('aero')).filter((file) => file.includes('.cer '))).toEqual([
      expect.stringMatching(/^certs\/mine\.cer /),
      expect.stringMatching(/^certs\/publishers\/[0-9A-F]{40}\.cer /),
    ]);
  }, 60_000);
});

describe('rules 8: a bundle zip in place of the directory', () => {
  test.each(['ci-bundle.zip', 'packager-bundle.zip'])(
    '%s gives the same drivers and certificates',
    async (bundle) => {
      expect(build('aero')).toMatchObject({ status: 0 });
      const fromDirectory = fromSource(manifestOf('aero'));
      expect(fromDirectory.length).toBeGreaterThan(30);
      expect(build('aero', { AERO_DRIVERS: fixture(bundle) })).toMatchObject({ status: 0 });
      expect(fromSource(manifestOf('aero'))).toEqual(fromDirectory);
      await expectSameByGulp(workspace, 'aero', {
        source: fixture(bundle),
        sourceLayout: 'packages',
      });
    },
    60_000,
  );
});

describe('a source that is not there, or not what it should be: one clear error', () => {
  test('out/packages is missing', () => {
    renameSync(workspace.path('out/packages'), workspace.path('../packages'));
    expectRefusal(
      build('aero'),
      /out: there are no driver packages in it[^]*packages\/<driver>\/\{x86,x64\}/,
    );
    renameSync(workspace.path('out'), workspace.path('../out'));
    expectRefusal(build('aero'), /out: the source of the drivers cannot be read/);
    renameSync(workspace.path('../out'), workspace.path('out'));
    renameSync(workspace.path('../packages'), workspace.path('out/packages'));
  }, 60_000);

  test('DRIVER_OUT_DIR is missing, or leads nowhere', () => {
    expectRefusal(build('aero-virtio'), /no directory of drivers was named[^]*DRIVER_OUT_DIR/);
    expectRefusal(
      build('aero-virtio', { DRIVER_OUT_DIR: 'nowhere' }),
      /nowhere: the source of the drivers cannot be read[^]*nothing of that name/,
    );
  }, 60_000);

  test('there is no certificate, and the signing policy needs one', () => {
    expectRefusal(
      build('aero-virtio', { DRIVER_OUT_DIR: fixture('driver-out') }),
      /signing policy "test" needs the certificate[^]*DRIVER_CERT_PATH/,
    );
  }, 60_000);

  test('rules 11: drivers that were not signed with the certificate, or not at all', () => {
    const catalog = 'out/packages/drivers/aerogpu/x64/aerogpu.cat';
    const bytes = workspace.read(catalog);
    workspace.write(catalog, 'Not a catalog, signed by nobody.');
    expectRefusal(
      build('aero'),
      /drivers\/amd64\/aerogpu\/aerogpu\.cat: the file is not a catalog[^]*signed release/,
    );
    workspace.write(catalog, bytes);
    const driver = 'out/packages/drivers/aerogpu/x64/aerogpu.sys';
    const image = workspace.read(driver);
    workspace.write(driver, Buffer.concat([image, Buffer.from('changed')]));
    expectRefusal(
      build('aero'),
      /drivers\/amd64\/aerogpu\/aerogpu\.sys: this file is not the one that "aerogpu\.cat" was made for/,
    );
    workspace.write(driver, image);
  }, 60_000);

  test('a private key beside the drivers does not reach dist/ or the cache', () => {
    workspace.write('out/packages/windows7/virtio-blk/x86/signing.pfx', 'secret');
    expectRefusal(build('aero'), /signing\.pfx: private keys and signing material must not be/);
    rmSync(workspace.path('out/packages/windows7/virtio-blk/x86/signing.pfx'));
  }, 60_000);

  test('a bundle that is cut off', () => {
    const path = workspace.path('../cut-bundle.zip');
    writeFileSync(path, readFileSync(fixture('ci-bundle.zip')).subarray(0, -100));
    expectRefusal(
      build('aero', { AERO_DRIVERS: path }),
      /cut-bundle\.zip: the zip archive cannot be read/,
    );
  }, 60_000);
});
