import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { InputError, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkDrivers, reviewDriverTree } from './check-drivers';
import { driverTreeOfDirectory } from './driver-tree';
import { hashedTree } from './hashed-tree';
import { parsePackagingSpec } from './parse-packaging-spec';
import type { ValidationReport } from './validation-report';

const VARIABLES = new Map([
  ['AERO_VIRTIO_BLK_SERVICE', ['viostor']],
  ['AERO_VIRTIO_BLK_HWIDS', ['PCI\\VEN_1AF4&DEV_1042']],
]);

const SPEC = {
  drivers: [
    {
      name: 'viostor',
      required: true,
      expected_hardware_ids: ['PCI\\\\VEN_1AF4&DEV_1042'],
      expected_add_services: ['viostor'],
    },
  ],
};

function viostorInf(decoration: string): string {
  return String.raw`
[Version]
Signature = "$Windows NT$"
Class = SCSIAdapter
ClassGuid = {4D36E97B-E325-11CE-BFC1-08002BE10318}
Provider = %Vendor%
DriverVer = 06/07/2019,61.77.104.17200
CatalogFile = viostor.cat
[SourceDisksFiles]
viostor.sys = 1
[Manufacturer]
%Vendor% = VioStor, ${decoration}
[VioStor.${decoration}]
"Disk" = scsi_inst, PCI\VEN_1AF4&DEV_1042&REV_01, PCI\VEN_1AF4&DEV_1042
[scsi_inst]
CopyFiles = @viostor.sys
[scsi_inst.Services]
AddService = viostor, 2, scsi_service
[scsi_service]
ServiceBinary = %12%\viostor.sys
[Strings]
Vendor = "Red Hat, Inc."
`;
}

function sha256(contents: string): string {
  return createHash('sha256').update(contents).digest('hex');
}

let root: string;

/** Writes a file below the drivers directory. */
function write(path: string, contents: string | Uint8Array = ''): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'check-drivers-'));
  for (const architecture of ['x86', 'amd64']) {
    write(`${architecture}/viostor/viostor.inf`, viostorInf(`NT${architecture}.6.1`));
    write(`${architecture}/viostor/viostor.sys`, 'MZ');
    write(`${architecture}/viostor/viostor.cat`);
  }
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function check(spec: object = SPEC): Promise<ValidationReport> {
  return checkDrivers({
    spec: parsePackagingSpec(parseJson(JSON.stringify(spec), 'spec.json')),
    driversDirectory: root,
    devicesCmdVariables: VARIABLES,
  });
}

/** The errors of a check that fails, with paths below the drivers directory. */
async function errors(spec?: object): Promise<readonly Diagnostic[]> {
  const error = await check(spec).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw new Error(`not refused: ${String(error)}`);
  return error.diagnostics.map((diagnostic) => ({
    ...diagnostic,
    file: diagnostic.file?.replace(root, 'drivers').replaceAll('\\', '/'),
  }));
}

