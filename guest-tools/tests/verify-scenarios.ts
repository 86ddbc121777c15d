import {
  CRITICAL_DEVICES,
  DRIVER_DATABASE,
  MEDIA_DRIVER,
  NETWORK,
  pciDevice,
  SERVICES,
  STATE_DIRECTORY,
  STORAGE,
  type Device,
  type SimulatedGuest,
} from './simulated-guest';

/** A guest, and what verify.ps1 has to find in it. */
export interface Scenario {
  readonly name: string;
  readonly arrange: (guest: SimulatedGuest) => void;
  readonly exitCode: 0 | 1 | 2 | 3;
  /** The checks with their status; any other is PASS or INFO. */
  readonly checks?: Readonly<Record<string, 'FAIL' | 'WARN' | 'PASS' | 'INFO'>>;
  /** What the text of the report holds, or what stands in its place on the screen. */
  readonly mentions?: readonly string[];
  readonly arguments?: readonly string[];
}

type Expectation = Partial<Omit<Scenario, 'name' | 'arrange'>>;

function passes(name: string, arrange: Scenario['arrange'], more: Expectation = {}): Scenario {
  return { name, arrange, exitCode: 0, ...more };
}

function warns(
  name: string,
  check: string,
  arrange: Scenario['arrange'],
  ...mentions: string[]
): Scenario {
  return { name, arrange, exitCode: 3, checks: { [check]: 'WARN' }, mentions };
}

function fails(
  name: string,
  check: string,
  arrange: Scenario['arrange'],
  ...mentions: string[]
): Scenario {
  return { name, arrange, exitCode: 1, checks: { [check]: 'FAIL' }, mentions };
}

const bytes = (text: string) => ({ content: Buffer.from(text) });
const locked = (text: string) => ({ ...bytes(text), unreadable: 'The file is in use.' });
const broken = (device: Device, code: number | null): Device => ({ ...device, code });

/** Without a driver: Device Manager code 28. */
const withoutDriver = ({ id, hardwareIds, compatibleIds }: Device): Device => ({
  id,
  hardwareIds,
  compatibleIds,
  code: 28,
  service: null,
});

const ofAnother = (device: Device): Device => ({
  ...device,
  service: 'otherstor',
  driver: { inf: 'oem9.inf', provider: 'Somebody else', version: '9.9.9.9' },
});

/** With a driver of the same service whose INF is not on the media. */
const ofVersion = (version: string): Device => ({
  ...STORAGE,
  driver: { inf: 'oem9.inf', provider: 'Red Hat, Inc.', version },
});

const TRANSITIONAL_STORAGE: Device = { ...STORAGE, ...pciDevice('1001', '00021AF4', '00') };
const TRANSITIONAL_NETWORK: Device = { ...NETWORK, ...pciDevice('1000', '00011AF4', '00') };
const QEMU_STORAGE: Device = { ...STORAGE, ...pciDevice('1042', '11001AF4', '01') };
const SOUND: Device = {
  ...pciDevice('1059', '00191AF4', '01'),
  code: 0,
  service: 'viosnd',
  driver: { inf: 'oem9.inf', provider: 'Somebody else', version: '1.0.0.0' },
};

/** A driver on the media that the contract does not name. */
function addBalloon(guest: SimulatedGuest): void {
  const [any] = guest.drivers;
  if (!any) throw new Error('the sample has no driver');
  guest.mediaFiles['drivers/amd64/balloon/balloon.inf'] = bytes('balloon');
  guest.drivers.push({
    ...any,
    name: 'balloon',
    architecture: 'amd64',
    infFiles: [{ path: 'balloon.inf', version: '61.0.0.1' }],
    hardwareIds: [String.raw`PCI\VEN_1AF4&DEV_1002`],
    services: ['BALLOON'],
  });
}

const BALLOON_DRIVER = { inf: 'oem9.inf', ...MEDIA_DRIVER };

const BALLOON: Device = {
  ...pciDevice('1002', '00051AF4', '00'),
  code: 0,
  service: 'balloon',
  driver: BALLOON_DRIVER,
};

const PROBLEMS: readonly (readonly [number, string])[] = [
  [10, 'the device cannot start'],
  [22, 'Enable it in Device Manager.'],
  [31, 'Windows cannot load the drivers that the device needs'],
  [39, 'its file is missing, damaged, or has a signature that Windows refuses'],
  [43, 'the driver has stopped the device'],
  [52, 'install the updates that this report names for the signature'],
];

