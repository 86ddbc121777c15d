import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fileReferences } from './file-references';
import { installations } from './installations';
import type { Architecture, Inf } from './inf';
import { models } from './models';
import { parseInf } from './parse';
import { services } from './services';
import type { TargetOs } from './target-os';
import { uncopiedFiles } from './uncopied-files';
import { catalogFiles, deviceClass, driverVersion, provider } from './version-section';

const OTHER = { x86: 'amd64', amd64: 'x86' } as const;

const STORAGE = { name: 'SCSIAdapter', guid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}' };

interface GenuineDriver {
  /** Base name of the INF file and the catalog. */
  readonly name: string;
  readonly version: readonly [date: string, version: string];
  readonly deviceClass: { readonly name: string; readonly guid: string };
  readonly services: readonly (readonly [name: string, binary: string])[];
  /** For each install section, its name with extension and the IDs of its models. */
  readonly installations: readonly (readonly [section: string, ids: readonly string[]])[];
  readonly files: readonly string[];
}

/**
 * The contents of the INF files; those of x86 and amd64 differ only in the decoration of the
 * models.
 */
const VIOSTOR: GenuineDriver = {
  name: 'viostor',
  version: ['06/07/2019', '61.77.104.17200'],
  deviceClass: STORAGE,
  services: [['viostor', '%12%\\viostor.sys']],
  installations: [
    [
      'scsi_inst',
      [
        'PCI\\VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00',
        'PCI\\VEN_1AF4&DEV_1001',
        'PCI\\VEN_1AF4&DEV_1042&SUBSYS_11001AF4&REV_01',
        'PCI\\VEN_1AF4&DEV_1042',
      ],
    ],
  ],
  files: ['viostor.cat', 'viostor.sys'],
};

const NETKVM: GenuineDriver = {
  name: 'netkvm',
  version: ['06/07/2019', '61.77.104.17200'],
  deviceClass: { name: 'Net', guid: '{4d36e972-e325-11ce-bfc1-08002be10318}' },
  services: [['netkvm', '%12%\\netkvm.sys']],
  installations: [
    [
      'kvmnet6.ndi',
      [
        'PCI\\VEN_1AF4&DEV_1000&SUBSYS_00011AF4&REV_00',
        'PCI\\VEN_1AF4&DEV_1000',
        'PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4&REV_01',
        'PCI\\VEN_1AF4&DEV_1041',
      ],
    ],
  ],
  // netkvmco.dll is in the directory of this INF file, which does not name it.
  files: ['netkvm.cat', 'netkvm.sys'],
};

const VIOINPUT: GenuineDriver = {
  name: 'vioinput',
  version: ['06/07/2019', '61.77.104.17200'],
  deviceClass: { name: 'HIDClass', guid: '{745a17a0-74d3-11d0-b6fe-00a0c90f57da}' },
  services: [
    ['VirtioInput', '%12%\\vioinput.sys'],
    ['viohidkmdf', '%12%\\viohidkmdf.sys'],
  ],
  installations: [
    [
      'VirtioInput_Device.NT',
      ['PCI\\VEN_1AF4&DEV_1052&SUBSYS_11001AF4&REV_01', 'PCI\\VEN_1AF4&DEV_1052'],
    ],
    ['VirtioInput_Child.NT', ['VIOINPUT\\REV_01']],
  ],
  files: ['vioinput.cat', 'vioinput.sys', 'viohidkmdf.sys', 'WdfCoInstaller01009.dll'],
};

const VIOSCSI: GenuineDriver = {
  name: 'vioscsi',
  version: ['08/03/2018', '61.76.104.16000'],
  deviceClass: STORAGE,
  services: [['vioscsi', '%12%\\vioscsi.sys']],
  installations: [
    [
      'rhelscsi_inst',
      [
        'PCI\\VEN_1AF4&DEV_1004&SUBSYS_00081AF4&REV_00',
        'PCI\\VEN_1AF4&DEV_1048&SUBSYS_11001AF4&REV_01',
      ],
    ],
  ],
  files: ['vioscsi.cat', 'vioscsi.sys'],
};

