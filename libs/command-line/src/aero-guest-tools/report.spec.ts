import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import AdmZip from 'adm-zip';
import { shippedFiles } from '@aero-guest-tools/media/shipped-files';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { OUTPUT_NAMES } from '../build-media';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { aeroGuestTools } from './index';

const BESIDE = ['aero-guest-tools.cdx.json', 'aero-guest-tools.intoto.jsonl', 'report.html'];

/** Media with all accompanying files, which no test changes, and the keys. */
let built: string;
/** The directory in which a test changes a copy of them. */
let root: string;
let stdoutOfBuild: string;

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'aero-report-media-'));
  await writeSampleVirtioWin(join(built, 'virtio-win.iso'));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(built, 'key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(join(built, 'key.pub'), publicKey.export({ format: 'pem', type: 'spki' }));
  const { status, stdout, stderr } = await build('--attestation-key', 'key.pem');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  stdoutOfBuild = stdout;
});
afterAll(() => {
  rmSync(built, { recursive: true, force: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-report-'));
  cpSync(join(built, 'aero-guest-tools'), root, { recursive: true });
  cpSync(join(built, 'key.pub'), join(root, 'key.pub'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function run(workingDirectory: string, ...args: readonly string[]): Promise<RecordedRun> {
  return recordRun(aeroGuestTools, {
    args,
    environment: { AERO_GUEST_TOOLS_STORE: join(built, 'store') },
    workingDirectory,
  });
}

const build = (...args: readonly string[]): Promise<RecordedRun> =>
  run(
    built,
    'build',
    'virtio-win.iso',
    '--signing-policy',
    'none',
    '--report',
    '--sbom',
    '--source-date-epoch',
    '1700000000',
    '--volume-id',
    'SAMPLE',
    ...args,
  );

const text = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('aero-guest-tools build', () => {
  test('writes report, bill of materials and attestation beside the media, and says so', () => {
    expect(readdirSync(join(built, 'aero-guest-tools')).toSorted()).toEqual(
      [...OUTPUT_NAMES, ...BESIDE].toSorted(),
    );
    for (const name of BESIDE) expect(stdoutOfBuild).toContain(`\n  aero-guest-tools/${name}\n`);
  });

  test('writes the same again, and the statement alone without a key', async () => {
    const { status } = await build('--attestation', '--out-dir', join(root, 'again'));
    expect(status).toBe(0);
    for (const name of ['report.html', 'aero-guest-tools.cdx.json']) {
      expect(text(`again/${name}`)).toBe(text(name));
    }
    const { payload } = JSON.parse(text('aero-guest-tools.intoto.jsonl')) as { payload: string };
    expect(text('again/aero-guest-tools.intoto.json')).toBe(
      Buffer.from(payload, 'base64').toString(),
    );
  });

  test('makes the same media by the commands on the page', async () => {
    const commands = /aria-label="Commands"[^]*?<code>([^]*?)<\/code>/.exec(
      text('report.html'),
    )?.[1];
    const command = /npx aero-guest-tools ([^]*?)(?:\n\n|$)/.exec(commands ?? '')?.[1] ?? '';
    // The words as a shell splits them.
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
    const [name, source, ...options] = words.trimEnd().split('\n');
    expect([name, source]).toEqual(['build', 'path/to/virtio-win.iso']);
    const { status, stderr } = await run(
      shippedFiles().root,
      'build',
      join(built, 'virtio-win.iso'),
      ...options,
      '--out-dir',
      join(root, 'again'),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const output of OUTPUT_NAMES) {
      expect(
        readFileSync(join(root, 'again', output)).equals(readFileSync(join(root, output))),
      ).toBe(true);
    }
  });

  test('attests the payload as it is in the guest-tools directory, and nothing that it made itself', () => {
    const { payload } = JSON.parse(text('aero-guest-tools.intoto.jsonl')) as { payload: string };
    const { predicate } = JSON.parse(Buffer.from(payload, 'base64').toString()) as {
      predicate: {
        buildDefinition: {
          resolvedDependencies: readonly { name: string; digest: { sha256: string } }[];
        };
      };
    };
    const named = predicate.buildDefinition.resolvedDependencies;
    const inputs = ['drivers', 'packaging-spec', 'windows-device-contract', 'packager'];
    expect(named.map(({ name }) => name)).toEqual(expect.arrayContaining([...inputs, 'setup.cmd']));
    for (const { name, digest } of named.filter((item) => !inputs.includes(item.name))) {
      const file = readFileSync(join(shippedFiles().guestToolsDirectory, name));
      expect(digest.sha256).toBe(createHash('sha256').update(file).digest('hex'));
    }
  });

  test('refuses a key that it cannot use before it builds anything', async () => {
    const { status, stderr } = await build(
      '--attestation-key',
      'key.pub',
      '--out-dir',
      join(root, 'none'),
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^key\.pub: this is not a private key\n/);
    expect(readdirSync(root)).not.toContain('none');
  });
});

describe('aero-guest-tools report', () => {
  test.each(['aero-guest-tools.iso', 'aero-guest-tools.zip'])(
    'writes a page and a bill of materials of %s',
    async (medium) => {
      const { status, stdout, stderr } = await run(
        root,
        'report',
        medium,
        '--out',
        'page.html',
        '--sbom',
        'sbom.json',
      );
      expect({ status, stderr, stdout }).toEqual({
        status: 0,
        stderr: '',
        stdout: 'page.html\nsbom.json\n',
      });
      expect(text('page.html')).toMatch(/^<!doctype html>/);
      const drivers = (path: string): unknown =>
        (JSON.parse(text(path)) as { components: { type: string }[] }).components.filter(
          ({ type }) => type === 'device-driver',
        );
      // The facts about the drivers do not depend on the command that describes them.
      expect(drivers('sbom.json')).toEqual(drivers('aero-guest-tools.cdx.json'));
    },
  );

  test.each(['aero-guest-tools.iso', '.', 'some/page.html'])(
    'never writes over the media or among their files: %s',
    async (out) => {
      const medium = out === 'aero-guest-tools.iso' ? out : '.';
      const before = readFileSync(join(root, 'aero-guest-tools.iso'));
      const { status, stderr } = await run(root, 'report', medium, '--out', out);
      expect(status).toBe(1);
      expect(stderr).toMatch(/the output would be written over the media, or among their files/);
      expect(readFileSync(join(root, 'aero-guest-tools.iso')).equals(before)).toBe(true);
    },
  );

  test('refuses media that are not what their manifest says, and leaves an older page', async () => {
    writeFileSync(join(root, 'page.html'), 'older');
    const iso = readFileSync(join(root, 'aero-guest-tools.iso'));
    iso.write('@ECHO', iso.indexOf('@echo off'));
    writeFileSync(join(root, 'aero-guest-tools.iso'), iso);
    const { status } = await run(root, 'report', 'aero-guest-tools.iso', '--out', 'page.html');
    expect(status).toBe(1);
    expect(text('page.html')).toBe('older');
  });
});

describe('aero-guest-tools verify --attestation', () => {
  const verify = (medium: string, ...args: readonly string[]): Promise<RecordedRun> =>
    run(root, 'verify', medium, ...args);
  const ATTESTED = ['--attestation', 'aero-guest-tools.intoto.jsonl', '--key', 'key.pub'];

  test.each(['aero-guest-tools.iso', 'aero-guest-tools.zip'])('accepts %s', async (medium) => {
    const { status, stdout } = await verify(medium, ...ATTESTED);
    expect(status).toBe(0);
    expect(stdout).toContain(
      `aero-guest-tools.intoto.jsonl, signed with key.pub, speaks of them as ${medium}\n`,
    );
  });

  test('accepts a directory by its manifest', async () => {
    new AdmZip(join(root, 'aero-guest-tools.zip')).extractAllTo(join(root, 'extracted'));
    const { status, stdout } = await verify('extracted', ...ATTESTED, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ attestation: { subject: 'manifest.json' } });
  });

  test('refuses other media that are whole by themselves', async () => {
    await build('--version', '9.9.9', '--out-dir', join(root, 'other'));
    const { status, stderr } = await verify('other/aero-guest-tools.iso', ...ATTESTED);
    expect(status).toBe(1);
    expect(stderr).toMatch(/the attestation is about other media/);
  });

  test('refuses a statement that was changed, and another key', async () => {
    const file = join(root, 'aero-guest-tools.intoto.jsonl');
    const envelope = JSON.parse(text('aero-guest-tools.intoto.jsonl')) as Record<string, string>;
    const payload = Buffer.from(envelope['payload'] ?? '', 'base64').toString();
    const { publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(root, 'other.pub'), publicKey.export({ format: 'pem', type: 'spki' }));
    const ofOtherKey = await verify(
      'aero-guest-tools.iso',
      '--attestation',
      'aero-guest-tools.intoto.jsonl',
      '--key',
      'other.pub',
    );
    const changed = Buffer.from(payload.replace('"none"', '"test"')).toString('base64');
    writeFileSync(file, JSON.stringify({ ...envelope, payload: changed }));
    const ofChanged = await verify('aero-guest-tools.iso', ...ATTESTED);
    for (const { status, stderr } of [ofOtherKey, ofChanged]) {
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /the attestation is not signed with this key, or was changed after it was signed/,
      );
    }
  });

  test.each([[['--attestation', 'aero-guest-tools.intoto.jsonl']], [['--key', 'key.pub']]])(
    'refuses %j alone',
    async (args) => {
      const { status, stderr } = await verify('aero-guest-tools.iso', ...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(/an attestation is checked with the key of its publisher/);
    },
  );
});
