import type { Acceptance } from '@aero-guest-tools/catalog';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { generateDevicesCmd, parseDeviceContract } from '@aero-guest-tools/device-contract';
import { driverVersion, models, parseInf, provider, services } from '@aero-guest-tools/inf';
import { createManifest, formatManifest } from '@aero-guest-tools/media';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import type {
  DirectoryState,
  FileState,
  ProgramResult,
  WindowsState,
  WmiClassState,
} from '@aero-guest-tools/powershell-interpreter';
import {
  DEFAULT_GUEST_TARGET,
  guestTarget,
  windowsTarget,
  WORKSTATION,
  type GuestTarget,
} from '@aero-guest-tools/windows-target';
import { sampleVirtioWinFiles } from '@aero-guest-tools/sample-virtio-win';
import { payloadBytes, requiredFiles } from './payload';

type Architecture = 'x86' | 'amd64' | 'arm64';

/** As Windows has them in PROCESSOR_ARCHITECTURE. */
const PROCESSORS: Readonly<Record<Architecture, string>> = {
  x86: 'x86',
  amd64: 'AMD64',
  arm64: 'ARM64',
};

/** A device as WMI tells of it, and the driver that it uses. */
export interface Device {
  readonly id: string;
  readonly hardwareIds: readonly string[];
  readonly compatibleIds: readonly string[];
  /** Of Device Manager; null if Windows does not say. */
  readonly code: number | null;
  readonly service: string | null;
  /** Absent if Windows does not know one. */
  readonly driver?: DriverInUse;
}

export interface DriverInUse {
  readonly inf: string;
  readonly provider: string;
  readonly version: string;
}

const CONTRACT = join(__dirname, '../../specs/contracts/windows-device-contract-virtio-win.json');

/** The folders of the sample image, and what the drivers are called on the media. */
const DRIVERS = { viostor: 'viostor', NetKVM: 'netkvm', vioinput: 'vioinput' } as const;

const CONTROL = String.raw`HKLM:\SYSTEM\CurrentControlSet\Control`;
export const SERVICES = String.raw`HKLM:\SYSTEM\CurrentControlSet\Services`;
export const CRITICAL_DEVICES = `${CONTROL}\\CriticalDeviceDatabase`;
export const DRIVER_DATABASE = String.raw`HKLM:\SYSTEM\DriverDatabase\DeviceIds`;
export const STATE_DIRECTORY = String.raw`C:\AeroGuestTools`;

/** What the sample drivers say in `[Version]`. */
export const MEDIA_DRIVER = { provider: 'Aero sample', version: '61.0.0.1' } as const;

/** The hardware and compatible IDs of a PCI function ("Identifiers for PCI Devices"). */
export function pciDevice(
  functionName: string,
  subsystem: string,
  revision: string,
): Pick<Device, 'id' | 'hardwareIds' | 'compatibleIds'> {
  const name = String.raw`PCI\VEN_1AF4&DEV_${functionName}`;
  return {
    id: String.raw`${name}&SUBSYS_${subsystem}&REV_${revision}\3&13C0B0C5&0&20`,
    hardwareIds: [`${name}&SUBSYS_${subsystem}&REV_${revision}`, `${name}&SUBSYS_${subsystem}`],
    compatibleIds: [`${name}&REV_${revision}`, name, String.raw`PCI\VEN_1AF4`],
  };
}

/** A device that works, with the driver of the media under the name that Windows has given its INF. */
export const STORAGE: Device = {
  ...pciDevice('1042', '00021AF4', '01'),
  code: 0,
  service: 'viostor',
  driver: { inf: 'oem0.inf', ...MEDIA_DRIVER },
};

export const NETWORK: Device = {
  ...pciDevice('1041', '00011AF4', '01'),
  code: 0,
  service: 'netkvm',
  driver: { inf: 'oem1.inf', ...MEDIA_DRIVER },
};

/** One that every computer has, and that is none of ours. */
const FOREIGN: Device = {
  id: String.raw`ACPI\PNP0C0C\AA`,
  hardwareIds: [String.raw`ACPI\PNP0C0C`],
  compatibleIds: [],
  code: 0,
  service: null,
  driver: { inf: 'machine.inf', provider: 'Microsoft', version: '6.1.7601.17514' },
};

/** What is on media, and what validate-spec reports of the drivers. */
export interface GuestMedia {
  readonly files: Readonly<Record<string, FileState>>;
  readonly drivers: readonly DriverReport[];
}

const SAMPLE = mediaOf(sampleVirtioWinFiles());

