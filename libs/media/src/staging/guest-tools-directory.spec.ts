import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { selectPayload } from './guest-tools-directory';

const COMPLETE = [
  'setup.cmd',
  'uninstall.cmd',
  'verify.cmd',
  'verify.ps1',
  'README.md',
  'THIRD_PARTY_NOTICES.md',
  'config/README.md',
];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'guest-tools-'));
  add(...COMPLETE);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function add(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
}

async function pathsFor(policy: 'test' | 'production' | 'none'): Promise<string[]> {
  const { files, problems } = await selectPayload(root, policy);
  expect(problems).toEqual([]);
  return files.map(({ path }) => path).toSorted();
}

describe('rules 4: from the guest-tools directory', () => {
  test('a complete directory gives its files and nothing else of what lies around', async () => {
    add('project.json', 'tests/a.spec.ts', 'drivers/x86/viostor/viostor.inf', 'notes.txt');
    expect(await pathsFor('none')).toEqual([...COMPLETE].toSorted());
  });

  test('licenses/, tools/ and drivers/README.md are optional and included', async () => {
    add('licenses/a/LICENSE.txt', 'tools/devcon.exe', 'drivers/README.md');
    expect(await pathsFor('none')).toEqual(
      expect.arrayContaining(['licenses/a/LICENSE.txt', 'tools/devcon.exe', 'drivers/README.md']),
    );
  });

  test('licenses/ and tools/ are filtered like drivers, config/ is not', async () => {
    add('licenses/a.log', 'tools/tool.pdb', 'tools/tool.c', 'config/setup.log');
    const paths = await pathsFor('none');
    expect(paths).toContain('config/setup.log');
    expect(paths.filter((path) => /^(?:licenses|tools)\//.test(path))).toEqual([]);
  });

  test('config/devices.cmd is generated, so a copy there is not taken', async () => {
    add('config/Devices.cmd');
    expect(await pathsFor('none')).not.toContain('config/Devices.cmd');
  });

  test.each(COMPLETE.slice(0, 6))('%s is required', async (name) => {
    rmSync(join(root, name));
    const { problems } = await selectPayload(root, 'none');
    expect(problems).toMatchObject([{ severity: 'error', file: join(root, name) }]);
  });

  test('config/ is required', async () => {
    rmSync(join(root, 'config'), { recursive: true });
    const { problems } = await selectPayload(root, 'none');
    expect(problems).toMatchObject([{ file: join(root, 'config'), expected: 'a directory' }]);
  });

  test('everything that is missing is reported together', async () => {
    rmSync(join(root, 'setup.cmd'));
    rmSync(join(root, 'verify.ps1'));
    expect((await selectPayload(root, 'none')).problems).toHaveLength(2);
  });
});

describe('rules 4: never, silently skipped', () => {
  test.each(['config/.hidden', 'config/.git/x', 'licenses/Thumbs.db', 'tools/__MACOSX/a'])(
    '%s',
    async (path) => {
      add(path);
      expect(await pathsFor('none')).not.toContain(path);
    },
  );
});

describe('rules 4: never, refused with an error', () => {
  test.each([
    'config/a.pfx',
    'licenses/.hidden/b.PEM',
    'tools/c.snk',
    'certs/.d/test.key',
    'certs/e.p12',
  ])('%s', async (path) => {
    add(path);
    const { problems } = await selectPayload(root, 'none');
    expect(problems).toContainEqual(
      expect.objectContaining({ file: join(root, path), severity: 'error' }),
    );
  });

  test('symbolic links', async () => {
    symlinkSync('nowhere', join(root, 'config', 'link'));
    await expect(selectPayload(root, 'none')).rejects.toThrow(
      /symbolic links and junctions are refused/,
    );
  });

  test.each(['certs', 'licenses', 'tools', 'drivers'])(
    'a symbolic link in place of %s/, which may be missing',
    async (name) => {
      add(`elsewhere/${name}/README.md`);
      symlinkSync(`elsewhere/${name}`, join(root, name));
      expect((await selectPayload(root, 'none')).problems).toMatchObject([
        { file: join(root, name), message: 'symbolic links and junctions are refused' },
      ]);
    },
  );

  test('a symbolic link in place of drivers/README.md, which may be missing', async () => {
    mkdirSync(join(root, 'drivers'));
    symlinkSync('nowhere', join(root, 'drivers/README.md'));
    expect((await selectPayload(root, 'none')).problems).toMatchObject([
      {
        file: join(root, 'drivers/README.md'),
        message: 'symbolic links and junctions are refused',
      },
    ]);
  });

  test('a required file that is a symbolic link', async () => {
    rmSync(join(root, 'setup.cmd'));
    symlinkSync('verify.cmd', join(root, 'setup.cmd'));
    expect((await selectPayload(root, 'none')).problems).toMatchObject([
      { file: join(root, 'setup.cmd'), expected: 'a regular file' },
    ]);
  });
});

describe('rules 4: certs/', () => {
  test('policy test needs a certificate, and brings it', async () => {
    add('certs/README.md');
    expect((await selectPayload(root, 'test')).problems).toMatchObject([
      { file: join(root, 'certs'), found: 'no certificate' },
    ]);
    add('certs/test.cer', 'certs/chain.P7B', 'certs/root.crt');
    expect(await pathsFor('test')).toEqual(
      expect.arrayContaining([
        'certs/README.md',
        'certs/chain.P7B',
        'certs/root.crt',
        'certs/test.cer',
      ]),
    );
  });

  test.each(['production', 'none'] as const)(
    'policy %s refuses any certificate',
    async (policy) => {
      add('certs/README.md');
      expect((await selectPayload(root, policy)).problems).toEqual([]);
      add('certs/test.cer');
      expect((await selectPayload(root, policy)).problems).toMatchObject([{ found: '"test.cer"' }]);
    },
  );

  test('nothing but certificates and README.md belongs there', async () => {
    add('certs/test.cer', 'certs/make-cert.cmd', 'certs/notes.txt');
    expect((await selectPayload(root, 'test')).problems).toMatchObject([
      { file: join(root, 'certs/make-cert.cmd') },
      { file: join(root, 'certs/notes.txt') },
    ]);
  });
});

describe('rules 8: certificates that came with the drivers', () => {
  const driverCertificate = { path: 'certs/driver.cer', absolutePath: '/x/driver.cer', size: 1 };

  test('take the place of those in certs/, whose README.md stays', async () => {
    add('certs/README.md', 'certs/own.cer', 'certs/own.p7b');
    const { files, certificates, problems } = await selectPayload(root, 'test', [
      driverCertificate,
    ]);
    expect(problems).toEqual([]);
    expect(certificates).toEqual(['driver.cer']);
    expect(files.map(({ path }) => path).filter((path) => path.startsWith('certs/'))).toEqual([
      'certs/README.md',
      'certs/driver.cer',
    ]);
  });

  test('are refused by the policies that refuse any', async () => {
    const { problems } = await selectPayload(root, 'none', [driverCertificate]);
    expect(problems).toMatchObject([{ found: '"driver.cer"' }]);
  });
});