const VIOSERIAL: GenuineDriver = {
  name: 'vioser',
  version: ['06/11/2018', '61.76.104.15400'],
  deviceClass: { name: 'System', guid: '{4d36e97d-e325-11ce-bfc1-08002be10318}' },
  services: [['VirtioSerial', '%12%\\vioser.sys']],
  installations: [
    [
      'VirtioSerial_Device.NT',
      [
        'PCI\\VEN_1AF4&DEV_1003&SUBSYS_00031AF4&REV_00',
        'PCI\\VEN_1AF4&DEV_1043&SUBSYS_11001AF4&REV_01',
      ],
    ],
  ],
  files: ['vioser.cat', 'vioser.sys', 'WdfCoInstaller01009.dll'],
};

const OF_2019 = { viostor: VIOSTOR, NetKVM: NETKVM, vioinput: VIOINPUT };

/** Images published by the virtio-win project, next to the checkout; not part of this project. */
const IMAGES: readonly (readonly [
  image: string,
  drivers: Readonly<Record<string, GenuineDriver>>,
])[] = [
  ['virtio-win-w7-subset.iso', OF_2019],
  ['virtio-win-0.1.285-subset.iso', { ...OF_2019, vioscsi: VIOSCSI, vioserial: VIOSERIAL }],
];

describe.each(IMAGES)('the genuine drivers for Windows 7 in %s', (image, drivers) => {
  const imagePath = path.join(__dirname, '../../../../shared/virtio-win', image);
  const missing = [
    ...(existsSync(imagePath) ? [] : [`../shared/virtio-win/${image}`]),
    ...(spawnSync('bsdtar', ['--version']).status === 0 ? [] : ['bsdtar']),
  ];
  if (missing.length > 0) console.warn(`skipped: no ${missing.join(', ')}`);
  const testGenuine = missing.length === 0 ? test : test.skip;

  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'genuine-drivers-'));
    // All INF files, not only those for Windows 7: bsdtar treats files that share an extent as hard
    // links, and cannot extract one without the other.
    if (missing.length === 0) execFileSync('bsdtar', ['-xf', imagePath, '-C', directory, '*.inf']);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function genuine(driver: string, name: string, architecture: Architecture): Inf {
    const file = `${driver}/w7/${architecture}/${name}.inf`;
    return parseInf(readFileSync(path.join(directory, file)), file);
  }

  const cases = Object.entries(drivers).flatMap(([driver, expected]) =>
    (['x86', 'amd64'] as const).map((architecture) => [driver, architecture, expected] as const),
  );
  testGenuine.each(cases)('%s for %s', (driver, architecture, expected) => {
    const inf = genuine(driver, expected.name, architecture);
    const [date, version] = expected.version;

    expect(inf.warnings).toEqual([]);
    expect(driverVersion(inf)).toEqual({ date, version });
    expect(provider(inf)).toBe('Red Hat, Inc.');
    expect(deviceClass(inf)).toEqual(expected.deviceClass);
    expect(catalogFiles(inf, architecture)).toEqual(expected.files.slice(0, 1));
    expect(services(inf, architecture).map((item) => [item.name, item.serviceBinary])).toEqual(
      expected.services,
    );
    expect(
      installations(inf, architecture).map(({ section, models: bound }) => [
        section?.name,
        bound.flatMap(({ hardwareId, compatibleIds }) => [hardwareId, ...compatibleIds]),
      ]),
    ).toEqual(expected.installations);
    expect(new Set(fileReferences(inf, architecture).map(({ file }) => file))).toEqual(
      new Set(expected.files),
    );
    expect(uncopiedFiles(inf, architecture)).toEqual([]);
    expect(installations(inf, OTHER[architecture])).toEqual([]);
    expect(services(inf, OTHER[architecture])).toEqual([]);
  });
});

