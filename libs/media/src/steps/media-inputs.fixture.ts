import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { buildDirectory, type BuildDirectory } from '../build-directory/build-directory';
import type { StageMediaOptions } from './stage-media';

const PAYLOAD = [
  'setup.cmd',
  'uninstall.cmd',
  'verify.cmd',
  'verify.ps1',
  'README.md',
  'THIRD_PARTY_NOTICES.md',
  'config/README.md',
];

/** Files of the driver `viostor` for x86; each holds its own name. */
export const DRIVER_FILES = ['viostor.inf', 'viostor.sys', 'viostor.cat', 'viostor.pdb'];

/**
 * Writes a payload, and a build directory with one driver as the tasks before stage-media leave it.
 *
 * @param root An empty directory.
 * @param driverFiles The driver's files besides its INF, service and catalog.
 * @returns The options of stage-media for it.
 */
export function mediaInputs(
  root: string,
  driverFiles: Readonly<Record<string, string | Uint8Array>> = {},
): StageMediaOptions {
  const options: StageMediaOptions = {
    workspaceRoot: root,
    buildDirectory: join(root, 'dist'),
    guestToolsDirectory: join(root, 'guest-tools'),
    version: '1.2.3',
    buildId: 'local',
    volumeId: 'aero guest-tools',
    sourceDateEpoch: 1_700_000_000,
    signingPolicy: 'none',
    packagerVersion: '0.0.0',
  };
  const files = buildDirectory(options.buildDirectory);
  const driver = {
    ...Object.fromEntries(DRIVER_FILES.map((name) => [name, name])),
    ...driverFiles,
  };
  for (const path of PAYLOAD) write(join(options.guestToolsDirectory, path), path);
  for (const [path, contents] of Object.entries(driver)) {
    write(join(files.drivers, 'x86/viostor', path), contents);
  }
  write(join(files.licenses, 'virtio-win/LICENSE'), 'licence');
  write(files.devicesCmd, 'set "A=b"\r\n');
  write(
    files.windowsDeviceContract,
    '{"path":"specs/contracts/b.json","value":{"contract_name":"name","contract_version":"1.0.0","schema_version":1}}',
  );
  write(files.packagingSpec, '{"path":"specs/packaging/a.json","value":{"drivers":[]}}');
  write(files.validationReport, JSON.stringify(report(driver)));
  return options;
}

function report(driver: Readonly<Record<string, string | Uint8Array>>): unknown {
  return {
    drivers: [
      {
        name: 'viostor',
        architecture: 'x86',
        directory: 'x86/viostor',
        version: '61.0.0.1',
        date: '01/01/2020',
        infFiles: [{ path: 'viostor.inf', version: '61.0.0.1', date: '01/01/2020' }],
        devices: [],
        hardwareIds: [],
        services: ['viostor'],
        files: Object.entries(driver).map(([path, contents]) => ({
          path,
          size: contents.length,
          decision: path.endsWith('.pdb') ? 'exclude' : 'include',
        })),
      },
    ],
    warnings: [],
  };
}

/** A private key that nobody uses, in PEM. */
export const privateKey = generateKeyPairSync('ed25519')
  .privateKey.export({ format: 'pem', type: 'pkcs8' })
  .toString();

/** Writes into the report that the drivers were checked as they are. */
export function recordAsChecked({ validationReport, drivers }: BuildDirectory): void {
  const text = readFileSync(validationReport, 'utf8');
  const checked = JSON.parse(text) as {
    drivers: { directory: string; files: { path: string }[] }[];
  };
  for (const driver of checked.drivers) {
    for (const file of driver.files) {
      const sha256 = sha256Of(readFileSync(join(drivers, driver.directory, file.path)));
      Object.assign(file, { sha256 });
    }
  }
  write(validationReport, JSON.stringify(checked));
}

/** Writes a file, and the directories above it. */
export function write(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