const DEVICES: readonly Scenario[] = [
  fails(
    'a transitional disk, which only the packaged INF names, has code 52',
    'devices.storage',
    (guest) => guest.attach(broken(TRANSITIONAL_STORAGE, 52), NETWORK),
    'DEV_1001',
    'not working',
    'Device Manager code 52: Windows cannot verify the signature of the driver',
  ),
  fails(
    'a transitional network adapter has code 52',
    'devices.network',
    (guest) => guest.attach(STORAGE, broken(TRANSITIONAL_NETWORK, 52)),
    'DEV_1000',
  ),
  fails(
    "QEMU's disk, which has the id of the contract as a compatible one, has no driver",
    'devices.storage',
    (guest) => guest.attach(withoutDriver(QEMU_STORAGE), NETWORK),
    'SUBSYS_11001AF4',
    'code 28: no driver is installed for the device',
    'Run setup.cmd as administrator.',
  ),
  ...PROBLEMS.map(([code, text]) =>
    fails(
      `a device has code ${String(code)}`,
      'devices.network',
      (guest) => guest.attach(STORAGE, broken(NETWORK, code)),
      `Device Manager code ${String(code)}`,
      text,
    ),
  ),
  fails(
    'a device has a code that nobody has described',
    'devices.network',
    (guest) => guest.attach(broken(NETWORK, 99)),
    'Device Manager code 99',
  ),
  fails(
    'Windows does not say whether a device works',
    'devices.network',
    (guest) => guest.attach(broken(NETWORK, null)),
    'Windows does not say whether the device works.',
  ),
  fails('one of two disks does not work', 'devices.storage', (guest) =>
    guest.attach(STORAGE, broken(TRANSITIONAL_STORAGE, 10)),
  ),
  fails(
    'a device of the contract is driven by another driver',
    'devices.storage',
    (guest) => {
      guest.changed[String.raw`C:\Windows\INF\oem9.inf`] = bytes('other');
      guest.attach(ofAnother(STORAGE), NETWORK);
    },
    'another driver is in use',
    'oem9.inf, Somebody else, version 9.9.9.9: not the driver of this media',
  ),
  warns(
    'a device that only a packaged INF names works with another driver',
    'devices.storage',
    (guest) => {
      guest.changed[String.raw`C:\Windows\INF\oem9.inf`] = bytes('other');
      guest.attach(ofAnother(TRANSITIONAL_STORAGE));
    },
    'working, but not with the driver of this media',
  ),
  ...(
    [
      ['60.9.0.0', 'older than that on this media (61.0.0.1)'],
      ['61.0.0.10', 'newer than that on this media (61.0.0.1)'],
      ['61.0.0.1', 'the same version as on this media, but another INF file'],
      ['unknown', 'another version than that on this media (61.0.0.1)'],
    ] as const
  ).map(([version, text]) =>
    warns(
      `the right driver, version ${version}`,
      'devices.storage',
      (guest) => {
        guest.changed[String.raw`C:\Windows\INF\oem9.inf`] = bytes('other');
        guest.attach(ofVersion(version), NETWORK);
      },
      `oem9.inf, Red Hat, Inc., version ${version}: ${text}`,
    ),
  ),
  fails('a device is ours by its service alone', 'devices.storage', (guest) =>
    guest.attach({ ...broken(STORAGE, 10), hardwareIds: ['X'], compatibleIds: [] }),
  ),
  fails(
    'the INF in use cannot be read',
    'devices.storage',
    (guest) => {
      guest.changed[String.raw`C:\Windows\INF\oem0.inf`] = locked('inf');
      guest.stateLines = [];
    },
    'the driver in use cannot be checked',
    'that file cannot be read',
    'The file is in use.',
  ),
  warns(
    'Windows does not say which INF a device uses',
    'devices.network',
    (guest) => {
      const { driver: _, ...unknown } = NETWORK;
      guest.attach(unknown);
    },
    'Windows does not say which INF file the device uses',
  ),
  passes('no device is attached', (guest) => guest.attach(), {
    checks: { 'devices.storage': 'INFO', 'devices.network': 'INFO', 'devices.input': 'INFO' },
    mentions: ['no device is attached'],
  }),
  warns(
    'a device has no driver, and the media have none for it',
    'devices.sound',
    (guest) => guest.attach(withoutDriver(SOUND)),
    'a device is attached, but the driver is not on this media',
  ),
  warns(
    'a device is driven by another driver, and the media have none for it',
    'devices.sound',
    (guest) => guest.attach({ ...SOUND, service: 'other' }),
  ),
  passes(
    'a device works with the driver of the contract, which is not on the media',
    (guest) => guest.attach(SOUND),
    { checks: { 'devices.sound': 'INFO' }, mentions: ['with a driver that is not on this media'] },
  ),
  passes(
    'a driver that the contract does not name works',
    (guest) => {
      addBalloon(guest);
      guest.changed[String.raw`C:\Windows\INF\oem9.inf`] = bytes('balloon');
      guest.attach(BALLOON);
    },
    { checks: { 'devices.driver.balloon': 'PASS', 'devices.storage': 'INFO' } },
  ),
  fails(
    'a driver that the contract does not name has code 52',
    'devices.driver.balloon',
    (guest) => {
      addBalloon(guest);
      guest.attach(broken(BALLOON, 52));
    },
    'Driver balloon: not working',
  ),
  passes(
    'drivers that are on the media for Windows Setup too',
    (guest) => {
      for (const name of ['viostor.inf', 'viostor.sys']) {
        const file = guest.mediaFiles[`drivers/amd64/viostor/${name}`];
        if (file) guest.mediaFiles[`$WinPEDriver$/amd64/viostor/${name}`] = file;
      }
    },
    { checks: { 'media.files': 'PASS', 'media.extra-files': 'PASS', 'devices.storage': 'PASS' } },
  ),
  fails(
    'one of them has changed',
    'media.files',
    (guest) => {
      guest.mediaFiles['$WinPEDriver$/amd64/viostor/viostor.sys'] = bytes('as packaged');
      guest.changed[String.raw`E:\$WinPEDriver$\amd64\viostor\viostor.sys`] = bytes('changed');
    },
    '$WinPEDriver$/amd64/viostor/viostor.sys has changed',
  ),
  passes(
    'of two drivers for the same ids, the device counts for the one in use',
    (guest) => {
      addBalloon(guest);
      const last = guest.drivers.at(-1);
      if (last)
        guest.drivers[guest.drivers.length - 1] = { ...last, hardwareIds: STORAGE.hardwareIds };
      guest.changed[String.raw`C:\Windows\INF\oem9.inf`] = bytes('balloon');
      guest.attach({
        ...STORAGE,
        service: 'balloon',
        driver: BALLOON_DRIVER,
      });
    },
    { checks: { 'devices.driver.balloon': 'PASS', 'devices.storage': 'INFO' } },
  ),
  fails(
    'Windows does not list its devices',
    'devices',
    (guest) => {
      guest.wmi = { Win32_PnPEntity: { error: 'Provider load failure' } };
    },
    'Provider load failure',
  ),
  fails('Windows does not list its drivers', 'devices', (guest) => {
    guest.wmi = { Win32_PnPSignedDriver: { error: 'Provider load failure' } };
  }),
  fails(
    'Windows lists no device',
    'devices',
    (guest) => {
      guest.devices = [];
    },
    'Windows lists no device at all',
  ),
];

