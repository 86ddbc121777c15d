import { createHash, X509Certificate } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identity } from '@aero-guest-tools/test-signing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { buildDirectory } from '../build-directory/build-directory';
import { digestFileOf, formatDigestFile } from '../build-directory/digest-file';
import { formatMediaPlan, parseMediaPlan, type MediaPlan } from '../build-directory/media-plan';
import { readValidationReport } from '../build-directory/validation-report-file';
import { checkedContents } from '../checks/checked-contents';
import { parseManifest } from '../manifest/manifest';
import { makeIso } from './make-iso';
import { makeZip } from './make-zip';
import {
  DRIVER_FILES,
  mediaInputs,
  privateKey,
  recordAsChecked,
  write,
} from './media-inputs.fixture';
import { packageMedia } from './package';
import { stageMedia, type StageMediaOptions } from './stage-media';

const { certificate } = identity({ name: { CN: 'Test' }, bits: 1024 });

let root: string;
let options: StageMediaOptions;
let files: ReturnType<typeof buildDirectory>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'media-steps-'));
  options = mediaInputs(root);
  files = buildDirectory(options.buildDirectory);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const readPlan = (): MediaPlan => parseMediaPlan(readFileSync(files.plan), 'plan.json');
const images = () => ({
  workspaceRoot: root,
  buildDirectory: options.buildDirectory,
  workers: 0,
});

/** Writes the device setup class of the drivers into the report. */
function recordClass(validationReport: string, name: string): void {
  const report = readFileSync(validationReport, 'utf8');
  write(
    validationReport,
    report.replaceAll(
      /"path":"viostor\.inf",(?:"class":"\w+",)?"version"/g,
      `"path":"viostor.inf","class":"${name}","version"`,
    ),
  );
}

async function buildAll(): Promise<void> {
  await stageMedia(options);
  await Promise.all([makeIso(images()), makeZip(images())]);
}

describe('rules 4: drivers for Windows Setup', () => {
  beforeEach(() => {
    recordClass(files.validationReport, 'SCSIAdapter');
    options = { ...options, setupDrivers: true };
  });

  const ofSetup = (plan: MediaPlan): readonly MediaPlan['files'][number][] =>
    plan.files.filter(({ path }) => path.startsWith('$WinPEDriver$/'));

  test('what is packaged of them stands in $WinPEDriver$ too, as the manifest says', async () => {
    const plan = await stageMedia(options);
    const again = ofSetup(plan);
    expect(again.map(({ path }) => path)).toEqual([
      '$WinPEDriver$/x86/viostor/viostor.cat',
      '$WinPEDriver$/x86/viostor/viostor.inf',
      '$WinPEDriver$/x86/viostor/viostor.sys',
    ]);
    for (const { path, ...file } of again) {
      const first = path.replace('$WinPEDriver$', 'drivers');
      expect(plan.files.find((one) => one.path === first)).toEqual({ path: first, ...file });
    }
    const { files: listed } = parseManifest(readFileSync(files.stagedManifest), 'manifest.json');
    expect(listed.map(({ path }) => path)).toEqual(
      plan.files.map(({ path }) => path).filter((path) => path !== 'manifest.json'),
    );
  });

  test('what an answer file has to say is generated beside them', async () => {
    const { files: planned } = await stageMedia(options);
    const fragment = planned.find(({ path }) => path === 'config/autounattend-fragment.xml');
    expect(fragment?.source).toBe('dist/staged/generated/config/autounattend-fragment.xml');
    expect(readFileSync(join(root, fragment?.source ?? ''), 'utf8')).toContain('<DriverPaths>');
  });

  test('the ISO grows by directories alone: equal contents are recorded once', async () => {
    const driver = { 'viostor.sys': Buffer.alloc(3_000_000, 'viostor') };
    const sizes: number[] = [];
    for (const setupDrivers of [false, true]) {
      const base = join(root, String(setupDrivers));
      const inputs = { ...mediaInputs(base, driver), setupDrivers };
      const { validationReport, madeIso } = buildDirectory(inputs.buildDirectory);
      recordClass(validationReport, 'SCSIAdapter');
      await stageMedia(inputs);
      await makeIso(inputs);
      sizes.push(statSync(madeIso).size);
    }
    const [without = 0, with_ = 0] = sizes;
    // Three directories in two hierarchies, the fragment, and the next multiple of 32 KiB.
    expect(with_ - without).toBeLessThanOrEqual(32 * 1024);
  });

  test('ISO and zip hold them, and package verifies both file by file', async () => {
    await buildAll();
    const { manifest } = await packageMedia(options.buildDirectory);
    expect(manifest.files.filter(({ path }) => path.startsWith('$WinPEDriver$/'))).toHaveLength(3);
  });

  test('one that was replaced after it was checked is refused in this place too', async () => {
    recordAsChecked(files);
    const checked = checkedContents((await readValidationReport(files)).drivers);
    expect(() => {
      const path = '$WinPEDriver$/x86/viostor/viostor.sys';
      checked.compare({ path, size: 1, sha256: '0'.repeat(64) });
    }).toThrow(/the file has changed since it was checked/);
  });

  test('a file of the user where the fragment goes is not overwritten', async () => {
    write(join(options.guestToolsDirectory, 'config/autounattend-fragment.xml'), 'mine');
    await expect(stageMedia(options)).rejects.toThrow(
      /guest-tools\/config\/autounattend-fragment\.xml: .*is there already/,
    );
    // Without the option, it goes on the media like any other file.
    const { files: planned } = await stageMedia({ ...options, setupDrivers: false });
    expect(planned.find(({ path }) => path === 'config/autounattend-fragment.xml')?.source).toBe(
      'guest-tools/config/autounattend-fragment.xml',
    );
  });

  test('drivers of no use to Setup are refused', async () => {
    recordClass(files.validationReport, 'Display');
    await expect(stageMedia(options)).rejects.toThrow(/no driver that Windows Setup needs/);
  });
});

