import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  controlKey,
  createGuest,
  criticalDevice,
  markKey,
  objectId,
  servicesKey,
  thumbprint,
  type Guest,
} from './guest';
import {
  boundHardwareIds,
  crlf,
  generated,
  manifest,
  mediaFiles,
  netkvm,
  packageLine,
  storageHardwareIds,
  viostor,
  withoutBootDisk,
  writeMedia,
  type MediaFiles,
} from './media';
import { hasWine, rebootRequired, type WinePrefix } from './wine';

if (!hasWine) console.warn('wine is not installed: the batch files are not run');

// On a busy machine a program under Wine now and then ends with an error of its own. Each test starts
// from a clean state, so it may be run once more; what failed is shown.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

(hasWine ? describe : describe.skip)('the batch files, run by cmd.exe of Wine', () => {
  let guest: Guest;
  let wine: WinePrefix;
  let media: string;

  beforeAll(() => {
    guest = createGuest();
    ({ wine, media } = guest);
  }, 120_000);

  afterAll(() => wine?.dispose());

  beforeEach(() => guest.reset());

  const run = (files: MediaFiles | undefined, command: string, input?: string) =>
    guest.run(files, command, input);
  const calls = () => guest.calls();
  const aclCalls = () => guest.aclCalls();
  const state = () => guest.state();
  const registry = (key: string) => guest.registry(key);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  /** The line of state.txt for a package of the media for 64-bit Windows. */
  const packageOf = (driver: string) =>
    packageLine(
      mediaFiles('none'),
      `drivers/amd64/${driver}/${driver}.inf`,
      driver === 'viostor' ? 'viostor' : '',
    );

  describe('setup.cmd', () => {
    test('/? shows the options', () => {
      const { status, stdout } = run(mediaFiles('none'), 'setup.cmd /?');
      expect(status).toBe(0);
      expect(stdout).toContain('/skipstorage     Do not prepare');
      expect(stdout).toContain('5 not run as administrator;');
    });

    test('refuses an option that it does not know', () => {
      const { status, stdout } = run(mediaFiles('none'), 'setup.cmd /force /quite');
      expect(status).toBe(2);
      expect(stdout).toContain('Unknown option: "/quite"');
      expect(calls()).toEqual([]);
    });

    test('refuses to run without administrator rights', () => {
      wine.reg('delete', String.raw`HKU\S-1-5-19`, '/f');
      const { status, stdout } = run(mediaFiles('none'), 'setup.cmd /force');
      expect(status).toBe(5);
      expect(stdout).toContain('Run as administrator');
      expect(existsSync(join(wine.driveC, 'AeroGuestTools'))).toBe(false);
    });

    test.each([
      ['with an empty manifest', { 'manifest.json': '' }, 'names no signing policy'],
      ['with an unknown policy', { 'manifest.json': manifest('whql') }, 'names no signing policy'],
      [
        'with two policies',
        { 'manifest.json': manifest('test') + manifest('none') },
        'names no signing policy',
      ],
    ])('refuses media %s', (_, files, message) => {
      const { status, stdout } = run({ ...mediaFiles('none'), ...files }, 'setup.cmd /force');
      expect(status).toBe(3);
      expect(stdout).toContain(message);
      expect(calls()).toEqual([]);
    });

    test.each([
      'manifest.json',
      'config/devices.cmd',
      'config/media.cmd',
      'drivers/amd64',
      'drivers/amd64/netkvm/netkvm.inf',
    ])('refuses media without %s', (path) => {
      writeMedia(media, mediaFiles('none'));
      rmSync(join(media, path), { recursive: true });
      const { status, stdout } = run(undefined, 'setup.cmd /force');
      expect(status).toBe(3);
      expect(stdout).toContain(`${path.replaceAll('/', '\\')} is missing`);
      expect(calls()).toEqual([]);
    });

    test('reads the policy of a compact manifest', () => {
      const compact = JSON.stringify(JSON.parse(manifest('production')));
      const files = { ...mediaFiles('none'), 'manifest.json': compact };
      expect(run(files, 'setup.cmd').stdout).toContain('Signing policy: production');
    });

    test('changes nothing where the answer is not yes', () => {
      const { status, stdout } = run(mediaFiles('test'), 'setup.cmd', crlf('n'));
      expect(status).toBe(3);
      expect(stdout).toContain('Install the drivers now? [y/N]');
      expect(calls()).toEqual([]);
      expect(state()).toEqual([]);
    });

    test('installs the drivers and prepares Windows to start from virtio-blk', () => {
      const { status, stdout } = run(mediaFiles('none'), 'setup.cmd /force');
      expect(stdout).toContain('viostor.inf is published as oem12.inf');
      expect(status).toBe(rebootRequired);
      const drivers = String.raw`C:\Aero Guest & (x86) !Tools\drivers\amd64`;
      expect(calls()).toEqual([
        String.raw`pnputil -i -a "${drivers}\netkvm\netkvm.inf"`,
        String.raw`pnputil -i -a "${drivers}\viostor\viostor.inf"`,
      ]);
      expect(registry(`${servicesKey}\\viostor`)?.toSorted()).toEqual([
        'ErrorControl REG_DWORD 0x1',
        'Group REG_SZ SCSI miniport',
        String.raw`ImagePath REG_EXPAND_SZ system32\drivers\viostor.sys`,
        'Start REG_DWORD 0x0',
        'Tag REG_DWORD 0x21',
        'Type REG_DWORD 0x1',
      ]);
      expect(registry(String.raw`${servicesKey}\viostor\Parameters\PnpInterface`)).toEqual([
        '5 REG_DWORD 0x1',
      ]);
      expect(registry(String.raw`${servicesKey}\viostor\Parameters`)).toEqual([
        'BusType REG_DWORD 0xa',
      ]);
      for (const id of [...boundHardwareIds, ...storageHardwareIds]) {
        expect(registry(criticalDevice(id))).toEqual([
          'ClassGUID REG_SZ {4D36E97B-E325-11CE-BFC1-08002BE10318}',
          'Service REG_SZ viostor',
        ]);
      }
      const installed = join(wine.driveC, 'windows/system32/drivers/viostor.sys');
      expect(readFileSync(installed, 'latin1')).toBe('storage driver for amd64');
      expect(state()).toEqual([
        packageOf('netkvm'),
        packageOf('viostor'),
        'storage viostor',
        `driver-file viostor.sys ${sha256('storage driver for amd64')}`,
        'service viostor',
        'critical-device PCI#VEN_1AF4&DEV_1001 viostor',
        'critical-device PCI#VEN_1AF4&DEV_1042 viostor',
        'critical-device PCI#VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01 viostor',
      ]);
    });

    test('installs on no device with /stageonly', () => {
      run(mediaFiles('none'), 'setup.cmd /force /stageonly');
      expect(calls().map((call) => call.slice(0, 12))).toEqual(['pnputil -a "', 'pnputil -a "']);
    });

    test('offers to shut Windows down, and not with /noreboot', () => {
      // Only the first question is answered: SET /P of Wine reads all of its input at once.
      const { status, stdout } = run(mediaFiles('none'), 'setup.cmd', crlf('y'));
      expect(status).toBe(rebootRequired);
      expect(stdout).toContain('Shut Windows down now? [y/N]');
      expect(run(undefined, 'setup.cmd /noreboot', crlf('y')).stdout).not.toContain(
        'Shut Windows down now?',
      );
      expect(calls().filter((call) => call.startsWith('shutdown'))).toEqual([]);
    });

    test('takes the drivers for x86 on a 32-bit Windows', () => {
      writeMedia(media, mediaFiles('none'));
      const start = crlf('@set "PROCESSOR_ARCHITECTURE=x86"', '@call setup.cmd /force');
      writeFileSync(join(media, 'run32.cmd'), start);
      run(undefined, 'run32.cmd');
      expect(calls()[0]).toContain(String.raw`drivers\x86\netkvm`);
      const installed = join(wine.driveC, 'windows/system32/drivers/viostor.sys');
      expect(readFileSync(installed, 'latin1')).toBe('storage driver for x86');
    });

    test('takes the 64-bit drivers and programs from a 32-bit cmd.exe on 64-bit Windows', () => {
      writeMedia(media, mediaFiles('none'));
      const start = crlf(
        '@set "PROCESSOR_ARCHITECTURE=x86"',
        '@set "PROCESSOR_ARCHITEW6432=AMD64"',
        '@call setup.cmd /force',
        '@echo %SYS%',
      );
      writeFileSync(join(media, 'run32.cmd'), start);
      // Wine has no Sysnative; the prefix has a link of that name.
      run(undefined, 'run32.cmd');
      expect(calls()[0]).toContain(String.raw`drivers\amd64\netkvm`);
      expect(existsSync(join(wine.driveC, 'windows/sysnative/drivers/viostor.sys'))).toBe(true);
    });

    test.each(['production', 'none'] as const)(
      'with the policy %s touches neither certificates nor boot configuration',
      (policy) => {
        const files = { ...mediaFiles(policy), 'certs/left-over.cer': 'certificate' };
        const { status } = run(files, 'setup.cmd /force');
        expect(status).toBe(rebootRequired);
        expect(calls().filter((call) => /^(?:bcdedit|certutil)/u.test(call))).toEqual([]);
      },
    );

    test('with the policy test trusts the certificates and switches test signing mode on', () => {
      const { status, stdout } = run(mediaFiles('test'), 'setup.cmd /force');
      expect(status).toBe(rebootRequired);
      expect(stdout).toContain('switch Windows test signing mode on');
      expect(calls().slice(0, 3)).toEqual([
        String.raw`certutil -addstore -f Root "certs\aero-test.cer"`,
        String.raw`certutil -addstore -f TrustedPublisher "certs\aero-test.cer"`,
        'bcdedit /set {current} testsigning on',
      ]);
      expect(state()).toEqual(
        expect.arrayContaining([
          `certificate Root ${thumbprint}`,
          `certificate TrustedPublisher ${thumbprint}`,
          'boot testsigning',
        ]),
      );
    });

    test('leaves test signing mode alone where it is on', () => {
      const options = ' NOEXECUTE=OPTIN  TESTSIGNING';
      wine.reg('add', controlKey, '/v', 'SystemStartOptions', '/d', options, '/f');
      run(mediaFiles('test'), 'setup.cmd /force');
      expect(calls().filter((call) => call.startsWith('bcdedit'))).toEqual([]);
      expect(state()).not.toContain('boot testsigning');
    });

    test('with the policy test wants a certificate', () => {
      const { 'certs/aero-test.cer': _, ...files } = mediaFiles('test');
      const { status, stdout } = run(files, 'setup.cmd /force');
      expect(status).toBe(1);
      expect(stdout).toContain('holds no certificate');
      expect(calls()).toEqual([]);
    });

    test('stops at a certificate that certutil refuses', () => {
      const files = { ...mediaFiles('test'), 'certs/aero-test.cer': 'refused' };
      const { status, stdout } = run(files, 'setup.cmd /force');
      expect(status).toBe(1);
      expect(stdout).toContain('certutil could not import it');
      expect(calls().filter((call) => !call.startsWith('certutil'))).toEqual([]);
    });

    describe('rules 3: the storage service is installed by a packaged INF', () => {
      const withoutStorage: MediaFiles = {
        ...mediaFiles('none'),
        ...generated(netkvm('amd64'), withoutBootDisk(viostor('amd64'))),
      };

      test('refuses media where it is not, before anything is changed', () => {
        const { status, stdout } = run(withoutStorage, 'setup.cmd /force');
        expect(status).toBe(4);
        expect(stdout).toContain("installs the storage service 'viostor'");
        expect(calls()).toEqual([]);
      });

      test('/skipstorage installs the other drivers and prepares nothing', () => {
        const { status } = run(withoutStorage, 'setup.cmd /force /skipstorage');
        expect(status).toBe(rebootRequired);
        expect(calls()).toHaveLength(2);
        expect(registry(`${servicesKey}\\viostor`)).toBeUndefined();
        expect(registry(criticalDevice(storageHardwareIds[1]))).toBeUndefined();
      });

      test('a storage driver without its file is refused', () => {
        const { 'drivers/amd64/viostor/viostor.sys': _, ...files } = mediaFiles('none');
        const { status, stdout } = run(files, 'setup.cmd /force');
        expect(status).toBe(3);
        expect(stdout).toContain('viostor.sys is missing: the storage driver is incomplete');
      });
    });

    test('stops at a driver package that cannot be added; /force goes on, and reports it', () => {
      writeMedia(media, mediaFiles('none'));
      writeFileSync(join(wine.driveC, 'stub/reject-netkvm'), '');
      expect(run(undefined, 'setup.cmd', crlf('y')).status).toBe(1);
      expect(registry(`${servicesKey}\\viostor`)).toBeUndefined();
      expect(run(undefined, 'setup.cmd /force').status).toBe(1);
      expect(registry(`${servicesKey}\\viostor`)).toBeDefined();
    });

    test('does not prepare Windows for a storage driver that cannot be added, with /force either', () => {
      writeMedia(media, mediaFiles('none'));
      writeFileSync(join(wine.driveC, 'stub/reject-viostor'), '');
      expect(run(undefined, 'setup.cmd /force').status).toBe(1);
      expect(registry(`${servicesKey}\\viostor`)).toBeUndefined();
    });

    test('does not write down what was there before', () => {
      const files = mediaFiles('none');
      guest.write('windows/inf/oem12.inf', files['drivers/amd64/viostor/viostor.inf'] ?? '');
      wine.reg('add', `${servicesKey}\\viostor`, '/v', 'Start', '/t', 'REG_DWORD', '/d', '0', '/f');
      run(files, 'setup.cmd /force');
      expect(state()).not.toContain(packageOf('viostor'));
      expect(state()).not.toContain('service viostor');
      expect(registry(`${servicesKey}\\viostor`)).toEqual(['Start REG_DWORD 0x0']);
    });

    test('writes everything down once when it runs twice', () => {
      run(mediaFiles('test'), 'setup.cmd /force');
      const first = state();
      expect(run(undefined, 'setup.cmd /force').status).toBe(rebootRequired);
      expect(state()).toEqual(first);
    });

    test('does not take a disk from another boot driver, except with /force', () => {
      const key = criticalDevice(storageHardwareIds[1]);
      wine.reg('add', key, '/v', 'Service', '/d', 'other_blk', '/f');
      const { status, stdout } = run(mediaFiles('none'), 'setup.cmd', crlf('y'));
      expect(status).toBe(3);
      expect(calls()).toEqual([]);
      expect(stdout).toContain("has PCI\\VEN_1AF4&DEV_1042 with the boot driver 'other_blk'");
      expect(registry(key)).toEqual(['Service REG_SZ other_blk']);
      expect(run(undefined, 'setup.cmd /force').status).toBe(rebootRequired);
      expect(registry(key)).toContain('Service REG_SZ viostor');
    });
  });

  describe('the folder AeroGuestTools, which any user can make', () => {
    const notOurs = 'is not a folder that setup.cmd has made';
    const folder = () => join(wine.driveC, 'AeroGuestTools');
    const planted = ['service viostor', `certificate Root ${thumbprint}`];

    test('is made by setup.cmd out of reach, protected there, moved to its place and marked', () => {
      run(mediaFiles('none'), 'setup.cmd /force');
      const made = String.raw`icacls "C:\windows\AeroGuestTools.new"`;
      const grant = '*S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX';
      expect(aclCalls()).toEqual([
        `${made} /setowner *S-1-5-32-544 /q`,
        `${made} /inheritance:r /grant:r ${grant} /q`,
      ]);
      expect(existsSync(join(wine.driveC, 'windows/AeroGuestTools.new'))).toBe(false);
      expect(registry(markKey)).toEqual([String.raw`${objectId} REG_SZ C:\AeroGuestTools`]);
    });

    test('is not used where it cannot be protected', () => {
      writeFileSync(join(wine.driveC, 'stub/no-acl'), '');
      const { status, stdout } = run(mediaFiles('none'), 'setup.cmd /force');
      expect(status).toBe(3);
      expect(stdout).toContain(notOurs);
      expect(existsSync(folder())).toBe(false);
      expect(registry(markKey)).toBeUndefined();
    });

    test('is used again, with its state, by a second run of setup.cmd and by uninstall.cmd', () => {
      run(mediaFiles('none'), 'setup.cmd /force');
      const first = state();
      rmSync(join(wine.driveC, 'stub/calls.txt'));
      expect(run(undefined, 'setup.cmd /force /skipstorage').status).toBe(rebootRequired);
      expect(state()).toEqual(first);
      expect(aclCalls().slice(0, 2)).toEqual([
        String.raw`icacls "C:\AeroGuestTools\*" /setowner *S-1-5-32-544 /t /c /l /q`,
        String.raw`icacls "C:\AeroGuestTools\*" /reset /t /c /l /q`,
      ]);
      expect(run(undefined, 'uninstall.cmd /force').status).toBe(rebootRequired);
      expect(state()).toEqual([]);
      expect(registry(`${servicesKey}\\viostor`)).toBeUndefined();
    });

    test('is used again where Windows has no object id for it', () => {
      rmSync(join(wine.driveC, 'stub/object-id.txt'));
      run(mediaFiles('none'), 'setup.cmd /force');
      expect(registry(markKey)).toEqual([String.raw`none REG_SZ C:\AeroGuestTools`]);
      expect(run(undefined, 'uninstall.cmd /force').status).toBe(rebootRequired);
    });

    /** Runs the script with a planted state.txt, on which it must not act. */
    function expectRefusal(command: string): void {
      wine.reg('add', `${servicesKey}\\viostor`, '/v', 'Start', '/t', 'REG_DWORD', '/d', '0', '/f');
      const { status, stdout } = run(mediaFiles('none'), command);
      expect(stdout).toContain(notOurs);
      expect(status).toBe(3);
      expect(registry(`${servicesKey}\\viostor`)).toEqual(['Start REG_DWORD 0x0']);
      expect(readdirSync(folder())).toEqual(['state.txt']);
      expect(state()).toEqual(planted);
      expect(calls()).toEqual([]);
      expect(aclCalls()).toEqual([]);
    }

    describe.each(['setup.cmd /force', 'uninstall.cmd /force'])('%s refuses', (command) => {
      test('one that another user has made before', () => {
        guest.plantState(...planted);
        expectRefusal(command);
      });

      test('one that another user has made after the marked one was deleted', () => {
        guest.markFolder();
        guest.plantState(...planted);
        guest.writeObjectId(objectId.replace('40', '41'));
        expectRefusal(command);
      });

      test('one without an object id where the marked one has one', () => {
        guest.markFolder();
        guest.plantState(...planted);
        rmSync(join(wine.driveC, 'stub/object-id.txt'));
        expectRefusal(command);
      });

      test('a reparse point, even a marked one', () => {
        guest.markFolder();
        guest.plantState(...planted);
        writeFileSync(join(wine.driveC, 'stub/link'), '');
        expectRefusal(command);
      });
    });

    test('works again after the refused one is renamed', () => {
      guest.plantState(...planted);
      run(mediaFiles('none'), 'setup.cmd /force');
      renameSync(folder(), `${folder()}.moved`);
      expect(run(undefined, 'setup.cmd /force').status).toBe(rebootRequired);
      expect(state()).not.toContain(planted[1]);
    });

    test('is refused where it is a file', () => {
      writeFileSync(folder(), 'planted');
      expect(run(mediaFiles('none'), 'setup.cmd /force').status).toBe(3);
      expect(readFileSync(folder(), 'latin1')).toBe('planted');
    });
  });

  describe('uninstall.cmd', () => {
    test('/? shows the options', () => {
      const { status, stdout } = run(mediaFiles('none'), 'uninstall.cmd /?');
      expect(status).toBe(0);
      expect(stdout).toContain('/noreboot            Do not offer');
    });

    test('has nothing to do where setup.cmd has not run', () => {
      const { status, stdout } = run(mediaFiles('none'), 'uninstall.cmd /force');
      expect(status).toBe(0);
      expect(stdout).toContain('nothing to uninstall');
    });

    test('takes back what setup.cmd has added', () => {
      run(mediaFiles('test'), 'setup.cmd /force');
      rmSync(join(wine.driveC, 'stub/calls.txt'));
      const { status } = run(undefined, 'uninstall.cmd /force');
      expect(status).toBe(rebootRequired);
      expect(calls()).toEqual([
        'pnputil -d oem5.inf',
        'pnputil -d oem12.inf',
        `certutil -delstore Root ${thumbprint}`,
        `certutil -delstore TrustedPublisher ${thumbprint}`,
        'bcdedit /set {current} testsigning off',
      ]);
      expect(registry(`${servicesKey}\\viostor`)).toBeUndefined();
      for (const id of storageHardwareIds) expect(registry(criticalDevice(id))).toBeUndefined();
      expect(existsSync(join(wine.driveC, 'windows/system32/drivers/viostor.sys'))).toBe(false);
      expect(state()).toEqual([]);
    });

    test('asks first', () => {
      run(mediaFiles('none'), 'setup.cmd /force');
      const before = state();
      const { status, stdout } = run(undefined, 'uninstall.cmd', crlf('no'));
      expect(status).toBe(3);
      expect(stdout).toContain(`  ${packageOf('viostor')}`);
      expect(state()).toEqual(before);
    });

    test('leaves a storage driver that is in use, except with /force', () => {
      run(mediaFiles('none'), 'setup.cmd /force');
      const enumKey = String.raw`${servicesKey}\viostor\Enum`;
      wine.reg('add', enumKey, '/v', 'Count', '/t', 'REG_DWORD', '/d', '1', '/f');
      const { status, stdout } = run(undefined, 'uninstall.cmd', crlf('y'));
      expect(status).toBe(4);
      expect(stdout).toContain('viostor drives a disk');
      expect(registry(`${servicesKey}\\viostor`)).toBeDefined();
      expect(run(undefined, 'uninstall.cmd /force').status).toBe(rebootRequired);
      expect(registry(`${servicesKey}\\viostor`)).toBeUndefined();
    });

    test('fails where pnputil does not remove a driver package', () => {
      run(mediaFiles('none'), 'setup.cmd /force');
      writeFileSync(join(wine.driveC, 'stub/keep'), '');
      const { status } = run(undefined, 'uninstall.cmd /force');
      rmSync(join(wine.driveC, 'stub/keep'));
      expect(status).toBe(1);
      expect(state().map((line) => line.trimEnd())).toEqual([
        packageOf('netkvm'),
        packageOf('viostor'),
        'storage viostor',
      ]);
    });

    test('keeps what it could not take back for another try', () => {
      guest.markFolder();
      guest.plantState(
        'driver ..-..-oem1.inf',
        'service ..',
        'certificate Root 0123',
        'storage viostor',
      );
      const { status, stdout } = run(mediaFiles('none'), 'uninstall.cmd /force');
      expect(status).toBe(1);
      expect(stdout).toContain('FAILED: certificate Root 0123');
      expect(calls()).toEqual([]);
      expect(state().map((line) => line.trimEnd())).toEqual([
        'driver ..-..-oem1.inf',
        'service ..',
        'certificate Root 0123',
        'storage viostor',
      ]);
    });

    test.each(['service x"&calc', 'service ;x'])(
      'refuses a state file that holds what setup.cmd does not write: %s',
      (line) => {
        guest.markFolder();
        guest.plantState(line);
        const { status, stdout } = run(mediaFiles('none'), 'uninstall.cmd /force');
        expect(status).toBe(3);
        expect(stdout).toContain('was not written by setup.cmd');
      },
    );
  });

  describe('verify.cmd', () => {
    test('passes arguments to verify.ps1 and its exit code on', () => {
      // VERIFY is a command of cmd.exe, too, which is why the path is given.
      const { status } = run(
        mediaFiles('none'),
        String.raw`.\verify.cmd -ReportDirectory C:\reports`,
      );
      expect(status).toBe(3);
      expect(calls()).toEqual([
        'powershell -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass ' +
          String.raw`-File "C:\Aero Guest & (x86) !Tools\verify.ps1" -ReportDirectory "C:\reports"`,
      ]);
    });
  });
});