/** The manifest cannot be used, so that nothing says whether the drivers in use are those of the media. */
function withoutManifest(
  name: string,
  arrange: Scenario['arrange'],
  ...mentions: string[]
): Scenario {
  return {
    name,
    arrange,
    exitCode: 1,
    checks: { 'media.manifest': 'FAIL', 'devices.storage': 'WARN', 'devices.network': 'WARN' },
    mentions: [...mentions, 'without manifest.json nothing says whether it is on this media'],
  };
}

const MANIFEST: readonly Scenario[] = [
  withoutManifest(
    'the manifest is missing',
    (guest) => {
      guest.changed[String.raw`E:\manifest.json`] = null;
    },
    'manifest.json is missing',
  ),
  withoutManifest(
    'the manifest is empty',
    (guest) => {
      guest.editManifestText = () => '';
    },
    'the file is empty or damaged',
  ),
  withoutManifest(
    'the manifest is cut',
    (guest) => {
      guest.editManifestText = (text) => text.slice(0, text.length / 2);
    },
    'manifest.json cannot be read',
  ),
  withoutManifest(
    'the manifest cannot be read',
    (guest) => {
      guest.changed[String.raw`E:\manifest.json`] = locked('{}');
    },
    'The file is in use.',
  ),
  withoutManifest(
    'the manifest is no object',
    (guest) => {
      guest.editManifestText = () => '[]';
    },
    'holds no JSON object',
  ),
  withoutManifest(
    'the manifest is of another schema',
    (guest) => {
      guest.editManifest = (manifest) => {
        manifest['schema_version'] = 5;
      };
    },
    "schema_version '5'",
  ),
  {
    name: 'without a manifest nothing is said of whose driver works, and a device that does not is FAIL',
    arrange: (guest) => {
      guest.changed[String.raw`E:\manifest.json`] = null;
      guest.attach(STORAGE, broken(NETWORK, 52));
    },
    exitCode: 1,
    checks: { 'media.manifest': 'FAIL', 'devices.storage': 'WARN', 'devices.network': 'FAIL' },
    mentions: ['without manifest.json nothing says whether it is on this media'],
  },
  {
    name: 'the manifest lists no driver for this Windows',
    arrange: (guest) => {
      guest.drivers = guest.drivers.filter(({ architecture }) => architecture === 'x86');
      guest.attach();
    },
    exitCode: 1,
    checks: { 'media.signatures': 'FAIL', 'boot.storage': 'WARN' },
    mentions: ['manifest.json lists no driver for amd64'],
  },
  {
    name: 'the manifest lists no files',
    arrange: (guest) => {
      guest.editManifest = (manifest) => {
        manifest['files'] = [];
      };
    },
    exitCode: 1,
    checks: {
      'media.files': 'FAIL',
      'media.extra-files': 'WARN',
      'devices.storage': 'WARN',
      'devices.network': 'WARN',
    },
    mentions: [
      'manifest.json lists none',
      'manifest.json does not say which INF files this media has for the device',
    ],
  },
];

/** config/devices.cmd cannot be used: no storage driver is known by it. */
function withoutContract(
  name: string,
  mediaFiles: 'PASS' | 'FAIL',
  arrange: Scenario['arrange'],
  ...mentions: string[]
): Scenario {
  return {
    name,
    arrange,
    exitCode: 1,
    checks: {
      'media.files': mediaFiles,
      'media.devices-cmd': 'FAIL',
      'boot.storage': 'WARN',
      'devices.driver.viostor': 'PASS',
    },
    mentions: [...mentions, 'names no storage driver'],
  };
}

