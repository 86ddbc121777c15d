import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createGuest,
  criticalDevice,
  markKey,
  packagesKey,
  servicesKey,
  versionKey,
  type Guest,
} from './guest';
import {
  boundHardwareIds,
  crlf,
  generated,
  listingManifest,
  mediaFiles,
  netkvm,
  packageLine,
  viostor,
  writeMedia,
  type MediaFiles,
} from './media';
import { szdd } from '@aero-guest-tools/test-signing';
import { stageMediaFrom } from './staged-media';
import { hasWine, rebootRequired, type WinePrefix } from './wine';
import { GENUINE_IMAGE } from './workspace-copy';

if (!hasWine) console.warn('wine is not installed: the batch files are not run');

jest.retryTimes(1, { logErrorsBeforeRetry: true });
jest.setTimeout(240_000);

const inf12 = 'windows/inf/oem12.inf';

(hasWine ? describe : describe.skip)('what setup.cmd and uninstall.cmd must never do', () => {
  let guest: Guest;
  let wine: WinePrefix;

  beforeAll(() => {
    guest = createGuest();
    ({ wine } = guest);
  });

  afterAll(() => wine?.dispose());

  beforeEach(() => {
    guest.reset();
    for (const file of ['stub/run.txt', inf12]) rmSync(onC(file), { force: true });
    wine.reg('add', versionKey, '/v', 'CurrentBuildNumber', '/d', '7601', '/f');
  });

  const onC = (path: string) => join(wine.driveC, path);
  const files = mediaFiles('none');
  const infOfViostor = files['drivers/amd64/viostor/viostor.inf'] ?? '';

  /** Media whose storage driver for 64-bit Windows has this verdict. */
  const withVerdict = (
    withUpdates: 'accepted' | 'test-signing' | 'unknown' | 'refused',
    ...updates: readonly string[]
  ): MediaFiles => ({
    ...files,
    ...generated(
      netkvm('amd64'),
      viostor('amd64', { withoutUpdates: 'refused', withUpdates, updates }),
    ),
  });

  /** Runs a script from a batch file that sets variables first, as a caller's environment does. */
  function runWith(variables: readonly string[], media: MediaFiles, command: string) {
    const start = ['@echo off', ...variables.map((text) => `set "${text}"`), `call ${command}`];
    return guest.run({ ...media, 'caller.cmd': crlf(...start) }, 'caller.cmd');
  }

  function expectNothingChanged(): void {
    expect(guest.calls()).toEqual([]);
    expect(existsSync(onC('AeroGuestTools'))).toBe(false);
    expect(guest.registry(markKey)).toBeUndefined();
    expect(guest.registry(`${servicesKey}\\viostor`)).toBeUndefined();
  }

  describe('a service that is started at boot, and that Windows refuses to load', () => {
    test.each([
      ['a signature that it refuses', withVerdict('refused'), 'refuses the signature'],
      ['test-signed, without test signing mode', withVerdict('test-signing'), 'is test-signed'],
      [
        'one of which nothing is documented',
        withVerdict('unknown', 'KB4490628', 'KB4474419'),
        'KB4490628 KB4474419',
      ],
      ['no update for it', withVerdict('accepted', 'KB3033929'), 'KB3033929'],
    ])('%s: refused before anything is changed', (_, media, message) => {
      const { status, stdout } = guest.run(media, 'setup.cmd /force');
      expect(status).toBe(6);
      expect(stdout).toContain(message);
      expectNothingChanged();
    });

    test('the other drivers can be installed', () => {
      const { status } = guest.run(withVerdict('refused'), 'setup.cmd /quiet /skipstorage');
      expect(status).toBe(rebootRequired);
      expect(guest.registry(`${servicesKey}\\viostor`)).toBeUndefined();
    });

    test('an update counts where its package is installed, not where it is staged', () => {
      const media = withVerdict('accepted', 'KB3033929');
      const key = `${packagesKey}\\Package_for_KB3033929~31bf3856ad364e35~amd64~~6.1.1.1`;
      const setState = (state: string) =>
        wine.reg('add', key, '/v', 'CurrentState', '/t', 'REG_DWORD', '/d', state, '/f');
      setState('64');
      expect(guest.run(media, 'setup.cmd /quiet').status).toBe(6);
      setState('112');
      expect(guest.run(undefined, 'setup.cmd /quiet').status).toBe(rebootRequired);
    });

    describe('a signature without a timestamp, which is valid until 2026-01-02', () => {
      const until = Date.UTC(2026, 0, 2, 12) / 1000;
      const signed = { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [] } as const;
      const media = {
        ...files,
        ...generated(netkvm('amd64'), viostor('amd64', { ...signed, until })),
      };

      test('is accepted on its last day', () => {
        guest.write('stub/today.txt', '20260102');
        const { stdout } = guest.run(media, 'setup.cmd', crlf('n'));
        expect(stdout).toContain('Windows accepts it until 2026-01-02.');
        expect(stdout).toContain('Install the drivers now?');
      });

      test('is refused on the day after', () => {
        guest.write('stub/today.txt', '20260103');
        const { status, stdout } = guest.run(media, 'setup.cmd /force');
        expect(stdout).toContain('It is 2026-01-03 by the clock of this computer');
        expect(status).toBe(6);
        expectNothingChanged();
      });

      test('is a thing to try on a copy where Windows does not tell the date', () => {
        expect(guest.run(media, 'setup.cmd /quiet').status).toBe(6);
        expectNothingChanged();
        const { stdout } = guest.run(undefined, 'setup.cmd /try-unproven', crlf('n'));
        expect(stdout).toContain("Windows does not tell today's date");
        expect(stdout).toContain('Install the drivers now?');
      });
    });

    test('/assume-updates and /try-unproven each allow their own', () => {
      const media = withVerdict('unknown', 'KB4474419');
      expect(guest.run(media, 'setup.cmd /quiet /assume-updates').status).toBe(6);
      expect(guest.run(undefined, 'setup.cmd /quiet /try-unproven').status).toBe(6);
      const both = guest.run(undefined, 'setup.cmd /quiet /assume-updates /try-unproven');
      expect(both.status).toBe(rebootRequired);
      expect(both.stdout).toContain('reg load');
    });
  });

  test('a storage driver that is stored compressed is expanded', () => {
    const [driver] = [viostor('amd64')];
    const bootDisk = driver.bootDisk && {
      ...driver.bootDisk,
      source: 'viostor.sy_',
      sourceIsCompressed: true,
    };
    const { 'drivers/amd64/viostor/viostor.sys': contents = '', ...others } = files;
    const media = {
      ...others,
      ...generated(netkvm('amd64'), { ...driver, ...(bootDisk && { bootDisk }) }),
    };
    writeMedia(guest.media, media);
    const stored = join(guest.media, 'drivers/amd64/viostor/viostor.sy_');
    writeFileSync(stored, szdd(Buffer.from(contents), 's'));
    expect(guest.run(undefined, 'setup.cmd /quiet').status).toBe(rebootRequired);
    const installed = onC('windows/system32/drivers/viostor.sys');
    expect(readFileSync(installed, 'latin1')).toBe(contents);
    const hash = createHash('sha256').update(contents).digest('hex');
    expect(guest.state()).toContain(`driver-file viostor.sys ${hash}`);
    expect(existsSync(onC('AeroGuestTools/expanded.sys'))).toBe(false);
    expect(guest.run(undefined, 'uninstall.cmd /quiet').status).toBe(rebootRequired);
    expect(existsSync(installed)).toBe(false);
  });

  test('exit code 4 leaves neither folder nor log nor mark', () => {
    const media = { ...files, ...generated(netkvm('amd64')) };
    expect(guest.run(media, 'setup.cmd /force').status).toBe(4);
    expectNothingChanged();
  });

  describe('what comes from outside is not expanded by cmd.exe', () => {
    const payloads = [
      '"a"";EQU;""a"";echo x>C:\\stub\\run.txt&"""',
      'a"&echo x>C:\\stub\\run.txt&"',
      'a" (echo x>C:\\stub\\run.txt) "',
      '"&echo x>C:\\stub\\run.txt&rem "',
      '%COMSPEC%"&echo x>C:\\stub\\run.txt&"',
    ];

    test.each(payloads)('AddService = %s', (payload) => {
      const inf = crlf('[x.Services]', `AddService = ${payload}, 2, y`);
      guest.run({ ...files, 'drivers/amd64/viostor/viostor.inf': inf }, 'setup.cmd', crlf('n'));
      expect(existsSync(onC('stub/run.txt'))).toBe(false);
    });

    test('data of the registry', () => {
      const [id] = boundHardwareIds;
      for (const key of [criticalDevice(id), `${servicesKey}\\viostor`]) {
        for (const name of ['Service', 'Start']) {
          wine.reg('add', key, '/v', name, '/d', `a"&echo x>C:\\stub\\run.txt&"`, '/f');
        }
      }
      const { status } = guest.run(files, 'setup.cmd /force');
      expect(status).toBe(3);
      expect(existsSync(onC('stub/run.txt'))).toBe(false);
    });
  });

  describe('the environment of the caller is not believed', () => {
    test('ERRORLEVEL=0: a certificate that certutil refuses was not imported', () => {
      const media = { ...mediaFiles('test'), 'certs/aero-test.cer': 'refused' };
      const { status, stdout } = runWith(['ERRORLEVEL=0'], media, 'setup.cmd /force');
      expect(stdout).toContain('certutil could not import it');
      expect(status).toBe(1);
    });

    test('ERRORLEVEL=7: a folder that can be protected is used', () => {
      expect(runWith(['ERRORLEVEL=7'], files, 'setup.cmd /force').stdout).toContain('Done.');
    });

    test('DIRCMD and COPYCMD: a package that was there before is not taken for its own', () => {
      guest.write(inf12, infOfViostor);
      runWith(['DIRCMD=/s', 'COPYCMD=/-y'], files, 'setup.cmd /force');
      expect(guest.state().filter((line) => line.startsWith('package'))).toEqual([
        packageLine(files, 'drivers/amd64/netkvm/netkvm.inf'),
      ]);
    });
  });

  test('a failing pnputil whose text names an INF of somebody else has published nothing', () => {
    guest.write(inf12, 'of somebody else');
    guest.write('stub/not-published', '');
    const { status, stdout } = guest.run(files, 'setup.cmd /force');
    expect(status).toBe(1);
    expect(stdout).toContain('FAILED: pnputil did not add viostor.inf');
    expect(guest.registry(`${servicesKey}\\viostor`)).toBeUndefined();
  });

  describe('/quiet', () => {
    // Wine knows no CMDCMDLINE, so it never pauses: batch-files.spec.ts reads the lines that could.
    test('asks nothing and shuts nothing down', () => {
      expect(guest.run(files, 'setup.cmd', crlf('y')).stdout).toContain('[y/N]');
      for (const script of ['setup', 'uninstall']) {
        const { stdout } = guest.run(undefined, `${script}.cmd /quiet`, crlf('y', 'y'));
        expect(stdout).not.toContain('[y/N]');
      }
      expect(guest.calls().filter((call) => call.startsWith('shutdown'))).toEqual([]);
      expect(guest.state()).toEqual([]);
    });

    test('does not go on with another Windows, unless /force-other-windows says so', () => {
      wine.reg('add', versionKey, '/v', 'CurrentBuildNumber', '/d', '7600', '/f');
      expect(guest.run(files, 'setup.cmd /quiet').status).toBe(3);
      expectNothingChanged();
      expect(guest.run(undefined, 'setup.cmd /quiet /force-other-windows').status).toBe(
        rebootRequired,
      );
    });

    test('does not trust test certificates, unless /allow-test-signing says so', () => {
      expect(guest.run(mediaFiles('test'), 'setup.cmd /quiet').status).toBe(3);
      expectNothingChanged();
      guest.run(undefined, 'setup.cmd /quiet /allow-test-signing');
      expect(guest.calls()).toContain('bcdedit /set {current} testsigning on');
    });
  });

  test('/trustpublisher trusts the publishers in TrustedPublisher only, and writes it down', () => {
    const certificate = 'the certificate of a publisher';
    const sha1 = createHash('sha1').update(certificate).digest('hex');
    const media = { ...files, [`certs/publishers/${sha1}.cer`]: certificate };
    guest.run(media, 'setup.cmd /quiet');
    expect(guest.calls().filter((call) => call.startsWith('certutil'))).toEqual([]);
    guest.run(undefined, 'setup.cmd /quiet /trustpublisher');
    expect(guest.calls().filter((call) => call.startsWith('certutil'))).toEqual([
      `certutil -addstore -f TrustedPublisher "certs\\publishers\\${sha1}.cer"`,
    ]);
    expect(guest.state()).toContain(`certificate TrustedPublisher ${sha1}`);
  });

  describe('/check', () => {
    const complete = { ...files, 'manifest.json': listingManifest('none', files) };

    test('needs no administrator, and changes nothing', () => {
      wine.reg('delete', String.raw`HKU\S-1-5-19`, '/f');
      const { status, stdout } = guest.run(complete, 'setup.cmd /check /quiet');
      expect(stdout).toContain(
        `Files: ${Object.keys(files).length - 1} listed, 0 missing or different.`,
      );
      expect(status).toBe(0);
      expectNothingChanged();
    });

    test('says which names it leaves to verify.cmd', () => {
      const path = 'drivers/amd64/viostor/';
      const odd = { ...files, [`${path}read me, (a & b).txt`]: 'x', [`${path}100%.txt`]: 'x' };
      const media = { ...odd, 'manifest.json': listingManifest('none', odd) };
      const { status, stdout } = guest.run(media, 'setup.cmd /check /quiet');
      // Where a name has a comma, FOR may leave it out between the parts.
      expect(stdout).toMatch(
        /Left to verify.cmd: "drivers.amd64.viostor.read me,? \(a & b\).txt"/u,
      );
      expect(stdout).toMatch(/Left to verify.cmd: "drivers.amd64.viostor.100%.txt"/u);
      expect(stdout).toContain('2 of them have names that only verify.cmd can look for');
      expect(status).toBe(0);
    });

    test('finds a file that is missing, and one that is different', () => {
      const damaged = { ...complete, 'drivers/x86/viostor/viostor.sys': 'changed' };
      writeMedia(guest.media, damaged);
      rmSync(join(guest.media, 'drivers/x86/netkvm/netkvm.inf'));
      const { status, stdout } = guest.run(undefined, 'setup.cmd /check /quiet');
      expect(status).toBe(3);
      expect(stdout).toContain(String.raw`Different: drivers\x86\viostor\viostor.sys`);
      expect(stdout).toContain(String.raw`Missing: drivers\x86\netkvm\netkvm.inf`);
      expectNothingChanged();
    });
  });

  describe('uninstall.cmd', () => {
    const inUse = () =>
      wine.reg(
        'add',
        `${servicesKey}\\viostor\\Enum`,
        '/v',
        'Count',
        '/t',
        'REG_DWORD',
        '/d',
        '1',
        '/f',
      );

    test('leaves a storage driver in use that /skipstorage has added', () => {
      guest.run(files, 'setup.cmd /quiet /skipstorage');
      inUse();
      expect(guest.run(undefined, 'uninstall.cmd /quiet').status).toBe(4);
      expect(existsSync(onC(inf12))).toBe(true);
      expect(guest.run(undefined, 'uninstall.cmd /quiet /remove-boot-driver').status).toBe(
        rebootRequired,
      );
      expect(existsSync(onC(inf12))).toBe(false);
    });

    test('leaves one in use of which an earlier version knew the package only', () => {
      guest.markFolder();
      guest.plantState('driver oem12.inf');
      guest.write(inf12, infOfViostor);
      inUse();
      expect(guest.run(files, 'uninstall.cmd /quiet').status).toBe(4);
      expect(existsSync(onC(inf12))).toBe(true);
    });

    test('does not delete an INF that has the number of its own by now', () => {
      guest.run(files, 'setup.cmd /quiet');
      guest.write(inf12, 'of somebody else');
      rmSync(onC('stub/calls.txt'));
      expect(guest.run(undefined, 'uninstall.cmd /quiet').status).toBe(rebootRequired);
      expect(guest.calls()).toEqual(['pnputil -d oem5.inf']);
      expect(readFileSync(onC(inf12), 'latin1')).toBe('of somebody else');
    });

    test('takes back a package of an earlier version by the INF on its media, not by its number', () => {
      guest.markFolder();
      guest.plantState('driver oem5.inf', 'driver oem12.inf');
      guest.write('windows/inf/oem5.inf', files['drivers/amd64/netkvm/netkvm.inf'] ?? '');
      guest.write(inf12, 'of somebody else');
      expect(guest.run(files, 'uninstall.cmd /quiet').status).toBe(1);
      expect(existsSync(onC('windows/inf/oem5.inf'))).toBe(false);
      expect(guest.state()).toEqual(['driver oem12.inf']);
      expect(existsSync(onC(inf12))).toBe(true);
    });

    test('forces pnputil only where a device uses the package', () => {
      guest.run(files, 'setup.cmd /quiet /skipstorage');
      guest.write('stub/in-use', '');
      rmSync(onC('stub/calls.txt'));
      guest.run(undefined, 'uninstall.cmd /quiet');
      expect(guest.calls()).toEqual([
        'pnputil -d oem5.inf',
        'pnputil -f -d oem5.inf',
        'pnputil -d oem12.inf',
        'pnputil -f -d oem12.inf',
      ]);
    });

    test('puts back what setup.cmd has replaced: boot driver and file', () => {
      const key = criticalDevice(boundHardwareIds[0]);
      wine.reg('add', key, '/v', 'Service', '/d', 'other_blk', '/f');
      wine.reg('add', key, '/v', 'ClassGUID', '/d', '{00000000-E325-11CE-BFC1-08002BE10318}', '/f');
      guest.write('windows/system32/drivers/viostor.sys', 'of somebody else');
      expect(guest.run(files, 'setup.cmd /quiet').status).toBe(3);
      expect(guest.run(undefined, 'setup.cmd /quiet /replace-driver').status).toBe(rebootRequired);
      expect(guest.registry(key)).toContain('Service REG_SZ viostor');
      expect(guest.run(undefined, 'uninstall.cmd /quiet').status).toBe(rebootRequired);
      expect(guest.registry(key)?.toSorted()).toEqual([
        'ClassGUID REG_SZ {00000000-E325-11CE-BFC1-08002BE10318}',
        'Service REG_SZ other_blk',
      ]);
      expect(guest.registry(criticalDevice(boundHardwareIds[1]))).toBeUndefined();
      const installed = onC('windows/system32/drivers/viostor.sys');
      expect(readFileSync(installed, 'latin1')).toBe('of somebody else');
      expect(guest.state()).toEqual([]);
    });

    test('leaves a boot driver that is another one by now', () => {
      guest.run(files, 'setup.cmd /quiet');
      const key = criticalDevice(boundHardwareIds[0]);
      wine.reg('add', key, '/v', 'Service', '/d', 'other_blk', '/f');
      guest.write('windows/system32/drivers/viostor.sys', 'of a later driver');
      guest.run(undefined, 'uninstall.cmd /quiet');
      expect(guest.registry(key)).toContain('Service REG_SZ other_blk');
      expect(guest.registry(`${servicesKey}\\viostor`)).toBeDefined();
      expect(existsSync(onC('windows/system32/drivers/viostor.sys'))).toBe(true);
    });
  });

  (existsSync(GENUINE_IMAGE) ? describe : describe.skip)('media from genuine drivers', () => {
    let directory: string;

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'aero-genuine-'));
      await stageMediaFrom(GENUINE_IMAGE, directory, 'production');
    });

    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    test('/check finds all of its files as the manifest lists them, but the scripts that call stubs', () => {
      cpSync(join(directory, 'media'), guest.media, { recursive: true });
      const { status, stdout } = guest.run({}, 'setup.cmd /check /quiet');
      expect(stdout.match(/(?:Different|Missing): .*(?=\r)/gu)).toEqual([
        'Different: setup.cmd',
        'Different: uninstall.cmd',
        'Different: verify.cmd',
      ]);
      expect(stdout).not.toContain('only verify.cmd');
      expect(status).toBe(3);
    });

    test('Windows is prepared for every id that the INF binds, with the values that it sets', () => {
      cpSync(join(directory, 'media'), guest.media, { recursive: true });
      const { status, stdout } = guest.run({}, 'setup.cmd /quiet /trustpublisher');
      expect(stdout).toContain('Windows is prepared to start');
      expect(status).toBe(rebootRequired);
      for (const id of [
        String.raw`PCI\VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00`,
        String.raw`PCI\VEN_1AF4&DEV_1001`,
        String.raw`PCI\VEN_1AF4&DEV_1042&SUBSYS_11001AF4&REV_01`,
        String.raw`PCI\VEN_1AF4&DEV_1042`,
      ]) {
        expect(guest.registry(criticalDevice(id))).toContain('Service REG_SZ viostor');
      }
      expect(guest.registry(`${servicesKey}\\viostor\\Parameters`)).toEqual([
        'BusType REG_DWORD 0x1',
      ]);
      expect(guest.registry(`${servicesKey}\\viostor`)).toContain('Group REG_SZ SCSI miniport');
      expect(guest.calls()).toContain(
        String.raw`certutil -addstore -f TrustedPublisher "certs\publishers\BF843ACEC2E35104AD828D52074E02022AE9E248.cer"`,
      );
      expect(guest.run(undefined, 'uninstall.cmd /quiet').status).toBe(rebootRequired);
      expect(guest.registry(criticalDevice(String.raw`PCI\VEN_1AF4&DEV_1001`))).toBeUndefined();
    });
  });
});