describe('rules 9: stage-media decides what is on the media', () => {
  test('payload, generated configuration, packaged driver files, licences and the manifest', async () => {
    const plan = await stageMedia(options);
    expect(plan.files.map(({ path }) => path)).toEqual([
      'README.md',
      'THIRD_PARTY_NOTICES.md',
      'config/README.md',
      'config/devices.cmd',
      'config/media.cmd',
      'drivers/x86/viostor/viostor.cat',
      'drivers/x86/viostor/viostor.inf',
      'drivers/x86/viostor/viostor.sys',
      'licenses/virtio-win/LICENSE',
      'manifest.json',
      'setup.cmd',
      'uninstall.cmd',
      'verify.cmd',
      'verify.ps1',
    ]);
    expect(readPlan()).toEqual(plan);
  });

  test('the plan names sources relative to the workspace, with their hashes', async () => {
    const plan = await stageMedia(options);
    expect(plan.files.find(({ path }) => path === 'setup.cmd')).toEqual({
      path: 'setup.cmd',
      source: 'guest-tools/setup.cmd',
      sha256: createHash('sha256').update('setup.cmd').digest('hex'),
      size: 9,
    });
  });

  test('the volume id is upper-cased and holds A-Z, 0-9 and _ only', async () => {
    expect((await stageMedia(options)).volumeId).toBe('AERO_GUEST_TOOLS');
  });

  test('the manifest lists everything but itself, and the canonical hashes of its inputs', async () => {
    await stageMedia(options);
    const manifest = JSON.parse(readFileSync(files.stagedManifest, 'utf8')) as {
      files: { path: string }[];
      inputs: unknown;
    };
    expect(manifest.files).toHaveLength(13);
    expect(manifest.files.map(({ path }) => path)).not.toContain('manifest.json');
    expect(manifest.inputs).toMatchObject({
      packaging_spec: {
        path: 'a.json',
        sha256: createHash('sha256').update('{"drivers":[]}').digest('hex'),
      },
      windows_device_contract: { path: 'b.json', contract_name: 'name', schema_version: 1 },
    });
  });

  test('rules 8: certificates of the driver pack take the place of those of the guest tools', async () => {
    write(join(options.guestToolsDirectory, 'certs/own.cer'), 'own');
    write(join(files.certificates, 'driver.cer'), certificate);
    const plan = await stageMedia({ ...options, signingPolicy: 'test' });
    expect(plan.files.filter(({ path }) => path.startsWith('certs/'))).toMatchObject([
      {
        path: 'certs/driver.cer',
        source: 'dist/staged/generated/certs/driver.cer',
        size: certificate.length,
      },
    ]);
  });

  test('rules 4: certificates go on the media alone, without what stands behind them', async () => {
    const pem = new X509Certificate(certificate).toString();
    write(join(options.guestToolsDirectory, 'certs/sub/own.cer'), `About it.\n${pem}And more.\n`);
    const plan = await stageMedia({ ...options, signingPolicy: 'test' });
    expect(plan.files.filter(({ path }) => path.startsWith('certs/'))).toMatchObject([
      { path: 'certs/sub/own.cer', sha256: sha256Of(certificate) },
    ]);
    expect(readFileSync(join(files.generated, 'certs/sub/own.cer'))).toEqual(certificate);
    await makeIso(images());
    await makeZip(images());
    await packageMedia(options.buildDirectory);
    // None of the certificates remain once there are none in the directory.
    rmSync(join(options.guestToolsDirectory, 'certs'), { recursive: true });
    await stageMedia(options);
    expect(existsSync(join(files.generated, 'certs'))).toBe(false);
  });

  test('rules 4: what holds no certificate is none, and all such files are named together', async () => {
    write(join(options.guestToolsDirectory, 'certs/a.cer'), 'a');
    write(join(options.guestToolsDirectory, 'certs/b.p7b'), '');
    await expect(stageMedia({ ...options, signingPolicy: 'test' })).rejects.toThrow(
      /certs\/a\.cer: the certificate cannot be read[^]*certs\/b\.p7b: the certificate cannot/,
    );
  });

  test('rules 4: a private key is refused, whatever its name says', async () => {
    write(join(options.guestToolsDirectory, 'config/notes.txt'), `Notes\r\n${privateKey}`);
    const pem = new X509Certificate(certificate).toString();
    write(join(options.guestToolsDirectory, 'tools/test.cer'), `${pem}${privateKey}`);
    await expect(stageMedia(options)).rejects.toThrow(
      /config\/notes\.txt: private keys[^]*found: +PRIVATE KEY in PEM[^]*tools\/test\.cer: private/,
    );
  });

  test('a driver that was replaced after it was checked is refused', async () => {
    recordAsChecked(files);
    await stageMedia(options);
    write(join(files.drivers, 'x86/viostor/viostor.sys'), 'VIOSTOR.SYS');
    await expect(stageMedia(options)).rejects.toThrow(
      /drivers\/x86\/viostor\/viostor\.sys: the file has changed since it was checked/,
    );
  });

  test('a warning does not refuse, and is kept in the plan', async () => {
    write(join(options.guestToolsDirectory, 'tools', 'x'.repeat(70)), '');
    const plan = await stageMedia(options);
    expect(plan.warnings).toMatchObject([{ severity: 'warning', file: `tools/${'x'.repeat(70)}` }]);
  });

  test('rules 5: a backslash in a name is refused, not taken for a separator', async () => {
    write(join(options.guestToolsDirectory, 'tools/a\\b.exe'), '');
    await expect(stageMedia(options)).rejects.toThrow(/a\\b\.exe: the name cannot be used/);
  });

  test('rules 5: files are refused for their paths and sizes before any of them is read', async () => {
    write(join(options.guestToolsDirectory, 'setup.cmd'), 'x');
    rmSync(join(files.drivers, 'x86/viostor/viostor.sys'));
    write(join(options.guestToolsDirectory, 'tools/nul'), '');
    await expect(stageMedia(options)).rejects.toThrow(/reserves it for a device/);
  });

  test('drivers can be read where they are; then there are no licences of a driver pack', async () => {
    const driversDirectory = join(root, 'elsewhere');
    for (const name of DRIVER_FILES) write(join(driversDirectory, 'x86/viostor', name), name);
    rmSync(join(options.buildDirectory, 'driver-pack'), { recursive: true });
    const plan = await stageMedia({ ...options, driversDirectory });
    expect(plan.files).toContainEqual(
      expect.objectContaining({
        path: 'drivers/x86/viostor/viostor.sys',
        source: 'elsewhere/x86/viostor/viostor.sys',
      }),
    );
    expect(plan.files.map(({ path }) => path)).not.toContain('licenses/virtio-win/LICENSE');
  });

  test('rules 4: a private key is refused, among the licences of the drivers too', async () => {
    write(join(files.licenses, 'virtio-win/LICENSE.pem'), '');
    await expect(stageMedia(options)).rejects.toThrow(
      /licenses\/virtio-win\/LICENSE\.pem: private/,
    );
  });

  test('paths that Windows cannot tell apart are refused, and nothing is written', async () => {
    write(join(options.guestToolsDirectory, 'tools/a.exe'), '');
    write(join(options.guestToolsDirectory, 'tools/A.EXE'), '');
    await expect(stageMedia(options)).rejects.toThrow(/equal when case is ignored/);
    expect(readdirSync(options.buildDirectory)).not.toContain('staged');
  });
});