const FILES: readonly Scenario[] = [
  fails(
    'a file of the media has changed',
    'media.files',
    (guest) => {
      guest.changed[String.raw`E:\setup.cmd`] = bytes('changed');
    },
    'setup.cmd has changed: SHA-256',
  ),
  fails(
    'a file of the media is missing',
    'media.files',
    (guest) => {
      guest.changed[String.raw`E:\drivers\amd64\netkvm\netkvm.cat`] = null;
    },
    'drivers/amd64/netkvm/netkvm.cat is missing',
  ),
  fails(
    'a file of the media cannot be read',
    'media.files',
    (guest) => {
      guest.changed[String.raw`E:\setup.cmd`] = locked('changed');
    },
    'setup.cmd cannot be read',
    'The file is in use.',
  ),
  ...['../outside.txt', String.raw`a\b`, 'C:/x', '/x'].map((path) =>
    fails(
      `the manifest names ${path}`,
      'media.files',
      (guest) => {
        guest.editManifest = (manifest) => {
          (manifest['files'] as object[]).push({ path, sha256: '00', size: 0 });
        };
      },
      `${path} is not a path on this media`,
    ),
  ),
  fails(
    'an entry of the manifest has no path',
    'media.files',
    (guest) => {
      guest.editManifest = (manifest) => {
        (manifest['files'] as object[]).push({ sha256: '00' });
      };
    },
    'has no path',
  ),
  warns(
    'a file is beside those of the manifest',
    'media.extra-files',
    (guest) => {
      guest.changed[String.raw`E:\autorun.inf`] = bytes('x');
    },
    'autorun.inf',
  ),
  fails(
    'the media cannot be listed',
    'media.extra-files',
    (guest) => {
      guest.media = String.raw`D:\copy`;
      guest.directories = { [String.raw`D:\copy`]: { unlistable: 'Access is denied.' } };
    },
    'Access is denied.',
  ),
  passes('the media are in a folder', (guest) => {
    guest.media = String.raw`C:\Aero Guest & (x86) !Tools`;
  }),
  withoutContract(
    'config/devices.cmd cannot be read',
    'FAIL',
    (guest) => {
      guest.changed[String.raw`E:\config\devices.cmd`] = locked('x');
    },
    'The file is in use.',
  ),
  withoutContract('config/devices.cmd is missing', 'FAIL', (guest) => {
    guest.changed[String.raw`E:\config\devices.cmd`] = null;
  }),
  withoutContract(
    'config/devices.cmd is empty',
    'PASS',
    (guest) => {
      guest.mediaFiles['config/devices.cmd'] = bytes('');
    },
    'AERO_GPU_HWIDS',
  ),
  passes('FIPS 140 is enforced', (guest) => {
    guest.fips = true;
  }),
  passes('.NET 3.5 is switched off', (guest) => {
    guest.systemCore = false;
  }),
  {
    name: 'FIPS 140 is enforced and .NET 3.5 is switched off: no hash can be computed',
    arrange: (guest) => {
      guest.fips = true;
      guest.systemCore = false;
      guest.attach();
    },
    exitCode: 1,
    checks: { 'media.files': 'FAIL', 'setup.packages': 'FAIL' },
    mentions: ['FIPS validated cryptographic algorithms'],
  },
];

const SIGNING: readonly Scenario[] = [
  passes('test-signed media: the certificate is trusted, test signing is on', (guest) => {
    guest.addCertificate();
  }),
  ...['Root', 'TrustedPublisher'].map((store) =>
    fails(
      `test-signed media: the certificate is not in ${store}`,
      'certificates',
      (guest) => {
        guest.addCertificate();
        guest.trusted = { ...guest.trusted, [store]: ['OTHER'] };
      },
      `aero-test.cer, CN=Aero test, A1B2, store ${store}`,
    ),
  ),
  fails(
    'test-signed media without a certificate',
    'certificates',
    (guest) => {
      guest.addCertificate();
      delete guest.mediaFiles['certs/aero-test.cer'];
    },
    'none is on the media',
  ),
  fails(
    'test-signed media whose certificate is damaged',
    'certificates',
    (guest) => {
      guest.addCertificate();
      guest.mediaFiles['certs/aero-test.cer'] = bytes('no certificate');
    },
    'aero-test.cer cannot be read',
  ),
  fails(
    'test-signed media: test signing is off',
    'boot.test-signing',
    (guest) => {
      guest.addCertificate();
      guest.startOptions = ' NOEXECUTE=OPTIN';
    },
    'restart Windows',
  ),
  passes('test-signed media: 32-bit Windows needs no test signing', (guest) => {
    guest.addCertificate();
    guest.startOptions = ' NOEXECUTE=OPTIN';
    guest.architecture = 'x86';
  }),
  warns(
    'test signing is on although the media do not need it',
    'boot.test-signing',
    (guest) => {
      guest.startOptions = ' TESTSIGNING';
    },
    'bcdedit /set testsigning off',
  ),
  warns('integrity checks are off', 'boot.integrity-checks', (guest) => {
    guest.startOptions = ' DISABLE_INTEGRITY_CHECKS';
  }),
  fails('the signing policy is unknown', 'boot.test-signing', (guest) => {
    guest.editManifest = (manifest) => {
      manifest['signing_policy'] = 'other';
    };
  }),
  fails(
    'the registry does not say how Windows was started',
    'boot.test-signing',
    (guest) => {
      guest.startOptions = null;
    },
    'SystemStartOptions',
  ),
  warns('production media with a certificate', 'certificates', (guest) => {
    guest.addCertificate();
    guest.policy = 'production';
    guest.startOptions = '';
  }),
];

