import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import AdmZip from 'adm-zip';
import {
  CHECKOUT,
  copyWorkspace,
  GENUINE_IMAGE,
  type NxRun,
  type Workspace,
} from './workspace-copy';

interface Manifest {
  readonly package: {
    readonly version: string;
    readonly build_id: string;
    readonly source_date_epoch: number;
  };
  readonly signing_policy: string;
  readonly inputs: { readonly packaging_spec: { readonly path: string } };
  readonly drivers: readonly {
    name: string;
    architecture: string;
    catalogs: readonly { path: string; sha256: string; signer: string }[];
    windows_7: { without_updates: string; with_updates: string };
  }[];
  readonly files: readonly { path: string; sha256: string; size: number }[];
}

const hasImage = existsSync(GENUINE_IMAGE);
if (!hasImage) console.warn(`skipped: ${GENUINE_IMAGE} is not there`);

(hasImage ? describe : describe.skip)('media from genuine drivers', () => {
  let workspace: Workspace;
  let run: NxRun;
  let manifest: Manifest;
  const output = (name: string): string => workspace.path('dist/guest-tools/virtio-win', name);

  beforeAll(() => {
    workspace = copyWorkspace();
    // The report comes after everything else.
    run = workspace.nx(['run', 'guest-tools:report', '--configuration=virtio-win'], {
      VIRTIO_WIN_ISO: GENUINE_IMAGE,
    });
    expect(run).toMatchObject({ status: 0 });
    manifest = JSON.parse(readFileSync(output('manifest.json'), 'utf8')) as Manifest;
  }, 120_000);

  afterAll(() => {
    workspace.remove();
  });

  const paths = (): string[] => manifest.files.map(({ path }) => path);

  test('viostor, netkvm and vioinput for both architectures, without debug files', () => {
    const drivers = new Set(
      paths()
        .filter((path) => path.startsWith('drivers/') && path.split('/').length > 3)
        .map((path) => path.split('/').slice(1, 3).join('/')),
    );
    expect([...drivers].toSorted()).toEqual([
      'amd64/netkvm',
      'amd64/vioinput',
      'amd64/viostor',
      'x86/netkvm',
      'x86/vioinput',
      'x86/viostor',
    ]);
    expect(paths().filter((path) => path.endsWith('.pdb'))).toEqual([]);
  });

  test('the files that the INFs need besides the driver itself', () => {
    for (const architecture of ['x86', 'amd64']) {
      expect(paths()).toEqual(
        expect.arrayContaining([
          `drivers/${architecture}/netkvm/netkvmco.dll`,
          `drivers/${architecture}/vioinput/WdfCoInstaller01009.dll`,
          `drivers/${architecture}/vioinput/viohidkmdf.sys`,
        ]),
      );
    }
  });

  test('licences, provenance, and the scripts for the guest', () => {
    expect(paths()).toEqual(
      expect.arrayContaining([
        'licenses/virtio-win/virtio-win_license.txt',
        'licenses/virtio-win/driver-pack-manifest.json',
        'setup.cmd',
        'uninstall.cmd',
        'verify.cmd',
        'verify.ps1',
        'config/devices.cmd',
      ]),
    );
  });

  test('rules 11: signed for production, and accepted by Windows 7 without updates', () => {
    expect(manifest.signing_policy).toBe('production');
    expect(manifest.drivers).toHaveLength(6);
    for (const driver of manifest.drivers) {
      const [catalog] = driver.catalogs;
      expect(driver.windows_7).toMatchObject({
        without_updates: 'accepted',
        with_updates: 'accepted',
      });
      expect(catalog?.signer).toMatch(/^CN=Red Hat, Inc,/);
      expect(manifest.files).toContainEqual(
        expect.objectContaining({ path: catalog?.path, sha256: catalog?.sha256 }),
      );
    }
    expect(run.output).toMatch(/Red Hat, Inc +SHA-1 +2019-06-08 +viostor, netkvm, vioinput/);
  });

  test('config/devices.cmd names the services of the genuine drivers', () => {
    const text = workspace.read('dist/guest-tools/virtio-win/config/devices.cmd').toString();
    expect(text).toContain('set "AERO_VIRTIO_BLK_SERVICE=viostor"');
    expect(text).toContain('set "AERO_VIRTIO_NET_SERVICE=netkvm"');
    expect(text).toContain('set "AERO_VIRTIO_INPUT_SERVICE=VirtioInput"');
  });

  test('the summary tells the outputs, the drivers with their versions, and the warnings', () => {
    expect(run.output).toMatch(/drivers from virtio-win-0\.1\.172\n +sha256 8d6ec1f5/);
    expect(run.output).toMatch(/aero-guest-tools\.iso, [0-9,]+ bytes\n +sha256 [0-9a-f]{64}/);
    expect(run.output).toMatch(/aero-guest-tools\.zip, [0-9,]+ bytes\n +sha256 [0-9a-f]{64}/);
    expect(run.output).toMatch(/viostor +amd64 +61\.77\.104\.17200 +2019-06-07 +accepted/);
    expect(run.output).toMatch(/warnings?:[^]*viosnd/);
  });

  /** What another program finds on a medium: `sha256  path` of each file, sorted. */
  function contentsOf(directory: string): string[] {
    const list = execFileSync('find', ['.', '-type', 'f', '-print0'], { cwd: directory });
    return list
      .toString()
      .split('\0')
      .filter((path) => path !== '')
      .map((path) => `${sha256(readFileSync(join(directory, path)))}  ${path.slice(2)}`)
      .toSorted();
  }

  function expected(): string[] {
    return [
      ...manifest.files.map(({ path, sha256: hash }) => `${hash}  ${path}`),
      `${sha256(readFileSync(output('manifest.json')))}  manifest.json`,
    ].toSorted();
  }

  const EXTRACTORS: readonly (readonly [string, string, readonly string[]])[] = [
    ['bsdtar', 'aero-guest-tools.iso', ['-xf', '{}']],
    ['7z', 'aero-guest-tools.iso', ['x', '-y', '{}']],
    [
      'xorriso',
      'aero-guest-tools.iso',
      ['-osirrox', 'on', '-read_fs', 'any', '-joliet', 'on', '-indev', '{}', '-extract', '/', '.'],
    ],
    ['unzip', 'aero-guest-tools.zip', ['-q', '{}']],
    ['bsdtar', 'aero-guest-tools.zip', ['-xf', '{}']],
    ['7z', 'aero-guest-tools.zip', ['x', '-y', '{}']],
  ];

  for (const [program, medium, args] of EXTRACTORS) {
    const isInstalled = spawnSync(program, ['--help']).error === undefined;
    if (!isInstalled) console.warn(`skipped: ${program} is not installed`);
    (isInstalled ? test : test.skip)(
      `${program} finds on ${medium} what the manifest says`,
      () => {
        const directory = mkdtempSync(join(tmpdir(), 'medium-'));
        try {
          const result = spawnSync(
            program,
            args.map((argument) => argument.replace('{}', output(medium))),
            { cwd: directory, encoding: 'utf8' },
          );
          expect(`${String(result.status)} ${result.stderr}`).toMatch(/^0 /);
          expect(contentsOf(directory)).toEqual(expected());
        } finally {
          spawnSync('chmod', ['-R', 'u+w', directory]);
          rmSync(directory, { recursive: true, force: true });
        }
      },
      60_000,
    );
  }

  test('aero-guest-tools build --report gives the same bytes for the same version, build id and time', () => {
    const directory = mkdtempSync(join(tmpdir(), 'built-'));
    try {
      const { build_id, source_date_epoch, version } = manifest.package;
      const built = spawnSync(
        join(CHECKOUT, 'node_modules/.bin/aero-guest-tools'),
        [
          'build',
          GENUINE_IMAGE,
          '--out-dir',
          '.',
          '--version',
          version,
          '--build-id',
          build_id,
          '--report',
        ],
        {
          cwd: directory,
          encoding: 'utf8',
          env: {
            ...process.env,
            AERO_GUEST_TOOLS_STORE: join(directory, 'store'),
            SOURCE_DATE_EPOCH: String(source_date_epoch),
          },
        },
      );
      expect(built).toMatchObject({ status: 0, stderr: '' });
      for (const name of [
        'aero-guest-tools.iso',
        'aero-guest-tools.zip',
        'manifest.json',
        'report.html',
      ]) {
        expect(sha256(readFileSync(join(directory, name)))).toBe(
          sha256(readFileSync(output(name))),
        );
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }, 60_000);

  test('adm-zip finds in aero-guest-tools.zip what the manifest says', () => {
    const entries = new AdmZip(output('aero-guest-tools.zip'))
      .getEntries()
      .filter((entry) => !entry.isDirectory)
      .map((entry) => `${sha256(entry.getData())}  ${entry.entryName}`);
    expect(entries.toSorted()).toEqual(expected());
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