describe('the validation report', () => {
  test('describes each driver on each architecture', async () => {
    write('x86/viostor/sym/viostor.pdb', 'x');
    const report = await check();
    expect(report.warnings).toEqual([]);
    expect(report.drivers.map(({ directory }) => directory)).toEqual([
      'x86/viostor',
      'amd64/viostor',
    ]);
    expect(report.drivers[0]).toEqual({
      name: 'viostor',
      architecture: 'x86',
      directory: 'x86/viostor',
      version: '61.77.104.17200',
      date: '06/07/2019',
      provider: 'Red Hat, Inc.',
      infFiles: [
        {
          path: 'viostor.inf',
          version: '61.77.104.17200',
          date: '06/07/2019',
          provider: 'Red Hat, Inc.',
          class: 'SCSIAdapter',
          classGuid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}',
        },
      ],
      devices: [
        {
          name: 'Disk',
          inf: 'viostor.inf',
          hardwareIds: ['PCI\\VEN_1AF4&DEV_1042&REV_01', 'PCI\\VEN_1AF4&DEV_1042'],
        },
      ],
      hardwareIds: ['PCI\\VEN_1AF4&DEV_1042&REV_01', 'PCI\\VEN_1AF4&DEV_1042'],
      services: ['viostor'],
      files: [
        {
          path: 'sym/viostor.pdb',
          size: 1,
          decision: 'exclude',
          reason: 'build or debug leftover (.pdb)',
        },
        { path: 'viostor.cat', size: 0, decision: 'include', sha256: sha256('') },
        {
          path: 'viostor.inf',
          size: viostorInf('NTx86.6.1').length,
          decision: 'include',
          sha256: sha256(viostorInf('NTx86.6.1')),
        },
        { path: 'viostor.sys', size: 2, decision: 'include', sha256: sha256('MZ') },
      ],
      signing: {
        catalogs: [],
        problems: [
          expect.objectContaining({
            id: 'catalog.unreadable',
            file: 'x86/viostor/viostor.cat',
            found: 'an empty file',
          }),
        ],
        verdict: { withoutUpdates: 'refused', withUpdates: 'refused', updates: [] },
      },
    });
  });

  test('says nothing about where the tree is, in warnings neither', async () => {
    write('x86/balloon/balloon.inf');
    write('i386/readme.txt');
    write(
      'x86/viostor/odd.inf',
      'entry = before the first section\n[Version]\nSignature = "$Windows NT$"\n',
    );
    const report = await check();
    expect(report.warnings).toMatchObject([
      { file: 'i386' },
      { found: '"x86/balloon"' },
      { file: 'x86/viostor/odd.inf' },
    ]);
    expect(JSON.stringify(report)).not.toContain(root);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('tells what an INF file for both architectures binds on each', async () => {
    for (const [architecture, other] of [
      ['x86', 'amd64'],
      ['amd64', 'x86'],
    ] as const) {
      const inf = viostorInf(`NT${architecture}.6.1`).replace(
        '= VioStor,',
        `= VioStor, NT${other}.6.1,`,
      );
      const models = `[VioStor.NT${other}.6.1]\n"Disk" = scsi_inst, PCI\\VEN_1AF4&DEV_1001\n`;
      write(`${architecture}/viostor/viostor.inf`, `${inf}${models}`);
    }
    const report = await check();
    expect(report.drivers.map(({ hardwareIds }) => hardwareIds.at(-1))).toEqual([
      'PCI\\VEN_1AF4&DEV_1042',
      'PCI\\VEN_1AF4&DEV_1042',
    ]);
  });

  test('does not look into INF files that are not packaged', async () => {
    write('x86/viostor/.old/old.inf', viostorInf('NTx86.6.1').replace('viostor, 2', 'old, 2'));
    const [driver] = (await check()).drivers;
    expect(driver?.infFiles.map(({ path }) => path)).toEqual(['viostor.inf']);
    expect(driver?.services).toEqual(['viostor']);
  });

  test('takes the version of the INF file that the spec expects', async () => {
    const other = viostorInf('NTx86.6.1').replace('61.77.104.17200', '1.0.0.0');
    write('x86/viostor/a.inf', other);
    const [driver] = SPEC.drivers;
    const expecting = { drivers: [{ ...driver, expected_inf_files: ['viostor.inf'] }] };
    expect((await check(expecting)).drivers[0]?.version).toBe('61.77.104.17200');
    expect((await check()).drivers[0]?.version).toBe('1.0.0.0');
  });
});

describe('all problems are reported together', () => {
  test('with paths below the drivers directory as it was named', async () => {
    write('x86/viostor/test.pfx');
    rmSync(join(root, 'amd64/viostor/viostor.sys'));
    const [driver] = SPEC.drivers;
    const found = await errors({
      drivers: [
        { ...driver, expected_add_services_from_devices_cmd_var: 'AERO_NONE' },
        { name: 'netkvm', required: true },
      ],
    });
    expect(found.map(({ file, message }) => `${file ?? ''}: ${message}`)).toEqual([
      'spec.json: the variable "AERO_NONE" of devices.cmd is missing',
      'drivers/x86/viostor/test.pfx: private keys and signing material must not be on the media, or near them',
      'drivers/x86: the required driver "netkvm" is missing for x86',
      'drivers/amd64: the required driver "netkvm" is missing for amd64',
      'drivers/amd64/viostor: the driver has no .sys file that is packaged',
      'drivers/amd64/viostor/viostor.inf: the INF file refers to "viostor.sys", which is missing',
    ]);
  });
});

describe('rules 3: INF text', () => {
  test.each<[string, (text: string) => Uint8Array]>([
    ['UTF-8 with a BOM', (text) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE with a BOM', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE with a BOM', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['UTF-16 LE without one', (text) => Buffer.from(text, 'utf16le')],
    ['a legacy code page', (text) => Buffer.from(`${text}\nMaker = "\u00C4"\n`, 'latin1')],
  ])('may be %s', async (_, encode) => {
    write('x86/viostor/viostor.inf', encode(viostorInf('NTx86.6.1')));
    const report = await check();
    expect(report.drivers[0]).toMatchObject({
      provider: 'Red Hat, Inc.',
      hardwareIds: ['PCI\\VEN_1AF4&DEV_1042&REV_01', 'PCI\\VEN_1AF4&DEV_1042'],
    });
  });

  test('a legacy code page is the same text in the report on every version of Node', async () => {
    const inf = viostorInf('NTx86.6.1').replace('Red Hat, Inc.', 'Example\u0099 \u0096 S.A.');
    write('x86/viostor/viostor.inf', Buffer.from(inf, 'latin1'));
    expect((await check()).drivers[0]?.provider).toBe('Example\u2122 \u2013 S.A.');
  });

  test('of more than 16 MiB is refused unread', async () => {
    truncateSync(join(root, 'x86/viostor/viostor.inf'), 16 * 1024 * 1024 + 1);
    expect(await errors()).toContainEqual(
      expect.objectContaining({
        file: 'drivers/x86/viostor/viostor.inf',
        message: 'the INF file is too large',
        found: '16777217 bytes',
      }),
    );
  });

  test('that expands without bounds is refused, together with what else is wrong', async () => {
    const inf = `[a]\n${'b = %s%\n'.repeat(9000)}[Strings]\ns = "${'x'.repeat(4000)}"\n`;
    write('x86/viostor/bomb.inf', inf);
    write('x86/viostor/test.key');
    expect(await errors()).toMatchObject([
      { file: 'drivers/x86/viostor/test.key' },
      {
        file: 'drivers/x86/viostor/bomb.inf',
        message: 'the %strings% of this INF expand to too much text',
      },
    ]);
  });
});

describe('rules 3: several INF files in a directory', () => {
  test('each binds on one architecture, with a catalog and a service binary of its own', async () => {
    for (const architecture of ['x86', 'amd64']) {
      rmSync(join(root, architecture), { recursive: true });
      for (const other of ['x86', 'amd64']) {
        const inf = viostorInf(`NT${other}.6.1`).replaceAll(
          /viostor\.(?=sys|cat)/g,
          `stor${other}.`,
        );
        write(`${architecture}/viostor/stor${other}.inf`, inf.replace('61.77', other));
      }
      write(`${architecture}/viostor/stor${architecture}.sys`, 'MZ');
      write(`${architecture}/viostor/stor${architecture}.cat`);
    }
    const report = await check();
    expect(report.warnings).toEqual([]);
    expect(report.drivers.map(({ services, version }) => [services, version])).toEqual([
      [['viostor'], 'x86.104.17200'],
      [['viostor'], 'amd64.104.17200'],
    ]);
    // There is no problem about the INF file that Windows does not install on that architecture.
    const files = report.drivers[0]?.signing?.problems.map(({ file }) => file);
    expect(files).toEqual(['x86/viostor/storx86.cat']);
  });
});

describe('rules 3: an INF file of any size is checked', () => {
  const list = Array.from({ length: 130_000 }, (_, index) => `f${String(index)}.dll\n`).join('');

  test('that lists more files than a call takes arguments', async () => {
    write('x86/viostor/viostor.inf', `${viostorInf('NTx86.6.1')}[SourceDisksFiles]\n${list}`);
    const [warning, ...others] = (await check()).warnings;
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      file: 'x86/viostor/viostor.inf',
      message: 'the INF file lists files that are not packaged',
      found: expect.stringContaining('"f0.dll", "f1.dll"'),
    });
  });

  test('that copies as many', async () => {
    const inf = viostorInf('NTx86.6.1').replace('@viostor.sys', '@viostor.sys, list');
    write('x86/viostor/viostor.inf', `${inf}[list]\n${list}`);
    const found = await errors();
    expect(found).toHaveLength(101);
    expect(found[0]?.message).toBe('the INF file refers to "f0.dll", which is missing');
    expect(found[100]).toMatchObject({
      message: 'the file has more problems of this kind',
      found: '129900 more',
    });
  });

  test('whose models lack many install sections', async () => {
    const models = Array.from({ length: 20_000 }, (_, index) => `d = i${String(index)}, id\n`);
    const inf = `${viostorInf('NTx86.6.1')}[VioStor.NTx86.6.1]\n${models.join('')}`;
    write('x86/viostor/viostor.inf', inf);
    expect((await errors()).at(-1)).toMatchObject({ found: '19900 more' });
  });

  test('that names as many services', async () => {
    const services = list.replaceAll(/^.+$/gm, 'AddService = "a&b", 2');
    write('x86/viostor/viostor.inf', `${viostorInf('NTx86.6.1')}[odd]\n${services}`);
    expect((await errors()).at(-1)).toMatchObject({ found: '129900 more' });
  });
});