/** The verdict of the packager on the drivers. */
function judge(
  guest: SimulatedGuest,
  withoutUpdates: string,
  withUpdates: string,
  until?: number,
): void {
  guest.editManifest = (manifest) => {
    for (const driver of manifest['drivers'] as { windows_7: object }[]) {
      const updates = ['KB3033929', 'KB4474419'];
      driver.windows_7 = {
        without_updates: withoutUpdates,
        with_updates: withUpdates,
        updates,
        ...(until === undefined ? {} : { until }),
      };
    }
  };
}

const UPDATES: readonly Scenario[] = [
  warns(
    'an update is not there without which Windows 7 refuses drivers',
    'boot.updates',
    (guest) => {
      guest.attach();
      judge(guest, 'refused', 'accepted');
    },
    'viostor: Windows does not list KB4474419, without which',
    'install the updates first',
  ),
  warns(
    'Windows 7 refuses drivers with all updates',
    'boot.updates',
    (guest) => {
      guest.attach();
      judge(guest, 'refused', 'refused');
    },
    'viostor: Windows 7 refuses its signature',
  ),
  warns(
    'the signature of a driver has come to its end',
    'boot.updates',
    (guest) => {
      guest.attach();
      judge(guest, 'accepted', 'accepted', Date.UTC(2026, 0, 2, 3, 4, 4) / 1000);
    },
    'viostor: Windows accepted its signature until 2026-01-02',
    'Windows 7 without updates: accepted, until 2026-01-02',
  ),
  passes('the signature of a driver comes to its end later', (guest) => {
    guest.attach();
    judge(guest, 'accepted', 'accepted', Date.UTC(2026, 0, 2, 3, 4, 5) / 1000);
  }),
  passes('drivers whose devices work were accepted, whatever updates Windows lists', (guest) => {
    guest.updates = [];
    guest.drivers = guest.drivers.filter(({ name }) => name !== 'vioinput');
  }),
  warns(
    'nothing is known of a driver without a device',
    'boot.updates',
    (guest) => {
      guest.updates = [];
    },
    'vioinput: Windows does not list KB3033929',
  ),
  passes('no update makes a difference', (guest) => {
    guest.updates = [];
    judge(guest, 'accepted', 'accepted');
  }),
  passes(
    '32-bit Windows needs no update',
    (guest) => {
      guest.architecture = 'x86';
      guest.updates = [];
    },
    { checks: { 'boot.updates': 'INFO' } },
  ),
  fails('Windows does not list its updates', 'boot.updates', (guest) => {
    guest.wmi = { Win32_QuickFixEngineering: { error: 'Provider load failure' } };
  }),
  passes('an id of another bus need not be prepared for the start', (guest) => {
    guest.drivers = guest.drivers.map((driver) => ({
      ...driver,
      hardwareIds: [...driver.hardwareIds, String.raw`SCSI\x`],
    }));
    guest.registry = critical(String.raw`SCSI\x`, '');
  }),
];

const service = (values: Record<string, string | number>) => ({ [`${SERVICES}\\viostor`]: values });
const critical = (id: string, owner: string) => ({
  [`${CRITICAL_DEVICES}\\${id.replaceAll('\\', '#')}`]: { Service: owner },
});

const STORAGE_BOOT: readonly Scenario[] = [
  warns(
    'the storage driver has no service',
    'boot.storage',
    (guest) => {
      guest.registry = { [`${SERVICES}\\viostor`]: null };
    },
    'The service viostor is not there.',
    'without /skipstorage',
  ),
  ...[
    String.raw`\SystemRoot\system32\drivers\viostor.sys`,
    String.raw`\??\C:\Windows\System32\drivers\viostor.sys`,
    '',
  ].map((path) =>
    passes(`the path of the storage driver is "${path}"`, (guest) => {
      guest.registry = service({ Start: 0, ImagePath: path });
    }),
  ),
  fails(
    'the storage driver does not start at boot',
    'boot.storage',
    (guest) => {
      guest.registry = service({ Start: 3, ImagePath: '' });
    },
    "Start '3'",
  ),
  fails('Start of the storage driver is missing', 'boot.storage', (guest) => {
    guest.registry = service({});
  }),
  fails(
    'the file of the storage driver is missing',
    'boot.storage',
    (guest) => {
      guest.changed[String.raw`C:\Windows\System32\drivers\viostor.sys`] = null;
    },
    'viostor.sys is missing',
  ),
  fails(
    'another service has the disk of the contract at boot',
    'boot.storage',
    (guest) => {
      guest.registry = critical(String.raw`PCI\VEN_1AF4&DEV_1042`, 'other');
    },
    "the service 'other'",
  ),
  warns(
    'nobody has the transitional disk of the packaged INF at boot',
    'boot.storage',
    (guest) => {
      guest.registry = critical(String.raw`PCI\VEN_1AF4&DEV_1001`, '');
    },
    'not prepared for every device',
    'DEV_1001',
  ),
];

