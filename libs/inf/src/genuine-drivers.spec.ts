import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bindings } from './bindings';
import { fileReferences } from './file-references';
import { services } from './services';
import { parseInf } from './parse';
import { catalogFiles, deviceClass, driverVersion, provider } from './version-section';
import type { Architecture, Inf } from './inf';

/** Drivers as the virtio-win project publishes them, beside the checkout; not part of the project. */
const IMAGE = path.join(__dirname, '../../../../shared/virtio-win/virtio-win-w7-subset.iso');
const missing = [
  ...(existsSync(IMAGE) ? [] : ['../shared/virtio-win/virtio-win-w7-subset.iso']),
  ...(spawnSync('bsdtar', ['--version']).status === 0 ? [] : ['bsdtar']),
];

const OTHER = { x86: 'amd64', amd64: 'x86' } as const;

/** What the INFs hold; those of x86 and amd64 differ in the decoration of the models only. */
const DRIVERS = {
  viostor: {
    deviceClass: { name: 'SCSIAdapter', guid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}' },
    services: [['viostor', '%12%\\viostor.sys']],
    bindings: [
      ['PCI\\VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00', 'viostor', ['viostor.sys']],
      ['PCI\\VEN_1AF4&DEV_1001', 'viostor', ['viostor.sys']],
      ['PCI\\VEN_1AF4&DEV_1042&SUBSYS_11001AF4&REV_01', 'viostor', ['viostor.sys']],
      ['PCI\\VEN_1AF4&DEV_1042', 'viostor', ['viostor.sys']],
    ],
    files: ['viostor.cat', 'viostor.sys'],
  },
  NetKVM: {
    deviceClass: { name: 'Net', guid: '{4d36e972-e325-11ce-bfc1-08002be10318}' },
    services: [['netkvm', '%12%\\netkvm.sys']],
    bindings: [
      ['PCI\\VEN_1AF4&DEV_1000&SUBSYS_00011AF4&REV_00', 'netkvm', ['netkvm.sys']],
      ['PCI\\VEN_1AF4&DEV_1000', 'netkvm', ['netkvm.sys']],
      ['PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4&REV_01', 'netkvm', ['netkvm.sys']],
      ['PCI\\VEN_1AF4&DEV_1041', 'netkvm', ['netkvm.sys']],
    ],
    // netkvmco.dll lies beside this INF, which does not name it.
    files: ['netkvm.cat', 'netkvm.sys'],
  },
  vioinput: {
    deviceClass: { name: 'HIDClass', guid: '{745a17a0-74d3-11d0-b6fe-00a0c90f57da}' },
    services: [
      ['VirtioInput', '%12%\\vioinput.sys'],
      ['viohidkmdf', '%12%\\viohidkmdf.sys'],
    ],
    bindings: [
      [
        'PCI\\VEN_1AF4&DEV_1052&SUBSYS_11001AF4&REV_01',
        'VirtioInput',
        ['vioinput.sys', 'WdfCoInstaller01009.dll'],
      ],
      ['PCI\\VEN_1AF4&DEV_1052', 'VirtioInput', ['vioinput.sys', 'WdfCoInstaller01009.dll']],
      ['VIOINPUT\\REV_01', 'viohidkmdf', ['viohidkmdf.sys']],
    ],
    files: ['vioinput.cat', 'vioinput.sys', 'viohidkmdf.sys', 'WdfCoInstaller01009.dll'],
  },
};

(missing.length === 0 ? describe : describe.skip)(
  `the genuine virtio-win drivers${missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`}`,
  () => {
    let directory: string;

    beforeAll(() => {
      directory = mkdtempSync(path.join(tmpdir(), 'genuine-drivers-'));
      // All INFs, not only those for Windows 7: files that share an extent are hard links to bsdtar,
      // which cannot extract one without the other.
      execFileSync('bsdtar', ['-xf', IMAGE, '-C', directory, '*.inf']);
    });
    afterAll(() => rmSync(directory, { recursive: true }));

    function genuine(driver: string, architecture: Architecture): Inf {
      const file = `${driver}/w7/${architecture}/${driver.toLowerCase()}.inf`;
      return parseInf(readFileSync(path.join(directory, file)), file);
    }

    describe.each(['viostor', 'NetKVM', 'vioinput'] as const)('%s', (driver) => {
      test.each(['x86', 'amd64'] as const)('%s', (architecture) => {
        const inf = genuine(driver, architecture);
        const expected = DRIVERS[driver];

        expect(inf.warnings).toEqual([]);
        expect(driverVersion(inf)).toEqual({ date: '06/07/2019', version: '61.77.104.17200' });
        expect(provider(inf)).toBe('Red Hat, Inc.');
        expect(deviceClass(inf)).toEqual(expected.deviceClass);
        expect(catalogFiles(inf, architecture)).toEqual(expected.files.slice(0, 1));
        expect(services(inf, architecture).map((item) => [item.name, item.serviceBinary])).toEqual(
          expected.services,
        );
        expect(
          bindings(inf, architecture).map((item) => [
            item.hardwareId,
            item.functionService,
            item.files,
          ]),
        ).toEqual(expected.bindings);
        expect(new Set(fileReferences(inf, architecture).map(({ file }) => file))).toEqual(
          new Set(expected.files),
        );
        expect(bindings(inf, OTHER[architecture])).toEqual([]);
        expect(services(inf, OTHER[architecture])).toEqual([]);
      });
    });
  },
);
