import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { generatedFiles } from '@aero-guest-tools/media/transforms';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import {
  DEFAULT_GUEST_TARGET,
  guestTarget,
  windowsTarget,
  type GuestTarget,
} from '@aero-guest-tools/windows-target';
import { batchFiles, payloadBytes } from './payload';

/** Files of a small piece of media: contents by path. */
export type MediaFiles = Readonly<Record<string, string>>;

/** The lines as a text file of Windows. */
export function crlf(...lines: string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

/** A manifest as the packager writes it: two spaces, one property a line. */
export function listingManifest(signingPolicy: string, files: MediaFiles): string {
  const listed = Object.entries(files)
    .filter(([path]) => path !== 'manifest.json')
    .map(([path, contents]) => ({
      path,
      sha256: createHash('sha256').update(contents, 'latin1').digest('hex'),
      size: contents.length,
    }));
  return JSON.stringify(
    {
      schema_version: 4,
      inputs: { packaging_spec: { path: 'spec.json', sha256: '0'.repeat(64) } },
      signing_policy: signingPolicy,
      files: listed,
    },
    null,
    2,
  );
}

/** A manifest that lists no file. */
export function manifest(signingPolicy: string): string {
  return JSON.stringify({ schema_version: 4, signing_policy: signingPolicy, files: [] }, null, 2);
}

/** The virtio-blk hardware ids of the media, from most to least specific. */
export const storageHardwareIds = [
  String.raw`PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01`,
  String.raw`PCI\VEN_1AF4&DEV_1042`,
] as const;

/** Those that the INF of the storage driver binds: a transitional device, too. */
export const boundHardwareIds = [
  String.raw`PCI\VEN_1AF4&DEV_1001`,
  String.raw`PCI\VEN_1AF4&DEV_1042`,
] as const;

const devicesCmd = crlf(
  '@echo off',
  'set "AERO_VIRTIO_BLK_SERVICE=viostor"',
  'set "AERO_VIRTIO_BLK_SYS="',
  `set AERO_VIRTIO_BLK_HWIDS=${storageHardwareIds.map((id) => `"${id}"`).join(' ')}`,
  'set "AERO_VIRTIO_NET_SERVICE=netkvm"',
  String.raw`set AERO_VIRTIO_NET_HWIDS="PCI\VEN_1AF4&DEV_1041"`,
);

const scsiDevicesCmd =
  devicesCmd +
  crlf(
    'set "AERO_VIRTIO_SCSI_SERVICE=vioscsi"',
    String.raw`set AERO_VIRTIO_SCSI_HWIDS="PCI\VEN_1AF4&DEV_1048&SUBSYS_11001AF4&REV_01" "PCI\VEN_1AF4&DEV_1048"`,
    'set AERO_BOOT_CRITICAL_SERVICES="viostor" "vioscsi"',
  );

type Architecture = DriverReport['architecture'];

const accepted = { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [] } as const;

/** The storage driver, as validate-spec finds it. */
export function viostor(
  architecture: Architecture,
  verdict: NonNullable<DriverReport['signing']>['verdict'] = accepted,
): DriverReport {
  return {
    ...netkvm(architecture),
    name: 'viostor',
    infFiles: [{ path: 'viostor.inf' }],
    bootDisk: {
      infFile: 'viostor.inf',
      service: 'viostor',
      hardwareIds: boundHardwareIds,
      classGuid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}',
      serviceType: 1,
      startType: 0,
      errorControl: 1,
      loadOrderGroup: 'SCSI miniport',
      binary: 'viostor.sys',
      source: 'viostor.sys',
      sourceIsCompressed: false,
      values: [
        { subkey: String.raw`Parameters\PnpInterface`, name: '5', type: 'REG_DWORD', data: ['1'] },
        { subkey: 'Parameters', name: 'BusType', type: 'REG_DWORD', data: ['10'] },
      ],
    },
    signing: { catalogs: [], problems: [], verdict },
  };
}

/** The other storage driver: of virtio-scsi. */
export function vioscsi(
  architecture: Architecture,
  verdict: NonNullable<DriverReport['signing']>['verdict'] = accepted,
): DriverReport {
  const { bootDisk, ...driver } = viostor(architecture, verdict);
  return {
    ...driver,
    name: 'vioscsi',
    infFiles: [{ path: 'vioscsi.inf' }],
    ...(bootDisk && {
      bootDisk: {
        ...bootDisk,
        infFile: 'vioscsi.inf',
        service: 'vioscsi',
        hardwareIds: scsiHardwareIds,
        binary: 'vioscsi.sys',
        source: 'vioscsi.sys',
      },
    }),
  };
}

/** Those that its INF binds. */
export const scsiHardwareIds = [
  String.raw`PCI\VEN_1AF4&DEV_1004`,
  String.raw`PCI\VEN_1AF4&DEV_1048`,
] as const;

/** The driver, if its INF does not install the storage service. */
export function withoutBootDisk(driver: DriverReport): DriverReport {
  const { bootDisk: _, ...others } = driver;
  return others;
}