describe('rules 9: make-iso and make-zip follow the plan', () => {
  test('both hold what the manifest says, which package checks and publishes', async () => {
    await buildAll();
    const { outputs, drivers } = await packageMedia(options.buildDirectory);
    expect(outputs.map(({ path }) => path)).toEqual([files.iso, files.zip, files.manifests[0]]);
    expect(drivers).toMatchObject([{ name: 'viostor', version: '61.0.0.1' }]);
    for (const path of files.manifests) {
      expect(readFileSync(path).equals(readFileSync(files.stagedManifest))).toBe(true);
    }
  });

  test.each([
    ['make-iso', makeIso, 'iso/aero-guest-tools.iso'],
    ['make-zip', makeZip, 'zip/aero-guest-tools.zip'],
  ])(
    '%s refuses a source that changed after it was staged, and leaves the older output',
    async (_name, make, output) => {
      await stageMedia(options);
      await make(images());
      const before = readFileSync(join(options.buildDirectory, output));
      write(join(files.drivers, 'x86/viostor/viostor.sys'), 'VIOSTOR.SYS');
      await expect(make(images())).rejects.toThrow(
        /viostor\.sys: the file has changed since it was checked/,
      );
      expect(readFileSync(join(options.buildDirectory, output)).equals(before)).toBe(true);
      expect(readdirSync(options.buildDirectory).filter((name) => name.startsWith('.'))).toEqual(
        [],
      );
    },
  );

  test.each([
    ['make-iso', makeIso],
    ['make-zip', makeZip],
  ])('%s refuses a source that is not there any more', async (_name, make) => {
    await stageMedia(options);
    rmSync(join(options.guestToolsDirectory, 'setup.cmd'));
    await expect(make(images())).rejects.toThrow(/setup\.cmd: the file cannot be read/);
  });

  test('a plan of something else is refused', () => {
    for (const text of [
      '[]',
      '{}',
      '{"volumeId":"A","sourceDateEpoch":0,"files":[{}],"warnings":[]}',
    ]) {
      expect(() => parseMediaPlan(text, 'plan.json')).toThrow(
        /plan\.json.*: this is not what stage-media writes/,
      );
    }
    const plan: MediaPlan = { volumeId: 'A', sourceDateEpoch: 0, files: [], warnings: [] };
    expect(parseMediaPlan(formatMediaPlan(plan), 'plan.json')).toEqual(plan);
  });
});

