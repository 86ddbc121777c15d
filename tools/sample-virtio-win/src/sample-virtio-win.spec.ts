import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseJson, type JsonDocument } from '@aero-guest-tools/canonical-json';
import { devicesCmdVariables, parseDeviceContract } from '@aero-guest-tools/device-contract';
import { selectDrivers } from '@aero-guest-tools/driver-pack';
import {
  createFileReadStream,
  listImage,
  openFileSource,
  openIso9660Image,
} from '@aero-guest-tools/iso9660';
import { checkDrivers, parsePackagingSpec } from '@aero-guest-tools/packaging-spec';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sampleVirtioWinFiles } from './sample-files';
import { testCertificate } from './test-certificate';
import { SAMPLE_VOLUME_ID, writeSampleVirtioWin } from './write-sample';

const specs = join(__dirname, '../../../specs');
const main = join(__dirname, '../dist/main.js');

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sample-virtio-win-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

function readJson(path: string): JsonDocument {
  return parseJson(readFileSync(join(specs, path)), path);
}

/** The drivers that the spec of the sample configuration names, selected from the sample files. */
function select(): ReturnType<typeof selectDrivers> {
  const entries = sampleVirtioWinFiles().map(({ path, contents }) => ({
    path,
    kind: 'file' as const,
    size: contents.length,
  }));
  const spec = parsePackagingSpec(readJson('packaging/win7-virtio-full.json'));
  return selectDrivers({ label: 'sample', entries }, spec.drivers, spec.target);
}

describe('the sample image', () => {
  const sha256 = (contents: Uint8Array): string =>
    createHash('sha256').update(contents).digest('hex');

  test('holds the sample files, as our reader sees them', async () => {
    const path = join(directory, 'virtio-win.iso');
    await writeSampleVirtioWin(path);
    const source = await openFileSource(path);
    try {
      const image = await openIso9660Image(source);
      expect(image.volumeId).toBe(SAMPLE_VOLUME_ID);
      const read = new Map<string, string>();
      for await (const entry of listImage(image)) {
        if (entry.kind === 'directory') continue;
        read.set(entry.path, sha256(await buffer(createFileReadStream(image, entry))));
      }
      const written = sampleVirtioWinFiles().map(
        ({ path: name, contents }) => [name, sha256(contents)] as const,
      );
      expect(Object.fromEntries(read)).toEqual(Object.fromEntries(written));
    } finally {
      await source.close();
    }
  });

  test('is laid out as upstream lays out its image', () => {
    const paths = sampleVirtioWinFiles().map(({ path }) => path);
    const driver = (folder: string, names: readonly string[]): readonly string[] =>
      ['x86', 'amd64'].flatMap((name) => names.map((file) => `${folder}/${name}/${file}`));
    const viostor = ['viostor.cat', 'viostor.inf', 'viostor.pdb', 'viostor.sys'];
    const netkvm = ['netkvm.cat', 'netkvm.inf', 'netkvm.pdb', 'netkvm.sys', 'netkvmco.dll'];
    expect(paths.toSorted()).toEqual(
      [
        ...driver('viostor/w7', viostor),
        ...driver('viostor/w8', viostor),
        ...driver('NetKVM/w7', netkvm),
        ...driver('NetKVM/w8', netkvm),
        ...driver('vioinput/w7', [
          'WdfCoInstaller01009.dll',
          'viohidkmdf.sys',
          'vioinput.cat',
          'vioinput.inf',
          'vioinput.pdb',
          'vioinput.sys',
        ]),
        ...driver('viosnd/w7', ['viosnd.cat', 'viosnd.inf', 'viosnd.pdb', 'viosnd.sys']),
        'VERSION',
        'data/info.json',
        'virtio-win_license.txt',
      ].toSorted(),
    );
  });

  const onPosix = process.platform === 'win32' ? test.skip : test;
  onPosix('has the same bytes in any time zone and under any umask', () => {
    const write = (name: string, timeZone: string, umask: string): Buffer => {
      const path = join(directory, name);
      const command = `umask ${umask} && exec "$0" "$1" --out "$2"`;
      const env = { ...process.env, TZ: timeZone };
      execFileSync('sh', ['-c', command, process.execPath, main, path], { env, stdio: 'ignore' });
      return readFileSync(path);
    };
    const one = write('one.iso', 'America/St_Johns', '022');
    expect(write('two.iso', 'Pacific/Kiritimati', '077').equals(one)).toBe(true);
  });

  test('golden: the files do not change by accident', () => {
    // What sha256sum prints for all files, in byte order of the path, hashed once more. If files were
    // changed on purpose, take the new value.
    const lines = sampleVirtioWinFiles()
      .toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
      .map(({ path, contents }) => `${sha256(contents)}  ${path}\n`);
    expect(sha256(Buffer.from(lines.join('')))).toBe(
      '08fcddfa3e3048534ec83f6d8c612b9af606c38d9cae16a5eabd8a5aebf5b4e7',
    );
  });

  test('says of every file that it is a sample', () => {
    const unmarked = sampleVirtioWinFiles()
      .filter(
        ({ contents }) =>
          !/aero (?:sample|fixture)|sample virtio-win|-sample/i.test(String(contents)),
      )
      .map(({ path }) => path);
    expect(unmarked).toEqual(['data/info.json']);
  });
});

