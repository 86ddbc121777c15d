import { createHash, hash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { describeFile } from '@aero-guest-tools/catalog';
import { buildDirectory, packagerVersion, type Manifest } from '@aero-guest-tools/media';
import { runTasks } from '@aero-guest-tools/media/steps/run-tasks.fixture';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { catalog, identity } from '@aero-guest-tools/test-signing';
import { aeroPackager } from './aero-packager';
import { OUTPUT_NAMES } from './build-media';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { ARGUMENTS, CONTRACT, SPEC, writeCleanInputs } from './refusals/clean-inputs.fixture';
import { runProgram } from './run-program';

let clean: string;
let root: string;

beforeAll(() => {
  clean = mkdtempSync(join(tmpdir(), 'aero-packager-clean-'));
  writeCleanInputs(clean);
});
afterAll(() => {
  rmSync(clean, { recursive: true, force: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-packager-'));
  cpSync(clean, root, { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Run {
  readonly options?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
}

function run({
  options,
  flags = [],
  environment,
  workingDirectory,
}: Run = {}): Promise<RecordedRun> {
  return recordRun((invocation) => runProgram(aeroPackager, invocation), {
    args: [...Object.entries({ ...ARGUMENTS, ...options }).flat(), ...flags],
    environment: environment ?? {},
    workingDirectory: workingDirectory ?? root,
  });
}

function outputs(directory = 'out'): Record<string, Buffer> {
  return Object.fromEntries(
    readdirSync(join(root, directory)).map((name) => [
      name,
      readFileSync(join(root, directory, name)),
    ]),
  );
}

async function manifestOf(how?: Run): Promise<Manifest> {
  const { status, stderr } = await run(how);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(readFileSync(join(root, 'out/manifest.json'), 'utf8')) as Manifest;
}

/** The Volume Identifier of the primary volume descriptor (ECMA-119, 8.4.7). */
function volumeIdentifier(): string {
  const image = readFileSync(join(root, 'out/aero-guest-tools.iso'));
  return image.toString('latin1', 16 * 2048 + 40, 16 * 2048 + 72).trim();
}

describe('rules 9 and 10: options and their defaults', () => {
  test('without any', async () => {
    expect(await manifestOf()).toMatchObject({
      package: {
        name: 'aero-guest-tools',
        version: '0.0.0',
        build_id: 'local',
        source_date_epoch: 0,
      },
      inputs: { aero_packager_version: packagerVersion() },
      signing_policy: 'test',
      certs_required: true,
    });
    expect(volumeIdentifier()).toBe('AERO_GUEST_TOOLS');
  });

  test('--version, --build-id, --volume-id and --source-date-epoch', async () => {
    const manifest = await manifestOf({
      options: {
        '--version': '1.2.3',
        '--build-id': 'abc',
        '--volume-id': 'drivers 7',
        '--source-date-epoch': '1700000000',
      },
    });
    expect(manifest.package).toMatchObject({
      version: '1.2.3',
      build_id: 'abc',
      source_date_epoch: 1_700_000_000,
    });
    expect(volumeIdentifier()).toBe('DRIVERS_7');
  });

  test('--signing-policy wins over AERO_GUEST_TOOLS_SIGNING_POLICY', async () => {
    const environment = { AERO_GUEST_TOOLS_SIGNING_POLICY: 'NoIntegrityChecks' };
    const options = { '--signing-policy': 'TestSigning' };
    expect((await manifestOf({ options, environment })).signing_policy).toBe('test');
    rmSync(join(root, 'guest-tools/certs/test.cer'));
    expect((await manifestOf({ environment })).signing_policy).toBe('none');
  });

  test('--source-date-epoch wins over SOURCE_DATE_EPOCH', async () => {
    const environment = { SOURCE_DATE_EPOCH: '7' };
    const options = { '--source-date-epoch': '8' };
    expect((await manifestOf({ environment })).package.source_date_epoch).toBe(7);
    expect((await manifestOf({ options, environment })).package.source_date_epoch).toBe(8);
  });

  test('--workers changes no byte', async () => {
    // A smaller file would start no threads.
    writeFileSync(join(root, 'drivers/x86/viostor/large.bin'), Buffer.alloc(9_000_000, 'data '));
    const hashes = new Set<string>();
    for (const workers of ['0', '1', '5']) {
      await manifestOf({ options: { '--workers': workers } });
      hashes.add(hash('sha256', readFileSync(join(root, 'out/aero-guest-tools.zip'))));
    }
    expect(hashes.size).toBe(1);
  }, 30_000);

  test.each(['x', '-1', '1.5', ''])('--workers %p is wrong usage', async (workers) => {
    const { status, stderr } = await run({ flags: [`--workers=${workers}`] });
    expect(status).toBe(2);
    expect(stderr).toMatch(/--workers <count>.* is invalid\. Not a whole number/);
  });

  test('--help names each of them', async () => {
    const { stdout } = await recordRun((invocation) => runProgram(aeroPackager, invocation), {
      args: ['--help'],
      workingDirectory: root,
    });
    const documented = aeroPackager.command().options.map(({ long }) => long);
    expect(documented).toEqual([
      '--drivers-dir',
      '--guest-tools-dir',
      '--spec',
      '--out-dir',
      '--windows-device-contract',
      '--version',
      '--build-id',
      '--volume-id',
      '--signing-policy',
      '--allow-catalog-mismatch',
      '--setup-drivers',
      '--source-date-epoch',
      '--workers',
    ]);
    const flags = new Set<string | undefined>(['--allow-catalog-mismatch', '--setup-drivers']);
    for (const option of documented.filter((item) => !flags.has(item))) {
      // Each is required, or has a default.
      const text = new RegExp(`^ +${String(option)} <[a-z]+>[^]*?\\((?:required|default:)`, 'm');
      expect(stdout).toMatch(text);
    }
  });
});

describe('rules 11: the signing policy decides what signatures have to be like', () => {
  const SYS = 'drivers/amd64/viostor/viostor.sys';
  const CATALOG = 'drivers/amd64/viostor/viostor.cat';
  const without = (path: string): void => {
    rmSync(join(root, path));
  };
  const change = (path: string): void => {
    const bytes = readFileSync(join(root, path));
    writeFileSync(join(root, path), Buffer.concat([bytes, Buffer.from('changed')]));
  };
  const policy = (name: string, ...flags: readonly string[]): Run => ({
    options: { '--signing-policy': name },
    flags,
  });
  /** Whether packaging succeeds, and the first lines of the warnings or else of the errors. */
  async function packaged(how: Run): Promise<readonly [number, readonly string[]]> {
    const { status, stdout, stderr } = await run(how);
    const text = status === 0 ? stdout.slice(stdout.search(/\n(?:no|\d+) warnings?/)) : stderr;
    const first = status === 0 ? /^ {2}(?! )(.*)$/gm : /^(?! )(.+)$/gm;
    return [status, Array.from(text.matchAll(first), ([, line = '']) => line)];
  }

  test('test: drivers that are signed by a certificate on the media', async () => {
    expect(await packaged(policy('test'))).toEqual([0, []]);
  });

  test('test: a file that is not the one that was signed', async () => {
    change(SYS);
    expect(await packaged(policy('test'))).toEqual([
      1,
      [`${SYS}: this file is not the one that "viostor.cat" was made for`],
    ]);
  });

  test('test: a text in place of the catalog', async () => {
    writeFileSync(join(root, CATALOG), 'Not a catalog.');
    expect(await packaged(policy('test'))).toEqual([
      1,
      [`${CATALOG}: the file is not a catalog, so Windows treats the driver as unsigned`],
    ]);
  });

  test('test: the certificate of somebody else', async () => {
    const other = identity({ name: { CN: 'Somebody else' }, bits: 1024 });
    writeFileSync(join(root, 'guest-tools/certs/test.cer'), other.certificate);
    expect(await packaged(policy('test'))).toEqual([
      1,
      [
        'the guest will not trust this driver: the media have no certificate of its signer (20 times)',
      ],
    ]);
  });

  test('test: a certificate that is too large to be one', async () => {
    truncateSync(join(root, 'guest-tools/certs/test.cer'), 600 * 1024 * 1024);
    expect(await packaged(policy('test'))).toEqual([
      1,
      ['guest-tools/certs/test.cer: the certificate is too large'],
    ]);
  });

  test('test: a certificate that is none', async () => {
    writeFileSync(join(root, 'guest-tools/certs/test.cer'), 'no certificate');
    expect(await packaged(policy('test'))).toEqual([
      1,
      ['certs/test.cer: the certificate cannot be read'],
    ]);
  });

  test('production: drivers whose signer Windows does not know', async () => {
    without('guest-tools/certs/test.cer');
    expect(await packaged(policy('production'))).toEqual([
      1,
      [
        expect.stringMatching(
          /^the certificates of the signer end in a root that Windows does not know, "CN=Aero fixture .* \(20 times\)$/,
        ),
      ],
    ]);
  });

  test('none: nobody has to have signed them, and one warning says so', async () => {
    without('guest-tools/certs/test.cer');
    writeFileSync(join(root, CATALOG), 'Not a catalog.');
    writeFileSync(join(root, CATALOG.replace('amd64', 'x86')), 'Not a catalog.');
    expect(await packaged(policy('none'))).toEqual([
      0,
      ['the file is not a catalog, so Windows treats the driver as unsigned (2 times)'],
    ]);
  });

  test('none: a file that is not the one that was signed, unless that is allowed', async () => {
    without('guest-tools/certs/test.cer');
    change(SYS);
    const message = `${SYS}: this file is not the one that "viostor.cat" was made for`;
    expect(await packaged(policy('none'))).toEqual([1, [message]]);
    expect((await run(policy('none'))).stderr).toContain('--allow-catalog-mismatch');
    expect(await packaged(policy('none', '--allow-catalog-mismatch'))).toEqual([0, [message]]);
    expect((await packaged(policy('test', '--allow-catalog-mismatch')))[0]).toBe(1);
  });

  test('a signature without a timestamp is judged at the time of the media, not by the clock', async () => {
    without('guest-tools/certs/test.cer');
    const directory = dirname(join(root, CATALOG));
    const members = readdirSync(directory)
      .filter((name) => /\.(?:inf|sys)$/.test(name))
      .map((file) => {
        const { digests, subject } = describeFile(file, readFileSync(join(directory, file)));
        if (!digests) throw new Error(`${file} is malformed`);
        return { digests, subject, file, osAttribute: '2:6.1' };
      });
    const signer = identity({ name: { CN: 'x' }, bits: 1024, notAfter: '300101000000Z' });
    writeFileSync(join(root, CATALOG), catalog({ members, signature: { signer, digest: 'sha1' } }));
    const end = Date.UTC(2030, 0, 1) / 1000;
    const judged = async (time: number): Promise<readonly unknown[]> => {
      const { options } = policy('none');
      const { stdout } = await run({
        options: { ...options, '--source-date-epoch': String(time) },
      });
      const manifest = readFileSync(join(root, 'out/manifest.json'), 'utf8');
      const { drivers = [] } = JSON.parse(manifest) as Manifest;
      const driver = drivers.find(({ catalogs }) => catalogs.some(({ path }) => path === CATALOG));
      return [driver?.['windows_7'], stdout.includes('certificate has expired')];
    };
    const testSigning = 'test-signing';
    expect(await judged(end)).toEqual([
      { without_updates: testSigning, with_updates: testSigning, updates: [], until: end },
      false,
    ]);
    expect(await judged(end + 1)).toEqual([
      { without_updates: 'refused', with_updates: 'refused', updates: [] },
      true,
    ]);
  });

  test('the manifest tells what they bind and who signed them', async () => {
    const { drivers = [] } = await manifestOf();
    expect(drivers.map(({ name, architecture }) => `${name} ${architecture}`).slice(0, 3)).toEqual([
      'aerogpu amd64',
      'aerogpu x86',
      'balloon amd64',
    ]);
    expect(drivers.find(({ name }) => name === 'viostor')).toEqual({
      name: 'viostor',
      architecture: 'amd64',
      version: expect.any(String),
      provider: expect.any(String),
      infs: [
        {
          path: 'drivers/amd64/viostor/viostor.inf',
          version: '61.0.0.1',
          provider: 'Aero sample',
        },
      ],
      hardware_ids: [
        'PCI\\VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00',
        'PCI\\VEN_1AF4&DEV_1001',
        'PCI\\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01',
        'PCI\\VEN_1AF4&DEV_1042',
      ],
      services: ['viostor'],
      catalogs: [
        {
          path: 'drivers/amd64/viostor/viostor.cat',
          sha256: createHash('sha256')
            .update(readFileSync(join(root, CATALOG)))
            .digest('hex'),
          signer: 'CN=Aero fixture that everybody can sign with',
          signature_algorithm: 'sha1',
          member_algorithms: ['sha1'],
          timestamp: Date.UTC(2021, 0, 1) / 1000,
        },
      ],
      windows_7: { without_updates: 'test-signing', with_updates: 'test-signing', updates: [] },
    });
  });
});

describe('rules 9 and 10: where the device contract is searched, and what paths are recorded', () => {
  const recorded = async (how?: Run): Promise<unknown> => {
    const { windows_device_contract_path, packaging_spec_path } = (await manifestOf(how))
      .provenance;
    return [packaging_spec_path, windows_device_contract_path];
  };
  const moveContract = (to: string): void => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    renameSync(join(root, CONTRACT), join(root, to));
  };

  test('in specs/contracts/ above the guest-tools directory, whatever the working directory', async () => {
    const elsewhere = Object.fromEntries(
      Object.entries(ARGUMENTS).map(([option, path]) => [option, join(root, path)]),
    );
    expect(await recorded()).toEqual([SPEC, CONTRACT]);
    expect(await recorded({ options: elsewhere, workingDirectory: tmpdir() })).toEqual([
      SPEC,
      CONTRACT,
    ]);
  });

  test('or in docs/', async () => {
    moveContract('docs/windows-device-contract.json');
    expect(await recorded()).toEqual([SPEC, 'docs/windows-device-contract.json']);
  });

  test('the nearest counts, and paths are recorded from there', async () => {
    moveContract('guest-tools/docs/windows-device-contract.json');
    writeFileSync(join(root, CONTRACT), 'not looked at');
    expect(await recorded()).toEqual([
      'ten-drivers.json', // outside of that workspace
      'docs/windows-device-contract.json',
    ]);
  });

  test('--windows-device-contract wins; its path is recorded from the same workspace', async () => {
    cpSync(join(root, CONTRACT), join(root, 'specs/other.json'));
    const options = { '--windows-device-contract': 'specs/other.json' };
    expect(await recorded({ options })).toEqual([SPEC, 'specs/other.json']);
  });

  test('without a workspace, only base names are recorded', async () => {
    moveContract('other/contract.json');
    const options = { '--windows-device-contract': 'other/contract.json' };
    expect(await recorded({ options })).toEqual(['ten-drivers.json', 'contract.json']);
  });
});

describe('rules 2: names of the architectures in the input do not reach the output', () => {
  test('i386 and x64 give the same bytes as x86 and amd64', async () => {
    await run();
    const expected = outputs();
    renameSync(join(root, 'drivers/x86'), join(root, 'drivers/i386'));
    renameSync(join(root, 'drivers/amd64'), join(root, 'drivers/x64'));
    await run();
    expect(outputs()).toEqual(expected);
  });
});

describe('rules 9: the same inputs give the same bytes', () => {
  test('at another place, with other times and other outputs there before', async () => {
    await run();
    const copy = mkdtempSync(join(tmpdir(), 'another-place-with-a-longer-name-'));
    try {
      cpSync(join(root, 'drivers'), join(copy, 'd'), { recursive: true });
      for (const name of ['guest-tools', 'specs']) {
        cpSync(join(root, name), join(copy, name), { recursive: true });
      }
      mkdirSync(join(copy, 'out'));
      writeFileSync(join(copy, 'out/manifest.json'), 'old');
      await run({ options: { '--drivers-dir': './d/' }, workingDirectory: copy });
      for (const [name, bytes] of Object.entries(outputs())) {
        expect(readFileSync(join(copy, 'out', name)).equals(bytes)).toBe(true);
      }
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  test('as the steps that Nx runs, from a virtio-win image', async () => {
    const specs = dirname(require.resolve('@aero-guest-tools/specs/package.json'));
    cpSync(join(specs, 'packaging/win7-virtio-full.json'), join(root, SPEC));
    rmSync(join(root, 'guest-tools/certs'), { recursive: true });
    const byNx = await buildAsNx();

    // The command line reads drivers that were extracted from the image, without its licences.
    cpSync(buildDirectory(byNx).licenses, join(root, 'guest-tools/licenses'), { recursive: true });
    const { status, stderr } = await run({
      options: {
        '--drivers-dir': buildDirectory(byNx).drivers,
        '--signing-policy': 'none',
        '--version': '3.1.4',
        '--build-id': 'abc',
        '--source-date-epoch': '1700000000',
      },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Object.keys(outputs())).toHaveLength(4);
    for (const [name, bytes] of Object.entries(outputs())) {
      expect(bytes.equals(readFileSync(join(byNx, name)))).toBe(true);
    }
  });

  /** Runs the tasks as the executors do, with the sample image. @returns The build directory. */
  async function buildAsNx(): Promise<string> {
    const directory = join(root, 'dist/guest-tools/sample');
    const image = join(root, 'dist/sample/virtio-win.iso');
    await writeSampleVirtioWin(image);
    await runTasks({
      workspaceRoot: root,
      buildDirectory: directory,
      source: image,
      baseDirectory: root,
      storeDirectory: join(root, 'store'),
      layout: 'virtio-win',
      spec: join(root, SPEC),
      packagingSpecPath: SPEC,
      windowsDeviceContract: join(root, CONTRACT),
      windowsDeviceContractPath: CONTRACT,
      guestToolsDirectory: join(root, 'guest-tools'),
      version: '3.1.4',
      buildId: 'abc',
      volumeId: 'AERO_GUEST_TOOLS',
      sourceDateEpoch: 1_700_000_000,
      signingPolicy: 'none',
      packagerVersion: packagerVersion(),
      workers: 0,
    });
    return directory;
  }
});

describe('outputs appear together or not at all', () => {
  test('into a directory that holds other things already, older outputs are replaced', async () => {
    mkdirSync(join(root, 'out'));
    writeFileSync(join(root, 'out/aero-guest-tools.zip'), 'old');
    writeFileSync(join(root, 'out/notes.txt'), 'mine');
    expect((await run()).status).toBe(0);
    expect(Object.keys(outputs()).toSorted()).toEqual([...OUTPUT_NAMES, 'notes.txt'].toSorted());
    expect(outputs()['aero-guest-tools.zip']?.length).toBeGreaterThan(3);
    expect(outputs()['manifest.json']).toEqual(outputs()['aero-guest-tools.manifest.json']);
  });

  test.each([
    ['a fault in the drivers', 'drivers/x86/balloon/balloon.cat'],
    ['a fault in the payload', 'guest-tools/setup.cmd'],
  ])('%s leaves the older outputs', async (_name, missing) => {
    await run();
    const before = outputs();
    rmSync(join(root, missing));
    expect((await run({ options: { '--version': '2' } })).status).toBe(1);
    expect(outputs()).toEqual(before);
  });
});

describe('what it prints', () => {
  test('a summary with the outputs as the user named them, and the warnings', async () => {
    rmSync(join(root, 'drivers/x86/viorng'), { recursive: true });
    rmSync(join(root, 'drivers/amd64/viorng'), { recursive: true });
    const { stdout } = await run({ options: { '--out-dir': './out' } });
    expect(stdout).toMatch(/^Aero Guest Tools 0\.0\.0, build local, signing policy test\n/);
    expect(stdout).toMatch(
      /^ {2}out\/aero-guest-tools\.iso, [\d,]+ bytes\n {4}sha256 [0-9a-f]{64}$/m,
    );
    expect(stdout).toMatch(/^ {2}balloon +amd64 +61\.0\.0\.1 +/m);
    expect(stdout).toMatch(
      /^1 warning:\n {2}the optional driver "viorng" is missing for x86 and amd64$/m,
    );
  });

  test('--json: the four outputs, the drivers, the notes and the warnings', async () => {
    rmSync(join(root, 'drivers/x86/viorng'), { recursive: true });
    rmSync(join(root, 'drivers/amd64/viorng'), { recursive: true });
    const { stdout, stderr } = await run({ flags: ['--json'] });
    expect(stderr).toBe('');
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual([
      'package',
      'signing_policy',
      'outputs',
      'drivers',
      'notes',
      'warnings',
    ]);
    expect(result['outputs']).toEqual(
      OUTPUT_NAMES.map((name) => {
        const bytes = readFileSync(join(root, 'out', name));
        return {
          path: join('out', name),
          size: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        };
      }),
    );
    expect(result['drivers']).toContainEqual({
      name: 'balloon',
      architecture: 'x86',
      version: '61.0.0.1',
      date: '01/01/2020',
    });
    expect(result['warnings']).toHaveLength(1);
  });
});