const SETUP: readonly Scenario[] = [
  warns('setup.cmd has not run', 'setup.packages', (guest) => {
    guest.changed[`${STATE_DIRECTORY}\\state.txt`] = null;
  }),
  passes(
    'all driver packages were there before setup.cmd',
    (guest) => {
      guest.stateLines = ['service viostor', 'package'];
    },
    { checks: { 'setup.packages': 'INFO' } },
  ),
  fails(
    'a driver package is gone',
    'setup.packages',
    (guest) => {
      guest.changed[String.raw`C:\Windows\INF\oem2.inf`] = null;
    },
    'drivers/amd64/vioinput/vioinput.inf is gone',
  ),
  fails(
    "a driver package that is not of this media is another's by now",
    'setup.packages',
    (guest) => {
      guest.stateLines = [`package ${'0'.repeat(64)}`];
    },
    `the INF file with the SHA-256 ${'0'.repeat(64)} is gone`,
  ),
  passes(
    'an older setup.cmd has added the driver packages',
    (guest) => {
      guest.stateLines = ['driver oem0.inf', 'driver oem2.inf'];
    },
    { checks: { 'setup.packages': 'PASS' } },
  ),
  fails(
    'a driver package that an older setup.cmd has added is gone',
    'setup.packages',
    (guest) => {
      guest.stateLines = ['driver oem0.inf', 'driver oem7.inf'];
    },
    'oem7.inf is gone',
  ),
  fails(
    'a published INF cannot be read',
    'setup.packages',
    (guest) => {
      guest.changed[String.raw`C:\Windows\INF\oem8.inf`] = locked('x');
    },
    'The file is in use.',
  ),
  fails(
    'state.txt cannot be read',
    'setup.packages',
    (guest) => {
      guest.changed[`${STATE_DIRECTORY}\\state.txt`] = locked('x');
    },
    'The file is in use.',
  ),
  ...(
    [
      ['a link', { reparsePoint: true }],
      ["somebody else's", { owner: 'S-1-5-21-1-2-3-1001' }],
      ['of unknown owner', { unreadableSecurity: 'Access is denied.' }],
    ] as const
  ).map(([what, directory]) =>
    warns(
      `the folder of setup.cmd is ${what}`,
      'setup.packages',
      (guest) => {
        guest.directories = { [STATE_DIRECTORY]: directory };
      },
      'is not a folder that setup.cmd has made',
    ),
  ),
  warns('the folder of setup.cmd is not marked', 'setup.packages', (guest) => {
    guest.markQuery = { stdout: [], stderr: ['ERROR: not found'], exitCode: 1 };
  }),
];

const SYSTEMS: readonly Scenario[] = [
  passes('everything is in order', () => undefined, {
    checks: { 'devices.storage': 'PASS', 'devices.network': 'PASS', 'boot.storage': 'PASS' },
    mentions: [
      'Summary: PASS, 0 FAIL, 0 WARN',
      'Microsoft Windows 7 Professional Service Pack 1, 6.1.7601.65536 (amd64), run as administrator',
      'version 1.2.3, build abcdef',
      'oem0.inf, Aero sample, version 61.0.0.1: drivers/amd64/viostor/viostor.inf of this media',
      'viostor 61.0.0.1: signed by CN=Somebody (sha256) on 2019-06-08',
      'Windows 7 without updates: refused, with KB3033929: accepted',
    ],
  }),
  passes(
    '32-bit Windows',
    (guest) => {
      guest.architecture = 'x86';
    },
    { mentions: ['(x86)', 'drivers/x86/viostor/viostor.inf of this media'] },
  ),
  passes(
    'a 32-bit PowerShell on 64-bit Windows',
    (guest) => {
      guest.environment = { PROCESSOR_ARCHITECTURE: 'x86', PROCESSOR_ARCHITEW6432: 'AMD64' };
    },
    { mentions: ['(amd64)'] },
  ),
  passes(
    'not run as administrator',
    (guest) => {
      guest.elevated = false;
    },
    { mentions: ['run not as administrator'] },
  ),
  passes(
    'Windows does not say which edition it is',
    (guest) => {
      guest.wmi = { Win32_OperatingSystem: { error: 'Provider load failure' } };
    },
    { mentions: ['Windows: Windows Service Pack 1'] },
  ),
  passes(
    'nobody has signed a driver',
    (guest) => {
      guest.editManifest = (manifest) => {
        for (const driver of manifest['drivers'] as { catalogs: unknown[] }[]) driver.catalogs = [];
        delete (manifest['package'] as Record<string, unknown>)['build_id'];
      };
    },
    { mentions: ['signed by nobody', '(not in the manifest)'] },
  ),
];

const SCSI_ID = String.raw`PCI\VEN_1AF4&DEV_1048`;

/** The driver of virtio-scsi on the media, marked by the contract, and prepared as setup.cmd does. */
function addVioscsi(guest: SimulatedGuest): void {
  const [any] = guest.drivers;
  if (!any) throw new Error('the sample has no driver');
  const contract = guest.mediaFiles['config/devices.cmd'];
  const lines = [
    'set "AERO_VIRTIO_SCSI_SERVICE=vioscsi"',
    `set AERO_VIRTIO_SCSI_HWIDS="${SCSI_ID}&REV_01" "${SCSI_ID}"`,
    'set AERO_BOOT_CRITICAL_SERVICES="viostor" "vioscsi"',
  ];
  guest.mediaFiles['config/devices.cmd'] = bytes(
    Buffer.from(contract?.content ?? []).toString() + lines.map((line) => `${line}\r\n`).join(''),
  );
  guest.mediaFiles['drivers/amd64/vioscsi/vioscsi.inf'] = bytes('vioscsi');
  guest.changed[String.raw`C:\Windows\INF\oem9.inf`] = bytes('vioscsi');
  guest.changed[String.raw`C:\Windows\System32\drivers\vioscsi.sys`] = bytes('driver');
  guest.drivers.push({
    ...any,
    name: 'vioscsi',
    architecture: 'amd64',
    infFiles: [{ path: 'vioscsi.inf', version: '61.0.0.1' }],
    hardwareIds: [String.raw`PCI\VEN_1AF4&DEV_1004`, SCSI_ID],
    services: ['vioscsi'],
  });
  guest.registry[`${SERVICES}\\vioscsi`] = { Start: 0, ImagePath: '' };
}