describe('the sample drivers', () => {
  test('are selected for Windows 7', () => {
    expect(select()).toMatchObject({
      drivers: [
        { name: 'netkvm', architecture: 'amd64', directory: 'NetKVM/w7/amd64' },
        { name: 'netkvm', architecture: 'x86', directory: 'NetKVM/w7/x86' },
        { name: 'vioinput', architecture: 'amd64', directory: 'vioinput/w7/amd64' },
        { name: 'vioinput', architecture: 'x86', directory: 'vioinput/w7/x86' },
        { name: 'viosnd', architecture: 'amd64', directory: 'viosnd/w7/amd64' },
        { name: 'viosnd', architecture: 'x86', directory: 'viosnd/w7/x86' },
        { name: 'viostor', architecture: 'amd64', directory: 'viostor/w7/amd64' },
        { name: 'viostor', architecture: 'x86', directory: 'viostor/w7/x86' },
      ],
      missing: [],
      notices: ['virtio-win_license.txt'],
      versionMarkers: ['VERSION'],
    });
  });

  test('pass the checks of the spec that the sample configuration uses', async () => {
    const contents = new Map(sampleVirtioWinFiles().map((file) => [file.path, file.contents]));
    for (const { path, source } of select().files) {
      const target = join(directory, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, contents.get(source) ?? '');
    }
    const contract = parseDeviceContract(
      readJson('contracts/windows-device-contract-virtio-win.json'),
    );
    const report = await checkDrivers({
      spec: parsePackagingSpec(readJson('packaging/win7-virtio-full.json')),
      driversDirectory: join(directory, 'drivers'),
      devicesCmdVariables: devicesCmdVariables(contract),
    });
    expect(report.drivers.map(({ name, architecture }) => `${architecture}/${name}`)).toEqual([
      'x86/viostor',
      'amd64/viostor',
      'x86/netkvm',
      'amd64/netkvm',
      'x86/vioinput',
      'amd64/vioinput',
      'x86/viosnd',
      'amd64/viosnd',
    ]);
    expect(report.warnings).toEqual([]);
    expect(report.drivers.map(({ signing }) => signing?.verdict)).toMatchObject(
      report.drivers.map(({ architecture }) => ({
        withoutUpdates: architecture === 'x86' ? 'if-trusted' : 'test-signing',
      })),
    );
    expect(new Set(report.drivers.map(({ version }) => version))).toEqual(new Set(['61.0.0.1']));
  });
});

describe('node tools/sample-virtio-win/dist/main.js', () => {
  function run(...options: readonly string[]): { status: number | null; stderr: string } {
    const { status, stderr } = spawnSync(process.execPath, [main, ...options], {
      encoding: 'utf8',
      cwd: directory,
    });
    return { status, stderr };
  }

  test('exits with 0 for an image and for help', () => {
    expect(run('--out', 'made/here.iso')).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(join(directory, 'made'))).toEqual(['here.iso']);
    const both = run('--out', 'both/a.iso', '--certificate', 'both/a.cer');
    expect(both).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(directory, 'both/a.cer')).equals(testCertificate())).toBe(true);
    expect(run('--help').status).toBe(0);
  });

  test('exits with 2 for wrong usage', () => {
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('--out is missing') });
    expect(run('--in', 'x').status).toBe(2);
    expect(run('x').status).toBe(2);
  });

  test('exits with 1 if the image cannot be written, without a stack trace', () => {
    writeFileSync(join(directory, 'file'), '');
    const { status, stderr } = run('--out', 'file/below.iso');
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