/**
 * A Windows 7 SP1 on which setup.cmd has run with media of the virtio-win contract, and which works: a
 * scenario changes what it is about. The media are in the drive E:.
 */
export class SimulatedGuest {
  policy: 'test' | 'production' | 'none' = 'production';
  architecture: Architecture = 'amd64';
  /** Without a backslash at the end. */
  media = 'E:';
  version = '6.1.7601.65536';
  servicePack = 'Service Pack 1';
  elevated = true;
  fips = false;
  systemCore = true;
  devices: Device[] = [FOREIGN, STORAGE, NETWORK];
  wmi: Record<string, WmiClassState> = {};
  environment: Record<string, string> = {};
  /** Of Windows. */
  productType = 'WinNT';
  /** Undefined where there is a BIOS. */
  secureBoot: boolean | undefined;
  /** What the media are for. */
  target: GuestTarget = DEFAULT_GUEST_TARGET;
  /** Installed ones. */
  updates: string[] = ['KB2999226', 'KB3033929'];
  startOptions: string | null = ' NOEXECUTE=OPTIN';
  trusted: Record<string, string[]> = {};
  /** Keys in the place of others; null takes one away. */
  registry: Record<string, Record<string, string | number> | null> = {};
  directories: Record<string, DirectoryState> = {};
  /** Of the media by their path, and hashed for the manifest. */
  readonly mediaFiles: Record<string, FileState>;
  /** Files of the disk, and of the media after the manifest was made; null takes one away. */
  readonly changed: Record<string, FileState | null> = {};
  drivers: DriverReport[];
  /** Changes the manifest before it is written. */
  editManifest: (manifest: Record<string, unknown>) => void = () => undefined;
  /** Changes the text of the manifest. */
  editManifestText: (text: string) => string = (text) => text;
  /** state.txt; null for what setup.cmd writes. */
  stateLines: readonly string[] | null = null;
  /** How reg.exe answers for the mark of the folder. */
  markQuery: ProgramResult = { stdout: ['    Folder'], stderr: [], exitCode: 0 };

  constructor(media: GuestMedia = SAMPLE) {
    this.mediaFiles = { ...media.files };
    this.drivers = [...media.drivers];
  }

  /** A certificate on the media, and what makes it trusted. */
  addCertificate(): void {
    this.policy = 'test';
    this.startOptions = ' TESTSIGNING NOEXECUTE=OPTIN';
    this.mediaFiles['certs/aero-test.cer'] = {
      content: Buffer.from('a certificate'),
      certificates: [{ subject: 'CN=Aero test', thumbprint: 'A1B2' }],
    };
    this.trusted = { Root: ['A1B2'], TrustedPublisher: ['A1B2'] };
  }

  /**
   * Makes it Windows 8 or newer, with media for that, which says this to the signatures of the drivers.
   *
   * @param version What Windows says of itself: `10.0.26100.0`.
   */
  installNewer(
    id: string,
    version: string,
    secureBootOn: Acceptance = 'accepted',
    secureBootOff: Acceptance = secureBootOn,
    until?: number,
  ): void {
    this.version = version;
    this.servicePack = '';
    this.target = guestTarget(windowsTarget(id), [this.architecture]);
    if (this.target.windows.productType !== WORKSTATION) this.productType = 'ServerNT';
    const verdict = {
      windows: id,
      secureBootOn,
      secureBootOff,
      ...(until === undefined ? {} : { until }),
    };
    this.drivers = this.drivers.map((driver) => ({
      ...driver,
      ...(driver.signing && { signing: { ...driver.signing, verdict } }),
    }));
    // As pnputil has entered it, under the name that Windows has given the INF.
    this.registry[`${DRIVER_DATABASE}\\PCI\\VEN_1AF4&DEV_1042`] = { 'oem0.inf': 1 };
    for (const key of Object.keys(this.allKeys())) {
      if (key.startsWith(CRITICAL_DEVICES)) this.registry[key] = null;
    }
  }

  /** Makes the drivers for amd64 those for ARM64. */
  moveToArm64(): void {
    this.architecture = 'arm64';
    for (const [path, file] of Object.entries(this.mediaFiles)) {
      if (!path.startsWith('drivers/amd64/')) continue;
      this.mediaFiles[path.replace('/amd64/', '/arm64/')] = file;
    }
    this.drivers = this.drivers.map((driver) => ({
      ...driver,
      architecture: driver.architecture === 'amd64' ? 'arm64' : driver.architecture,
    }));
  }