describe('rules 9: package hands over media that are what the manifest says, or nothing', () => {
  /** What a cache with wrong contents may restore, and the message for it. */
  const DAMAGES: readonly (readonly [string, () => void | Promise<void>, RegExp])[] = [
    [
      'an image of other files, with its digest file',
      async () => {
        const zip = readFileSync(files.madeZip);
        write(join(options.guestToolsDirectory, 'setup.cmd'), 'changed');
        await buildAll();
        replaceImage(files.madeZip, zip);
      },
      /zip: manifest\.json is not what the manifest says[^]*zip: setup\.cmd is not what the manifest/,
    ],
    [
      'one bit of a file in the ISO, with its digest file',
      () => {
        const iso = readFileSync(files.madeIso);
        replaceImage(files.madeIso, withOtherBit(iso, iso.indexOf('viostor.cat')));
      },
      /aero-guest-tools\.iso: [^ ]+ is not what the manifest says/,
    ],
    [
      'one bit of the ISO that belongs to no file',
      () => {
        writeFileSync(files.madeIso, withOtherBit(readFileSync(files.madeIso), 100));
      },
      /aero-guest-tools\.iso: this is not the file that make-iso has written/,
    ],
    [
      'an ISO that is cut off',
      () => {
        writeFileSync(files.madeIso, readFileSync(files.madeIso).subarray(0, 40_000));
      },
      /aero-guest-tools\.iso: this is not the file[^]*40,000 bytes/,
    ],
    [
      'no ISO',
      () => {
        rmSync(files.madeIso);
      },
      /aero-guest-tools\.iso: the file cannot be read/,
    ],
    [
      'no digest file',
      () => {
        rmSync(digestFileOf(files.madeZip));
      },
      /aero-guest-tools\.zip\.sha256: what make-zip writes cannot be read/,
    ],
    [
      'a digest file of something else',
      () => {
        writeFileSync(digestFileOf(files.madeZip), `${'0'.repeat(64)} *other.zip\n`);
      },
      /aero-guest-tools\.zip\.sha256: this is not what make-zip writes/,
    ],
    [
      'a zip that is none, with its digest file',
      () => {
        replaceImage(files.madeZip, Buffer.from('PK'));
      },
      /aero-guest-tools\.zip: the zip archive cannot be read back/,
    ],
    [
      'drivers from another source',
      async () => {
        write(
          join(files.licenses, 'virtio-win/driver-pack-manifest.json'),
          JSON.stringify({ source: { kind: 'iso', sha256: 'a'.repeat(64), volume_id: 'other' } }),
        );
        write(
          files.virtioWin,
          JSON.stringify({ kind: 'iso', sha256: 'b'.repeat(64), volume_id: 'mine' }),
        );
        await buildAll();
      },
      /drivers were not taken from the source[^]*drivers from other, sha256 aa[^]*sha256 bb/,
    ],
    [
      'drivers from the same image by another list of a lock',
      async () => {
        const source = { kind: 'iso', sha256: 'a'.repeat(64), size: 1, volume_id: 'mine' };
        write(
          join(files.licenses, 'virtio-win/driver-pack-manifest.json'),
          JSON.stringify({ source: { ...source, list_sha256: 'c'.repeat(64) } }),
        );
        write(files.virtioWin, JSON.stringify({ ...source, list_sha256: 'd'.repeat(64) }));
        await buildAll();
      },
      /drivers were not taken from the source[^]*as the list c{64} of a lock[^]*as the list d{64} of a lock/,
    ],
  ];

  test.each(DAMAGES)(
    '%s is refused, and nothing of the media stays',
    async (_, damage, message) => {
      await buildAll();
      await packageMedia(options.buildDirectory);
      await damage();
      await expect(packageMedia(options.buildDirectory)).rejects.toThrow(message);
      for (const directory of ['.', 'iso', 'zip']) {
        const names = readdirSync(join(options.buildDirectory, directory));
        expect(names.filter((name) => /aero|manifest/.test(name))).toEqual([]);
      }
    },
  );

  test('what was published is a file of its own, which nobody writes who writes what it was made from', async () => {
    await buildAll();
    await packageMedia(options.buildDirectory);
    for (const [made, published] of [
      [files.madeIso, files.iso],
      [files.madeZip, files.zip],
    ] as const) {
      const bytes = readFileSync(made);
      writeFileSync(made, 'something else');
      expect(readFileSync(published).equals(bytes)).toBe(true);
    }
  });

  test('what is in the place of an output gives way, also a directory and a link', async () => {
    await buildAll();
    const [manifest] = files.manifests;
    for (const path of [files.iso, manifest])
      mkdirSync(join(path, 'in/the/way'), { recursive: true });
    const elsewhere = join(root, 'elsewhere.zip');
    write(elsewhere, 'mine');
    symlinkSync(elsewhere, files.zip);
    await packageMedia(options.buildDirectory);
    expect(readFileSync(files.iso).equals(readFileSync(files.madeIso))).toBe(true);
    expect(readFileSync(files.zip).equals(readFileSync(files.madeZip))).toBe(true);
    expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
  });

  test('a digest file is what sha256sum reads', async () => {
    await buildAll();
    const sha256 = sha256Of(readFileSync(files.madeIso));
    expect(readFileSync(digestFileOf(files.madeIso), 'utf8')).toBe(
      `${sha256} *aero-guest-tools.iso\n`,
    );
    expect((await packageMedia(options.buildDirectory)).outputs[0]).toMatchObject({ sha256 });
  });
});

function replaceImage(path: string, bytes: Uint8Array): void {
  writeFileSync(path, bytes);
  writeFileSync(digestFileOf(path), formatDigestFile(path, sha256Of(bytes)));
}

function withOtherBit(bytes: Buffer, offset: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
  return changed;
}