describe('the genuine INF files of the current release, on every Windows', () => {
  const image = 'virtio-win-0.1.285-subset.iso';
  const imagePath = path.join(__dirname, '../../../../shared/virtio-win', image);
  const isThere = existsSync(imagePath) && spawnSync('bsdtar', ['--version']).status === 0;
  if (!isThere) console.warn(`skipped: no ../shared/virtio-win/${image}, or no bsdtar`);
  const testGenuine = isThere ? test : test.skip;

  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'genuine-infs-'));
    if (isThere) execFileSync('bsdtar', ['-xf', imagePath, '-C', directory, '*.inf']);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const infs = (): readonly string[] =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.inf'))
      .toSorted();

  /** An independent reading of the files: searches the text for lines, ignoring sections. */
  function decorationsOf(text: string): readonly string[] {
    const line = /^\[manufacturer\]\s*([^[]*)/im.exec(text)?.[1] ?? '';
    return [...line.matchAll(/nt(?:x86|amd64|arm64)[.\d]*/gi)].map(([match]) =>
      match.toLowerCase(),
    );
  }

  testGenuine('bind where their decoration says, and nowhere else', () => {
    let count = 0;
    for (const file of infs()) {
      const bytes = readFileSync(path.join(directory, file));
      const decorations = decorationsOf(bytes.toString('latin1').replaceAll('\0', ''));
      expect([file, decorations.length]).not.toEqual([file, 0]);
      const inf = parseInf(bytes, file);
      for (const windows of WINDOWS_TARGETS) {
        const version = windows.majorVersion * 100 + windows.minorVersion;
        for (const architecture of windows.architectures) {
          const isFor = decorations.some((decoration) => {
            const [platform, major = '0', minor = '0'] = decoration.split('.');
            return (
              platform === `nt${architecture}` && Number(major) * 100 + Number(minor) <= version
            );
          });
          const binds = models(inf, architecture, windows).length > 0;
          expect([file, windows.id, architecture, binds]).toEqual([
            file,
            windows.id,
            architecture,
            isFor,
          ]);
          count += 1;
        }
      }
    }
    expect(count).toBeGreaterThan(400);
  });

  const IDS_OF_NETKVM = [
    'PCI\\VEN_1AF4&DEV_1000&SUBSYS_00011AF4&REV_00',
    'PCI\\VEN_1AF4&DEV_1000',
    'PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4&REV_01',
    'PCI\\VEN_1AF4&DEV_1041',
  ];
  const IDS_OF_VIOSCSI_W7 = [
    'PCI\\VEN_1AF4&DEV_1004&SUBSYS_00081AF4&REV_00',
    'PCI\\VEN_1AF4&DEV_1048&SUBSYS_11001AF4&REV_01',
  ];
  const IDS_OF_VIOSCSI = IDS_OF_VIOSCSI_W7.flatMap((id) => [
    id,
    id.slice(0, id.indexOf('&SUBSYS')),
  ]);
  const NETKVM_FROM_8_1 = 'w8.1 w10 w11 2k12R2 2k16 2k19 2k22 2k25';
  const VIOSCSI_FROM_10 = 'w10 w11 2k16 2k19 2k22 2k25';

  testGenuine.each([
    ...['w10', 'w11', '2k22', '2k25', 'w8.1'].map(
      (folder) => [`NetKVM/${folder}/amd64/netkvm.inf`, IDS_OF_NETKVM, NETKVM_FROM_8_1] as const,
    ),
    ...['w10', 'w11', '2k22', '2k25'].map(
      (folder) => [`vioscsi/${folder}/amd64/vioscsi.inf`, IDS_OF_VIOSCSI, VIOSCSI_FROM_10] as const,
    ),
    ['vioscsi/w8.1/amd64/vioscsi.inf', IDS_OF_VIOSCSI, NETKVM_FROM_8_1],
    [
      'vioscsi/w7/amd64/vioscsi.inf',
      IDS_OF_VIOSCSI_W7,
      'w7 w8 w8.1 w10 w11 2k8R2 2k12 2k12R2 2k16 2k19 2k22 2k25',
    ],
  ])('%s', (file, ids, on) => {
    const inf = parseInf(readFileSync(path.join(directory, file)), file);
    const idsOn = (windows: TargetOs): readonly string[] =>
      models(inf, 'amd64', windows).flatMap(({ hardwareId, compatibleIds }) => [
        hardwareId,
        ...compatibleIds,
      ]);
    const bound = WINDOWS_TARGETS.filter((windows) => idsOn(windows).length > 0);
    expect(bound.map(({ id }) => id).join(' ')).toBe(on);
    for (const windows of bound) expect(idsOn(windows)).toEqual(ids);
    expect(inf.warnings).toEqual([]);
  });
});