  /** Puts the device in the place of the one with the same service, or else beside the others. */
  attach(...devices: readonly Device[]): void {
    this.devices = [FOREIGN, ...devices];
  }

  windows(): WindowsState {
    const system32 = this.systemDirectory();
    return {
      version: this.version,
      servicePack: this.servicePack,
      now: Date.UTC(2026, 0, 2, 3, 4, 5),
      elevated: this.elevated,
      fips: this.fips,
      systemCore: this.systemCore,
      currentDirectory: String.raw`C:\Users\someone`,
      temporaryDirectory: String.raw`C:\Temp`,
      environment: {
        SystemDrive: 'C:',
        SystemRoot: String.raw`C:\Windows`,
        PROCESSOR_ARCHITECTURE: PROCESSORS[this.architecture],
        ...this.environment,
      },
      files: this.files(system32),
      directories: {
        [String.raw`C:\Temp`]: {},
        [String.raw`C:\Users\someone`]: {},
        [STATE_DIRECTORY]: {},
        ...this.directories,
      },
      registry: this.allKeys(),
      wmi: {
        Win32_OperatingSystem: [{ Caption: 'Microsoft Windows 7 Professional ' }],
        Win32_QuickFixEngineering: this.updates.map((update) => ({ HotFixID: update })),
        Win32_PnPEntity: this.devices.map((device) => ({
          DeviceID: device.id,
          Name: `device of ${String(device.service)}`,
          HardwareID: device.hardwareIds,
          CompatibleID: device.compatibleIds.length === 0 ? null : device.compatibleIds,
          ConfigManagerErrorCode: device.code,
          Service: device.service,
        })),
        Win32_PnPSignedDriver: this.devices.flatMap(({ id, driver }) =>
          driver
            ? [
                {
                  DeviceID: id,
                  InfName: driver.inf,
                  DriverProviderName: driver.provider,
                  DriverVersion: driver.version,
                },
              ]
            : [],
        ),
        ...this.wmi,
      },
      certificateStores: this.trusted,
      programs: { [`${system32}\\reg.exe`]: () => this.markQuery },
    };
  }

  private systemDirectory(): string {
    const redirected = this.environment['PROCESSOR_ARCHITEW6432'] !== undefined;
    return String.raw`C:\Windows` + (redirected ? String.raw`\Sysnative` : String.raw`\System32`);
  }

  private files(system32: string): Record<string, FileState> {
    const files: Record<string, FileState> = {};
    for (const [path, file] of Object.entries(this.mediaFiles)) {
      files[`${this.media}\\${path.replaceAll('/', '\\')}`] = file;
    }
    files[`${this.media}\\manifest.json`] = { content: Buffer.from(this.manifestText()) };
    for (const [index, name] of Object.values(DRIVERS).entries()) {
      const inf = this.mediaFiles[`drivers/${this.architecture}/${name}/${name}.inf`];
      if (inf) files[String.raw`C:\Windows\INF\oem${index}.inf`] = inf;
    }
    files[String.raw`C:\Windows\INF\machine.inf`] = { content: Buffer.from('inbox') };
    files[String.raw`${system32}\drivers\viostor.sys`] = { content: Buffer.from('driver') };
    files[`${STATE_DIRECTORY}\\state.txt`] = {
      content: Buffer.from(
        (this.stateLines ?? this.packageLines()).map((line) => `${line}\r\n`).join(''),
      ),
    };
    for (const [path, file] of Object.entries(this.changed)) {
      if (file) files[path] = file;
      else delete files[path];
    }
    return files;
  }

  private packageLines(): readonly string[] {
    return Object.values(DRIVERS).map((name) => {
      const { content } = this.mediaFiles[`drivers/${this.architecture}/${name}/${name}.inf`] ?? {};
      return `package ${sha256(content ?? Buffer.of())} ${name}`;
    });
  }

