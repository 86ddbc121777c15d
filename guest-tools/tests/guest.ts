import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOemInfProgram } from './copy-oem-inf';
import { crlf, writeMedia, type MediaFiles } from './media';
import { createWinePrefix, writeStub, type WinePrefix, type WineRun } from './wine';

export const servicesKey = String.raw`HKLM\SYSTEM\CurrentControlSet\Services`;
export const criticalKey = String.raw`HKLM\SYSTEM\CurrentControlSet\Control\CriticalDeviceDatabase`;
export const databaseKey = String.raw`HKLM\SYSTEM\DriverDatabase`;
export const controlKey = String.raw`HKLM\SYSTEM\CurrentControlSet\Control`;
export const storesKey = String.raw`HKLM\SOFTWARE\Microsoft\SystemCertificates`;
export const packagesKey = String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages`;
export const versionKey = String.raw`HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion`;
export const markKey = String.raw`HKLM\SOFTWARE\AeroGuestTools`;
const administratorKey = String.raw`HKU\S-1-5-19\Environment`;

/** What fsutil of the stub shows for the folder AeroGuestTools. */
export const objectId = '40dff02fc9b4d4118f120090273fa9fc';

/** Of the certificate that certutil of the stub adds, whatever the file. */
export const thumbprint = '0123456789ABCDEF0123456789ABCDEF01234567';

/**
 * An emulated 64-bit Windows 7 SP1 with an elevated administrator. What Wine has no working copy of is a
 * stub: it notes its arguments and does what the scripts look at.
 */
export interface Guest {
  readonly wine: WinePrefix;
  /** Path on this machine of the folder that the media are in. */
  readonly media: string;
  /** Makes it a freshly installed one. */
  readonly reset: () => void;
  /** Runs a script of media with the given files, and by default answers no question. */
  readonly run: (files: MediaFiles | undefined, command: string, input?: string) => WineRun;
  /** The calls of the stubs, such as `pnputil -i -a "C:\..."`; without those that see to folder, hashes and date. */
  readonly calls: () => string[];
  /** The calls of icacls. */
  readonly aclCalls: () => string[];
  /** The lines of state.txt. */
  readonly state: () => string[];
  /** The values of a registry key as `name type data`; undefined where there is no such key. */
  readonly registry: (key: string) => string[] | undefined;
  /** The object id that fsutil shows from now on. */
  readonly writeObjectId: (id: string) => void;
  /** Makes a folder AeroGuestTools with these lines in state.txt, as any user can. */
  readonly plantState: (...lines: string[]) => void;
  /** Marks the folder as setup.cmd does. */
  readonly markFolder: () => void;
  /** Writes a file to drive C:. */
  readonly write: (path: string, contents: string | Uint8Array) => void;
}

/** Takes some ten seconds. */
export function createGuest(): Guest {
  const wine = createWinePrefix();
  const media = join(wine.driveC, 'Aero Guest & (x86) !Tools');
  const path = (file: string): string => join(wine.driveC, file);
  writeStubs(wine);

  function lines(file: string): string[] {
    if (!existsSync(path(file))) return [];
    return readFileSync(path(file), 'latin1').split('\r\n').slice(0, -1);
  }

  const guest: Guest = {
    wine,
    media,
    reset: () => {
      for (const file of [
        'AeroGuestTools',
        'AeroGuestTools.moved',
        'windows/AeroGuestTools.new',
        'windows/inf/oem5.inf',
        'windows/inf/oem12.inf',
        'windows/inf/oem13.inf',
        'windows/inf/oem14.inf',
        'windows/system32/drivers/vioscsi.sys',
        'windows/system32/drivers/viostor.sys',
        'stub/calls.txt',
        'stub/today.txt',
        'stub/today-by-powershell.txt',
        ...['link', 'no-acl', 'keep', 'in-use', 'not-published'].map((flag) => `stub/${flag}`),
        ...['netkvm', 'viostor'].map((driver) => `stub/reject-${driver}`),
      ]) {
        rmSync(path(file), { recursive: true, force: true });
      }
      rmSync(media, { recursive: true, force: true });
      guest.writeObjectId(objectId);
      // One program for all of them: each takes Wine a while to start.
      guest.write('stub/reset.reg', resetFile);
      wine.reg('import', String.raw`C:\stub\reset.reg`);
    },
    run: (files, command, input) => {
      if (files) writeMedia(media, files);
      return wine.cmd(media, command.split(' '), input);
    },
    calls: () =>
      lines('stub/calls.txt')
        .map((line) => line.trimEnd())
        .filter(
          (line) => !/^(?:fsutil|icacls|powershell -NoProfile|wmic|certutil -hashfile)/u.test(line),
        ),
    aclCalls: () =>
      lines('stub/calls.txt')
        .map((line) => line.trimEnd())
        .filter((line) => line.startsWith('icacls')),
    state: () => lines('AeroGuestTools/state.txt'),
    registry: (key) => {
      const { status, stdout } = wine.reg('query', key);
      if (status !== 0) return undefined;
      return [...stdout.matchAll(/^ {4}(\S+) {4}(\S+) {4}(.*)\r$/gmu)].map((row) =>
        row.slice(1).join(' '),
      );
    },
    writeObjectId: (id) => {
      const text = [`Identificateur d'objet :  ${id}`, `Volume d'origine :  ${'0'.repeat(32)}`];
      guest.write('stub/object-id.txt', crlf(...text));
    },
    plantState: (...text) => {
      mkdirSync(path('AeroGuestTools'));
      guest.write('AeroGuestTools/state.txt', crlf(...text));
    },
    markFolder: () => {
      wine.reg('add', markKey, '/v', objectId, '/d', String.raw`C:\AeroGuestTools`, '/f');
    },
    write: (file, contents) => {
      writeFileSync(path(file), contents);
    },
  };
  return guest;
}

/** What makes the registry that of a freshly installed guest, as reg.exe imports it. */
const resetFile = crlf(
  'Windows Registry Editor Version 5.00',
  ...[
    markKey,
    `${servicesKey}\\viostor`,
    `${servicesKey}\\vioscsi`,
    `${controlKey}\\SecureBoot`,
    databaseKey,
    criticalKey,
    packagesKey,
    ...['Root', 'TrustedPublisher'].map(
      (store) => `${storesKey}\\${store}\\Certificates\\${thumbprint}`,
    ),
  ].flatMap((key) => ['', `[-${longKey(key)}]`]),
  '',
  `[${longKey(controlKey)}]`,
  '"SystemStartOptions"=-',
  '',
  `[${longKey(administratorKey)}]`,
);

function longKey(key: string): string {
  return key.replace(/^HKLM/u, 'HKEY_LOCAL_MACHINE').replace(/^HKU/u, 'HKEY_USERS');
}

/** The key of a hardware id in the CriticalDeviceDatabase. */
export function criticalDevice(id: string): string {
  return `${criticalKey}\\${id.replaceAll('\\', '#')}`;
}

function writeStubs(wine: WinePrefix): void {
  for (const program of ['bcdedit', 'shutdown']) writeStub(wine, program, []);
  writeStub(wine, 'icacls', [String.raw`if exist C:\stub\no-acl exit /b 5`, 'exit /b 0']);
  // As fsutil of a French Windows 7, with a folder's object id in a file of the stub.
  writeStub(wine, 'fsutil', [
    String.raw`if "%1"=="reparsepoint" if exist C:\stub\link exit /b 0`,
    'if "%1"=="reparsepoint" exit /b 1',
    'if "%2"=="create" exit /b 0',
    String.raw`if not exist C:\stub\object-id.txt echo Erreur : Acces refuse. & exit /b 1`,
    String.raw`type C:\stub\object-id.txt`,
  ]);
  // As WMI does, whatever the country; Wine writes the same in UTF-16.
  writeStub(wine, 'wmic', [
    String.raw`if not exist C:\stub\today.txt exit /b 1`,
    'echo.',
    String.raw`for /f %%D in (C:\stub\today.txt) do echo LocalDateTime=%%D235959.000000+060`,
  ]);
  // As pnputil of a German Windows 7: no English word tells the published name. The INF is published by
  // SetupCopyOEMInf, which keeps its name under Wine where Windows numbers it. Without -f, a package that a
  // device uses stays.
  writeFileSync(join(wine.driveC, 'stub/publish.exe'), copyOemInfProgram());
  writeStub(wine, 'pnputil', [
    String.raw`if exist C:\stub\keep exit /b -536870340`,
    String.raw`if "%1"=="-d" if exist C:\stub\in-use echo Fehler & exit /b 1`,
    String.raw`if "%1"=="-d" del C:\windows\inf\%2 & exit /b 0`,
    String.raw`if "%1"=="-f" del C:\windows\inf\%3 & exit /b 0`,
    String.raw`if "%1 %~3"=="/delete-driver " if exist C:\stub\in-use echo Fehler & exit /b 1`,
    String.raw`if "%1"=="/delete-driver" del C:\windows\inf\%2 & exit /b 0`,
    // The options of before stand in front of the file, those of now on both sides of it.
    'for %%A in (%*) do if /i "%%~xA"==".inf" set "NAME=%%~nA"',
    'for %%A in (%*) do if /i "%%~xA"==".inf" set "FULL=%%~fA"',
    String.raw`if exist C:\stub\reject-%NAME% echo Fehler & exit /b 5`,
    'set "NUMBER=12"',
    'if "%NAME%"=="netkvm" set "NUMBER=5"',
    'if "%NAME%"=="vioinput" set "NUMBER=13"',
    'if "%NAME%"=="vioscsi" set "NUMBER=14"',
    'echo Microsoft-PnP-Dienstprogramm',
    'echo Inf wird verarbeitet: %NAME%.inf',
    'echo Name nach dem Poem:   oem%NUMBER%.inf',
    String.raw`if exist C:\stub\not-published exit /b -536870353`,
    'set "INF=%FULL%"',
    String.raw`C:\stub\publish.exe`,
    'if errorlevel 1 exit /b 1',
    String.raw`move /y C:\windows\inf\%NAME%.inf C:\windows\inf\oem%NUMBER%.inf >nul`,
    'exit /b 3010',
  ]);
  // It ends with an HRESULT, a negative number, where it fails, and writes hashes as Windows 7 does.
  const hashes = join(wine.driveC, 'stub/hash.sh');
  writeFileSync(hashes, hashScript(wine.driveC));
  chmodSync(hashes, 0o755);
  writeStub(wine, 'certutil', [
    'if "%1"=="-hashfile" goto hashfile',
    'find "refused" %4 >nul',
    'if not errorlevel 1 exit /b -2147024883',
    `if "%1"=="-addstore" reg add ${storesKey}\\%3\\Certificates\\${thumbprint} /f`,
    String.raw`if "%1"=="-delstore" reg delete ${storesKey}\%2\Certificates\%3 /f`,
    'exit /b 0',
    ':hashfile',
    'for %%F in (%2) do set "FULL=%%~fF"',
    'if not exist %2 echo CertUtil: Fehler & exit /b -2147024894',
    String.raw`if exist C:\stub\hash.txt del C:\stub\hash.txt`,
    'echo %3-Hash der Datei %2:',
    `start /unix ${hashes} %3 "%FULL%"`,
    ':wait',
    String.raw`if not exist C:\stub\hash.txt goto wait`,
    String.raw`type C:\stub\hash.txt`,
    'echo CertUtil: Befehl wurde erfolgreich ausgefuehrt.',
  ]);
  writeStub(wine, 'powershell', [
    String.raw`if exist C:\stub\today-by-powershell.txt type C:\stub\today-by-powershell.txt & exit /b 0`,
    'exit /b 3',
  ]);
}

/** Hashes a file by a program of this machine. Wine does not wait for it, so its result appears at once. */
function hashScript(driveC: string): string {
  return `#!/bin/sh
path=$(printf '%s' "$2" | sed -e 's|\\\\|/|g' -e 's|^[Cc]:||')
case "$path" in /[Ww][Ii][Nn]*) path=$(printf '%s' "$path" | tr A-Z a-z) ;; esac
path='${driveC}'"$path"
tool=sha256sum
if [ "$1" = SHA1 ]; then tool=sha1sum; fi
"$tool" <"$path" | sed -e 's/ .*//' -e 's/../& /g' >'${driveC}/stub/hash.tmp'
mv '${driveC}/stub/hash.tmp' '${driveC}/stub/hash.txt'
`;
}