const SECURE_BOOT_REFUSES = 'Windows 10 refuses its signature';

/** What media for Windows 8 and newer say, and what these look at. */
const NEWER: readonly Scenario[] = [
  ...(
    [
      ['w8', '6.2.9200.0', 'Windows 8'],
      ['w8.1', '6.3.9600.0', 'Windows 8.1'],
      ['w10', '10.0.19045.0', 'Windows 10'],
      ['w11', '10.0.26100.0', 'Windows 11'],
      ['2k12', '6.2.9200.0', 'Windows Server 2012'],
      ['2k12R2', '6.3.9600.0', 'Windows Server 2012 R2'],
      ['2k16', '10.0.14393.0', 'Windows Server 2016'],
      ['2k19', '10.0.17763.0', 'Windows Server 2019'],
      ['2k22', '10.0.20348.0', 'Windows Server 2022'],
      ['2k25', '10.0.26100.0', 'Windows Server 2025'],
    ] as const
  ).map(([id, version, name]) =>
    passes(`media for ${name} on it`, (guest) => guest.installNewer(id, version), {
      checks: {
        'media.target': 'PASS',
        'boot.signatures': 'PASS',
        'boot.storage': 'PASS',
        'boot.updates': 'INFO',
      },
      mentions: [`These media are for ${name}`, `${name}: accepted`, `version ${version}`.slice(8)],
    }),
  ),
  passes('media for Windows 7 on its server', (guest) => {
    guest.productType = 'ServerNT';
  }),
  {
    name: 'media for Windows 7 on Windows 10',
    arrange: (guest) => {
      guest.version = '10.0.19045.0';
    },
    exitCode: 3,
    checks: { 'media.target': 'WARN', 'boot.storage': 'WARN', 'boot.signatures': 'INFO' },
    mentions: [
      'These media are for Windows 7, and this is another Windows',
      'aero-guest-tools build virtio-win.iso --windows w10 --arch amd64',
    ],
  },
  warns(
    'media for Windows 11 on the server of its build',
    'media.target',
    (guest) => {
      guest.installNewer('w11', '10.0.26100.0');
      guest.productType = 'LanmanNT';
    },
    'These media are for Windows 11',
    '--windows 2k25 --arch amd64',
  ),
  warns(
    'media for Windows 7 on a Windows that nothing is packaged for',
    'media.target',
    (guest) => {
      guest.version = '6.1.7600.0';
    },
    'This is Microsoft Windows 7 Professional, version 6.1.7600.0.',
  ),
  passes(
    'Windows 11 on ARM64, by an emulated PowerShell',
    (guest) => {
      guest.moveToArm64();
      guest.installNewer('w11', '10.0.26100.0');
      guest.environment = { PROCESSOR_ARCHITECTURE: 'AMD64' };
    },
    { mentions: ['(arm64)', 'drivers/arm64/viostor/viostor.inf of this media'] },
  ),
  passes('Windows 11 on ARM64', (guest) => {
    guest.moveToArm64();
    guest.installNewer('w11', '10.0.26100.0');
  }),
  warns(
    'Secure Boot is on, and Windows refuses the signatures under it',
    'boot.signatures',
    (guest) => {
      guest.secureBoot = true;
      guest.installNewer('w10', '10.0.19045.0', 'refused', 'accepted');
      guest.attach();
    },
    `viostor: ${SECURE_BOOT_REFUSES}`,
    'Windows 10 with Secure Boot: refused, without it: accepted',
    'where Secure Boot is on: not all are accepted',
  ),
  passes('Secure Boot is off, and Windows refuses the signatures under it', (guest) => {
    guest.secureBoot = false;
    guest.installNewer('w10', '10.0.19045.0', 'refused', 'accepted');
    guest.attach();
  }),
  passes('what works was accepted, whatever is known of its signature', (guest) => {
    guest.secureBoot = true;
    guest.drivers = guest.drivers.filter(({ name }) => name !== 'vioinput');
    guest.installNewer('w10', '10.0.19045.0', 'refused', 'accepted');
  }),
  warns(
    'a driver for Windows 8.1 needs test signing mode',
    'boot.signatures',
    (guest) => {
      guest.installNewer('w8.1', '6.3.9600.0', 'refused', 'test-signing');
      guest.attach();
    },
    'viostor: Windows 8.1 accepts its signature in test signing mode only',
  ),
  {
    name: 'a driver for Windows 8.1 needs test signing mode, which is on',
    arrange: (guest) => {
      guest.installNewer('w8.1', '6.3.9600.0', 'refused', 'test-signing');
      guest.startOptions = ' TESTSIGNING';
      guest.attach();
    },
    exitCode: 3,
    checks: { 'boot.signatures': 'PASS', 'boot.test-signing': 'WARN' },
  },
  warns(
    'a signature for Windows 11 has come to its end',
    'boot.signatures',
    (guest) => {
      const until = Date.UTC(2026, 0, 2, 3, 4, 4) / 1000;
      guest.installNewer('w11', '10.0.26100.0', 'accepted', 'accepted', until);
      guest.attach();
    },
    'viostor: Windows 11 accepted its signature until 2026-01-02',
  ),
  {
    name: 'test-signed media, and Secure Boot is on',
    arrange: (guest) => {
      guest.addCertificate();
      guest.secureBoot = true;
      guest.installNewer('w10', '10.0.19045.0', 'refused', 'test-signing');
    },
    exitCode: 1,
    checks: { 'boot.test-signing': 'FAIL', 'boot.signatures': 'WARN' },
    mentions: ['Switch Secure Boot off in the firmware'],
  },
  warns(
    'the DriverDatabase does not list the storage driver',
    'boot.storage',
    (guest) => {
      guest.installNewer('w11', '10.0.26100.0');
      guest.registry[`${DRIVER_DATABASE}\\PCI\\VEN_1AF4&DEV_1042`] = { 'oem7.inf': 1 };
    },
    'DriverDatabase has no driver of this media for the virtio-blk disk.',
    'attach a second, empty disk of that kind',
  ),
  warns(
    'Windows has written not to load the storage driver at boot',
    'boot.storage',
    (guest) => {
      guest.installNewer('w11', '10.0.26100.0');
      guest.registry[`${SERVICES}\\viostor\\StartOverride`] = { '0': 3 };
    },
    'The service viostor has a StartOverride of 3',
  ),
  passes(
    'both storage drivers of the contract are prepared',
    (guest) => {
      addVioscsi(guest);
      guest.installNewer('w11', '10.0.26100.0');
      guest.registry[`${DRIVER_DATABASE}\\${SCSI_ID}`] = { 'oem9.inf': 1 };
    },
    { mentions: ['Start from a virtio-blk or virtio-scsi disk: prepared'] },
  ),
  warns(
    'one of both is not prepared',
    'boot.storage',
    (guest) => {
      addVioscsi(guest);
      guest.installNewer('w11', '10.0.26100.0');
      guest.registry[`${SERVICES}\\vioscsi`] = null;
    },
    'The service vioscsi is not there.',
  ),
  passes(
    'media with the driver of virtio-scsi alone',
    (guest) => {
      addVioscsi(guest);
      guest.drivers = guest.drivers.filter(({ name }) => name !== 'viostor');
      guest.attach(NETWORK);
      guest.installNewer('w11', '10.0.26100.0');
      guest.registry[`${DRIVER_DATABASE}\\${SCSI_ID}`] = { 'oem9.inf': 1 };
    },
    { mentions: ['Start from a virtio-scsi disk: prepared'] },
  ),
  fails(
    'Windows 7: nobody has the disk of virtio-scsi at boot',
    'boot.storage',
    (guest) => {
      addVioscsi(guest);
      guest.registry = { ...guest.registry, ...critical(`${SCSI_ID}&REV_01`, 'vioscsi') };
    },
    `CriticalDeviceDatabase has the service '' for ${SCSI_ID}.`,
  ),
];