describe('rules 3: the storage service', () => {
  test('that devices.cmd names has to be installed', async () => {
    const inf = viostorInf('NTx86.6.1').replace('AddService = viostor', 'AddService = other');
    write('x86/viostor/viostor.inf', inf);
    expect(await errors({ drivers: [{ name: 'viostor', required: true }] })).toMatchObject([
      { file: 'drivers/x86/viostor', found: 'the services "other"' },
    ]);
  });
});

describe('rules 4: what the spec lets in', () => {
  const included = async (allowance: object): Promise<readonly string[]> => {
    const drivers = SPEC.drivers.map((driver) => ({ ...driver, ...allowance }));
    const [x86] = (await check({ ...SPEC, drivers })).drivers;
    const files = x86?.files.filter(({ decision }) => decision === 'include') ?? [];
    return files.map(({ path }) => path);
  };
  const packaged = ['viostor.cat', 'viostor.inf', 'viostor.sys'];

  beforeEach(() => {
    write('x86/viostor/debug/viostor.pdb');
    write('x86/viostor/viostor.map');
  });

  test('nothing without an allowance', async () => {
    expect(await included({})).toEqual(packaged);
  });

  test('allow_extensions', async () => {
    expect(await included({ allow_extensions: ['pdb'] })).toEqual([
      'debug/viostor.pdb',
      ...packaged,
    ]);
  });

  test('allow_path_regexes, matched on the path below the driver directory', async () => {
    expect(await included({ allow_path_regexes: ['^DEBUG/'] })).toEqual([
      'debug/viostor.pdb',
      ...packaged,
    ]);
    expect(await included({ allow_path_regexes: ['^x86/', 'viostor/debug'] })).toEqual(packaged);
  });
});