  private allKeys(): Record<string, Record<string, string | number>> {
    const keys: Record<string, Record<string, string | number>> = {
      [CONTROL]: this.startOptions === null ? {} : { SystemStartOptions: this.startOptions },
      [`${CONTROL}\\ProductOptions`]: { ProductType: this.productType },
      [`${CONTROL}\\Session Manager\\Environment`]: {
        PROCESSOR_ARCHITECTURE: PROCESSORS[this.architecture],
      },
      ...(this.secureBoot === undefined
        ? {}
        : {
            [`${CONTROL}\\SecureBoot\\State`]: { UEFISecureBootEnabled: this.secureBoot ? 1 : 0 },
          }),
      [`${SERVICES}\\viostor`]: { Start: 0, ImagePath: String.raw`system32\drivers\viostor.sys` },
    };
    const ids = this.drivers.find(({ name }) => name === 'viostor')?.hardwareIds ?? [];
    const ofContract = ['&SUBSYS_00021AF4&REV_01', '&SUBSYS_00021AF4', '&REV_01', ''].map(
      (suffix) => String.raw`PCI\VEN_1AF4&DEV_1042` + suffix,
    );
    for (const id of [...ids, ...ofContract]) {
      keys[`${CRITICAL_DEVICES}\\${id.replaceAll('\\', '#')}`] = { Service: 'viostor' };
    }
    for (const [key, values] of Object.entries(this.registry)) {
      if (values) keys[key] = values;
      else delete keys[key];
    }
    return keys;
  }

  private manifestText(): string {
    const manifest = createManifest(
      {
        version: '1.2.3',
        buildId: 'abcdef',
        sourceDateEpoch: 1_700_000_000,
        signingPolicy: this.policy,
        packagerVersion: '9.8.7',
        packagingSpec: { path: 'specs/packaging/win7-virtio-full.json', sha256: '11' },
        windowsDeviceContract: {
          path: 'specs/contracts/windows-device-contract-virtio-win.json',
          sha256: '22',
          contractName: 'a-contract',
          contractVersion: '1.0.0',
          schemaVersion: 1,
        },
        target: this.target,
        drivers: this.drivers,
      },
      Object.entries(this.mediaFiles).map(([path, { content }]) => ({
        path,
        sha256: sha256(content),
        size: content.length,
      })),
    );
    const value = JSON.parse(Buffer.from(formatManifest(manifest)).toString()) as Record<
      string,
      unknown
    >;
    this.editManifest(value);
    return this.editManifestText(JSON.stringify(value, null, 2));
  }
}

/** Media of drivers in the layout of a virtio-win image. */
export function mediaOf(
  image: Iterable<{ readonly path: string; readonly contents: Uint8Array | string }>,
): GuestMedia {
  const files: Record<string, FileState> = {
    ...Object.fromEntries(requiredFiles.map((path) => [path, { content: payloadBytes(path) }])),
    'config/devices.cmd': { content: Buffer.from(devicesCmd()) },
  };
  const drivers: DriverReport[] = [];
  for (const { path, contents } of image) {
    const match = /^(viostor|NetKVM|vioinput)\/w7\/(x86|amd64)\/([^/]+)$/u.exec(path);
    if (!match || path.endsWith('.pdb')) continue;
    const [, folder, architecture, file] = match;
    const name = DRIVERS[folder as keyof typeof DRIVERS];
    const content = Buffer.from(contents);
    files[`drivers/${String(architecture)}/${name}/${String(file)}`] = { content };
    if (path.endsWith('.inf')) {
      drivers.push(driverReport(name, architecture as Architecture, String(file), content));
    }
  }
  return { files, drivers };
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function devicesCmd(): string {
  const document = parseJson(readFileSync(CONTRACT), CONTRACT);
  return generateDevicesCmd(parseDeviceContract(document), 'contract.json');
}

/** A driver as validate-spec reports it, from what its INF says. */
function driverReport(
  name: string,
  architecture: Architecture,
  path: string,
  content: Buffer,
): DriverReport {
  const inf = parseInf(content, path);
  const version = driverVersion(inf)?.version ?? '';
  const providerName = provider(inf) ?? '';
  return {
    name,
    architecture,
    directory: `${architecture}/${name}`,
    version,
    provider: providerName,
    infFiles: [{ path, version, provider: providerName }],
    devices: [],
    hardwareIds: models(inf, architecture)
      .flatMap(({ hardwareId, compatibleIds }) => [hardwareId, ...compatibleIds])
      .filter((id) => id !== ''),
    services: services(inf, architecture).map((service) => service.name),
    files: [],
    signing: {
      catalogs: [
        {
          path: `${name}.cat`,
          sha256: 'cc',
          memberAlgorithms: ['sha1'],
          signatureAlgorithm: 'sha256',
          signer: 'CN=Somebody',
          signerName: 'Somebody',
          timestamp: 1_560_000_000,
        },
        { path: 'other.cat', sha256: 'dd', memberAlgorithms: [] },
      ],
      problems: [],
      verdict: { withoutUpdates: 'refused', withUpdates: 'accepted', updates: ['KB3033929'] },
    },
  };
}