const REPORTS: readonly Scenario[] = [
  passes('the reports go where they are wanted', () => undefined, {
    arguments: ['-ReportDirectory', 'reports'],
    mentions: [String.raw`Reports: report.txt and report.json in C:\Users\someone\reports`],
  }),
  passes('the reports go to the folder of setup.cmd', () => undefined, {
    mentions: [`Reports: report.txt and report.json in ${STATE_DIRECTORY}`],
  }),
  passes(
    'the wanted folder cannot be written to: the folder of temporary files',
    (guest) => {
      guest.directories = { [String.raw`C:\locked`]: { readOnly: 'Access is denied.' } };
    },
    {
      arguments: ['-ReportDirectory', String.raw`C:\locked`],
      mentions: [String.raw`C:\locked cannot be written to`, String.raw`report.json in C:\Temp`],
    },
  ),
  {
    name: 'no report can be written',
    arrange: (guest) => {
      guest.directories = {
        [STATE_DIRECTORY]: { readOnly: 'Access is denied.' },
        [String.raw`C:\Temp`]: { readOnly: 'Access is denied.' },
      };
    },
    exitCode: 2,
    mentions: ['Verification could not run: The report could not be written.'],
  },
  {
    name: 'an argument is unknown',
    arrange: () => undefined,
    arguments: ['-Wrong', 'x', 'y'],
    exitCode: 2,
    mentions: ['Unknown argument:', 'verify.cmd /? shows the use.'],
  },
];

/** What verify.ps1 has to find, and how it has to end. */
export const SCENARIOS: readonly Scenario[] = [
  ...SYSTEMS,
  ...NEWER,
  ...DEVICES,
  ...MANIFEST,
  ...FILES,
  ...SIGNING,
  ...UPDATES,
  ...STORAGE_BOOT,
  ...SETUP,
  ...REPORTS,
];