describe('rules 4: what is refused wherever it stands', () => {
  test.each(['x86/viostor/.git/test.pfx', 'unlisted/test.PEM', 'test.snk'])(
    'the private key %s',
    async (path) => {
      write(path);
      expect(await errors()).toMatchObject([{ file: `drivers/${path}` }]);
    },
  );

  test('private keys by their contents, hidden ones too', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    write('x86/viostor/readme.txt', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    write('amd64/viostor/.git/blob', privateKey.export({ format: 'der', type: 'pkcs8' }));
    expect(await errors()).toMatchObject([
      { file: 'drivers/amd64/viostor/.git/blob', found: 'a PKCS #8 key' },
      { file: 'drivers/x86/viostor/readme.txt', found: 'PRIVATE KEY in PEM' },
    ]);
  });

  test('what is recorded next, and cannot be kept, is searched then, and not read before', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    write('x86/viostor/readme.txt', key);
    write('x86/viostor/.git/blob', key);
    const tree = hashedTree(await driverTreeOfDirectory(root), 0);
    const expectations = {
      spec: parsePackagingSpec(parseJson(JSON.stringify(SPEC), 'spec.json')),
      devicesCmdVariables: VARIABLES,
    };
    const left = await reviewDriverTree(tree, { ...expectations, recordedNext: true });
    expect(left.problems).toMatchObject([{ file: join(root, 'x86/viostor/.git/blob') }]);
    const files = left.drivers.flatMap((driver) => driver.files);
    expect(files.find(({ path }) => path === 'readme.txt')).toEqual({
      path: 'readme.txt',
      size: key.length,
      decision: 'include',
    });
    expect((await reviewDriverTree(tree, expectations)).problems).toHaveLength(2);
  });

  test('symbolic links, broken ones too', async () => {
    symlinkSync('nowhere', join(root, 'x86/viostor/link.dll'));
    expect(await errors()).toMatchObject([
      { file: 'drivers/x86/viostor/link.dll', message: 'symbolic links and junctions are refused' },
    ]);
  });
});

describe('rules 2: an empty tree', () => {
  test('lacks the directories of both architectures', async () => {
    rmSync(join(root, 'x86'), { recursive: true });
    rmSync(join(root, 'amd64'), { recursive: true });
    expect(await errors()).toMatchObject([
      { file: 'drivers', message: 'there is no directory for x86 drivers' },
      { file: 'drivers', message: 'there is no directory for amd64 drivers' },
    ]);
  });
});