/** The network driver, likewise. */
export function netkvm(architecture: Architecture): DriverReport {
  return {
    name: 'netkvm',
    architecture,
    directory: '',
    infFiles: [{ path: 'netkvm.inf' }],
    devices: [],
    hardwareIds: [],
    services: [],
    files: [],
    signing: { catalogs: [], problems: [], verdict: accepted },
  };
}

/** What the packager generates of drivers for Windows 7. */
export function generated(...drivers: readonly DriverReport[]): MediaFiles {
  return generatedFor(DEFAULT_GUEST_TARGET, drivers);
}

/** What it generates of drivers for another Windows. */
export function generatedFor(target: GuestTarget, drivers: readonly DriverReport[]): MediaFiles {
  const files = generatedFiles({ version: '1.2.3', buildId: 'local', target, drivers });
  return Object.fromEntries(
    files.map(({ path, contents }) => [path, Buffer.from(contents).toString('latin1')]),
  );
}

/** Media with a storage and a network driver for both architectures. */
export function mediaFiles(signingPolicy: 'test' | 'production' | 'none'): MediaFiles {
  const files: Record<string, string> = {
    'manifest.json': manifest(signingPolicy),
    'config/devices.cmd': devicesCmd,
    ...generated(...(['x86', 'amd64'] as const).flatMap((arch) => [netkvm(arch), viostor(arch)])),
  };
  for (const arch of ['x86', 'amd64']) {
    files[`drivers/${arch}/viostor/viostor.inf`] = infFile('viostor', arch);
    files[`drivers/${arch}/viostor/viostor.sys`] = `storage driver for ${arch}`;
    files[`drivers/${arch}/netkvm/netkvm.inf`] = infFile('netkvm', arch);
  }
  if (signingPolicy === 'test') files['certs/aero-test.cer'] = 'certificate';
  return files;
}

/**
 * Media for a Windows by its id, with both storage drivers and a network driver.
 *
 * @param verdict What that Windows says to the storage drivers.
 */
export function mediaFor(
  windows: string,
  {
    architecture = 'amd64',
    policy = 'none',
    verdict = windows === 'w7' || windows === '2k8R2'
      ? accepted
      : { windows, secureBootOn: 'accepted', secureBootOff: 'accepted' },
  }: {
    readonly architecture?: Architecture;
    readonly policy?: 'test' | 'production' | 'none';
    readonly verdict?: NonNullable<DriverReport['signing']>['verdict'];
  } = {},
): MediaFiles {
  const target = guestTarget(windowsTarget(windows), [architecture]);
  const directory = `drivers/${architecture}`;
  const files: Record<string, string> = {
    'config/devices.cmd': scsiDevicesCmd,
    ...generatedFor(target, [
      netkvm(architecture),
      vioscsi(architecture, verdict),
      viostor(architecture, verdict),
    ]),
  };
  for (const name of ['viostor', 'vioscsi', 'netkvm']) {
    files[`${directory}/${name}/${name}.inf`] = infFile(name, architecture);
    if (name === 'netkvm') continue;
    files[`${directory}/${name}/${name}.sys`] = `${name} for ${architecture}`;
  }
  if (policy === 'test') files['certs/aero-test.cer'] = 'certificate';
  // Each hash takes Wine a while.
  const { 'config/devices.cmd': listed = '' } = files;
  return { ...files, 'manifest.json': listingManifest(policy, { 'config/devices.cmd': listed }) };
}

/** As much of an INF as SetupAPI asks of one that it publishes, and setup.cmd of earlier versions looked for. */
function infFile(service: string, architecture: string): string {
  return crlf(
    '[Version]',
    `; ${service} for ${architecture}`,
    'Signature="$Windows NT$"',
    '[Install.Services]',
    `AddService=${service},2,Service`,
  );
}

/** The line of state.txt for the package of an INF of the media, with the storage service it is for. */
export function packageLine(files: MediaFiles, path: string, service = ''): string {
  const contents = Buffer.from(files[path] ?? '', 'latin1');
  const hash = createHash('sha256').update(contents).digest('hex');
  return `package ${hash}${service === '' ? '' : ` ${service}`}`;
}

/**
 * Writes the files and the payload's batch files to `directory`. The shipped scripts take no
 * program from outside of Windows, so that the copies are changed where a stub has to be called.
 */
export function writeMedia(directory: string, files: MediaFiles): void {
  const scripts = batchFiles.map((file) => [
    file,
    withStubs(payloadBytes(file).toString('latin1')),
  ]);
  for (const [path = '', content = ''] of [...Object.entries(files), ...scripts]) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}

const definition = /^set (?<variable>[A-Z]+)="(?:.*\\(?<program>\w+))\.exe"(?=\r$)/gmu;

/** `set PNPUTIL="%SYS%\pnputil.exe"` becomes a command that runs `C:\stub\pnputil.cmd`. */
function withStubs(script: string): string {
  return script.replaceAll(definition, (line, variable: string, program: string) =>
    stubbedPrograms.has(program)
      ? `set ${variable}=%SYS%\\cmd.exe /c C:\\stub\\${program}.cmd`
      : line,
  );
}

/** What Wine has no working copy of, or what the tests must not run. */
const stubbedPrograms = new Set([
  'bcdedit',
  'certutil',
  'fsutil',
  'icacls',
  'pnputil',
  'powershell',
  'shutdown',
  'wmic',
]);
