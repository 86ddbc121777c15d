import type { Acceptance, Verdict } from '@aero-guest-tools/catalog';
import { isJudgedByUpdates } from '@aero-guest-tools/catalog/verdict';
import { batchListReserved, batchReserved } from '@aero-guest-tools/device-contract/batch-text';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { BootDiskReport, DriverReport } from '@aero-guest-tools/packaging-spec';
import { REPORTED_ARCHITECTURES, type WindowsTarget } from '@aero-guest-tools/windows-target';
import { driverMediaPath } from '@aero-guest-tools/driver-layout/driver-media-path';
import { driversInOrder, type ManifestFacts } from '../manifest/manifest';

/** The path of the file on the media. */
export const MEDIA_CMD_PATH = 'config/media.cmd';

/**
 * What setup.cmd is told about a signature: whether its Windows, with the updates installed, loads
 * the driver. For Windows 8 and newer it is told twice, without and with Secure Boot, and reads the
 * state of Secure Boot itself.
 */
type BatchVerdict = 'accepted' | 'test-signing' | 'may-be-refused' | 'refused';

/** On x86, Windows 7 asks about a publisher that it does not trust, and loads the driver all the same. */
const VERDICTS: Readonly<Record<Acceptance, BatchVerdict>> = {
  accepted: 'accepted',
  'if-trusted': 'accepted',
  'test-signing': 'test-signing',
  unknown: 'may-be-refused',
  refused: 'refused',
};

function header(windows: WindowsTarget): readonly string[] {
  return [
    'rem Generated from the same values as manifest.json. Do not edit: package again.',
    'rem',
    'rem   call media.cmd                            what the media is',
    'rem   call media.cmd ARCHITECTURE               the drivers for x86 or amd64 besides',
    'rem   call media.cmd ARCHITECTURE DRIVER        that driver, by its number, besides',
    'rem   call media.cmd ARCHITECTURE DRIVER VALUE  a registry value of its service besides',
    'rem',
    `rem AERO_MEDIA_VERSION, AERO_MEDIA_BUILD, AERO_MEDIA_TARGET (${windows.id})`,
    ...verdictHeader(windows),
    'rem AERO_MEDIA_SERVICE, AERO_MEDIA_SERVICE_INF, AERO_MEDIA_SERVICE_HWIDS (a list), _CLASS, _TYPE,',
    'rem _START, _ERROR_CONTROL, _GROUP, _BINARY (below system32\\drivers), _SOURCE (on the media),',
    'rem _COMPRESSED (1 if expand.exe makes the binary of the source, else empty)',
    'rem AERO_MEDIA_SERVICE_VALUES: numbers of registry values. Of each of these:',
    'rem AERO_MEDIA_VALUE_KEY (below the service), _NAME, _TYPE, _DATA, as reg.exe takes them',
  ];
}

function verdictHeader(windows: WindowsTarget): readonly string[] {
  if (isJudgedByUpdates(windows)) {
    return [
      'rem AERO_MEDIA_DRIVERS: numbers; AERO_MEDIA_STORAGE: that of the storage driver, or empty',
      'rem AERO_MEDIA_DRIVER_NAME, AERO_MEDIA_DRIVER_INFS: a list of quoted paths on the media',
      `rem AERO_MEDIA_DRIVER_VERDICT: accepted, test-signing, may-be-refused or refused by ${windows.name}`,
      'rem that has AERO_MEDIA_DRIVER_UPDATES (KB numbers); where there are any, refused without them',
      'rem AERO_MEDIA_DRIVER_UNTIL: the last day (UTC) of that, as YYYYMMDD; empty if it is for good',
      'rem AERO_MEDIA_DRIVER_STORAGE: 1 for the storage driver, else empty. Of that one also:',
    ];
  }
  return [
    'rem AERO_MEDIA_DRIVERS: numbers; AERO_MEDIA_STORAGE: those of storage drivers, or empty',
    'rem AERO_MEDIA_DRIVER_NAME, AERO_MEDIA_DRIVER_INFS: a list of quoted paths on the media',
    `rem AERO_MEDIA_DRIVER_VERDICT: accepted, test-signing, may-be-refused or refused by ${windows.name}`,
    'rem without Secure Boot; AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT: with it; no update plays a part',
    'rem AERO_MEDIA_DRIVER_UNTIL: the last day (UTC) of that, as YYYYMMDD; empty if it is for good',
    'rem AERO_MEDIA_DRIVER_STORAGE: 1 for a storage driver, else empty. Of these also:',
  ];
}

const SECURE_BOOT_VERDICT = 'AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT';

/** All variables that may be set, so that none keeps its value from an earlier call. */
const variables = (windows: WindowsTarget): readonly string[] => [
  'AERO_MEDIA_DRIVERS',
  'AERO_MEDIA_STORAGE',
  'AERO_MEDIA_DRIVER_NAME',
  'AERO_MEDIA_DRIVER_INFS',
  'AERO_MEDIA_DRIVER_VERDICT',
  ...(isJudgedByUpdates(windows) ? [] : [SECURE_BOOT_VERDICT]),
  'AERO_MEDIA_DRIVER_UPDATES',
  'AERO_MEDIA_DRIVER_UNTIL',
  'AERO_MEDIA_DRIVER_STORAGE',
  'AERO_MEDIA_SERVICE',
  'AERO_MEDIA_SERVICE_INF',
  'AERO_MEDIA_SERVICE_HWIDS',
  'AERO_MEDIA_SERVICE_CLASS',
  'AERO_MEDIA_SERVICE_TYPE',
  'AERO_MEDIA_SERVICE_START',
  'AERO_MEDIA_SERVICE_ERROR_CONTROL',
  'AERO_MEDIA_SERVICE_GROUP',
  'AERO_MEDIA_SERVICE_BINARY',
  'AERO_MEDIA_SERVICE_SOURCE',
  'AERO_MEDIA_SERVICE_COMPRESSED',
  'AERO_MEDIA_SERVICE_VALUES',
  'AERO_MEDIA_VALUE_KEY',
  'AERO_MEDIA_VALUE_NAME',
  'AERO_MEDIA_VALUE_TYPE',
  'AERO_MEDIA_VALUE_DATA',
];

/**
 * The text of `config/media.cmd`: what the manifest and the INF files say of the drivers, for
 * setup.cmd and uninstall.cmd, which can read neither. A batch file has no lists of records, so it
 * is called with an architecture and the numbers of a driver and of a registry value. (Packager
 * rules, 6. Device contract: the characters of a batch file.) ASCII, lines end with CR LF.
 *
 * @throws InputError if a driver has a name, a file or a service that a batch file would
 *   reinterpret.
 */
export function generateMediaCmd(
  facts: Pick<ManifestFacts, 'version' | 'buildId' | 'target' | 'drivers'>,
): string {
  // Scripts ask for the first two architectures on any media.
  const architectures = REPORTED_ARCHITECTURES.filter(
    (one) => one !== 'arm64' || facts.target.architectures.includes(one),
  );
  const { windows } = facts.target;
  const lines = [
    '@echo off',
    ...header(windows),
    ...variables(windows).map((name) => `set "${name}="`),
    `set "AERO_MEDIA_VERSION=${shown(facts.version)}"`,
    `set "AERO_MEDIA_BUILD=${shown(facts.buildId)}"`,
    `set "AERO_MEDIA_TARGET=${windows.id}"`,
    ...architectures.map((architecture) => `if /i "%~1"=="${architecture}" goto ${architecture}`),
    'exit /b 0',
    ...architectures.flatMap((architecture) =>
      architectureLines(
        windows,
        architecture,
        driversInOrder(facts.drivers).filter((driver) => driver.architecture === architecture),
      ),
    ),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function architectureLines(
  windows: WindowsTarget,
  architecture: string,
  drivers: readonly DriverReport[],
): readonly string[] {
  const numbers = numbersOf(drivers);
  const storage = numbers.filter((_, index) => drivers[index]?.bootDisk !== undefined);
  // Labels include the architecture if only one of a driver's architectures has registry values.
  const valueLabel = (number: string): string =>
    storage.length > 1 ? `${architecture}_${number}_value` : `${architecture}_value`;
  return [
    `:${architecture}`,
    `set "AERO_MEDIA_DRIVERS=${numbers.join(' ')}"`,
    `set "AERO_MEDIA_STORAGE=${storage.join(' ')}"`,
    ...numbers.map((number) => `if "%~2"=="${number}" goto ${architecture}_${number}`),
    'exit /b 0',
    ...drivers.flatMap((driver, index) => [
      `:${architecture}_${String(index + 1)}`,
      ...driverLines(windows, driver, valueLabel(String(index + 1))),
      'exit /b 0',
    ]),
  ];
}

function driverLines(
  windows: WindowsTarget,
  driver: DriverReport,
  valueLabel: string,
): readonly string[] {
  const { verdict } = driver.signing ?? {};
  const { bootDisk } = driver;
  const infs = driver.infFiles.map(({ path }) => `"${windowsPath(driver, path)}"`);
  return [
    set(driver, 'AERO_MEDIA_DRIVER_NAME', driver.name),
    `set AERO_MEDIA_DRIVER_INFS=${infs.join(' ')}`,
    ...verdictLines(windows, driver),
    set(driver, 'AERO_MEDIA_DRIVER_UPDATES', updatesOf(verdict).join(' ')),
    set(
      driver,
      'AERO_MEDIA_DRIVER_UNTIL',
      verdict?.until === undefined ? '' : dayOf(verdict.until),
    ),
    set(driver, 'AERO_MEDIA_DRIVER_STORAGE', bootDisk === undefined ? '' : '1'),
    ...(bootDisk === undefined ? [] : serviceLines(driver, bootDisk, valueLabel)),
  ];
}

function verdictLines(windows: WindowsTarget, driver: DriverReport): readonly string[] {
  const { verdict } = driver.signing ?? {};
  const [off, on] = batchVerdicts(verdict);
  return [
    set(driver, 'AERO_MEDIA_DRIVER_VERDICT', off),
    ...(isJudgedByUpdates(windows) ? [] : [set(driver, SECURE_BOOT_VERDICT, on)]),
  ];
}

/** The verdicts without and with Secure Boot. */
function batchVerdicts(verdict: Verdict | undefined): readonly [BatchVerdict, BatchVerdict] {
  if (verdict === undefined) return [VERDICTS.unknown, VERDICTS.unknown];
  if ('withUpdates' in verdict) {
    const acceptance = VERDICTS[verdict.withUpdates];
    return [acceptance, acceptance];
  }
  return [VERDICTS[verdict.secureBootOff], VERDICTS[verdict.secureBootOn]];
}

function updatesOf(verdict: Verdict | undefined): readonly string[] {
  return verdict && 'updates' in verdict ? verdict.updates : [];
}

function serviceLines(
  driver: DriverReport,
  disk: BootDiskReport,
  label: string,
): readonly string[] {
  const ids = disk.hardwareIds.filter((id) => isPciId(id) && batchListReserved(id) === undefined);
  const values = disk.values.filter(({ subkey, name, data }) =>
    [subkey, name, ...data].every((text) => batchReserved(text) === undefined),
  );
  return [
    set(driver, 'AERO_MEDIA_SERVICE', plainName(driver, disk.service)),
    set(driver, 'AERO_MEDIA_SERVICE_INF', windowsPath(driver, disk.infFile)),
    `set AERO_MEDIA_SERVICE_HWIDS=${ids.map((id) => `"${id}"`).join(' ')}`,
    set(driver, 'AERO_MEDIA_SERVICE_CLASS', disk.classGuid),
    set(driver, 'AERO_MEDIA_SERVICE_TYPE', String(disk.serviceType)),
    set(driver, 'AERO_MEDIA_SERVICE_START', String(disk.startType)),
    set(driver, 'AERO_MEDIA_SERVICE_ERROR_CONTROL', String(disk.errorControl)),
    set(driver, 'AERO_MEDIA_SERVICE_GROUP', disk.loadOrderGroup ?? ''),
    set(driver, 'AERO_MEDIA_SERVICE_BINARY', plainName(driver, disk.binary)),
    set(driver, 'AERO_MEDIA_SERVICE_SOURCE', windowsPath(driver, disk.source)),
    set(driver, 'AERO_MEDIA_SERVICE_COMPRESSED', disk.sourceIsCompressed ? '1' : ''),
    `set "AERO_MEDIA_SERVICE_VALUES=${numbersOf(values).join(' ')}"`,
    ...numbersOf(values).map((number) => `if "%~3"=="${number}" goto ${label}_${number}`),
    ...values.flatMap(({ subkey, name, type, data }, index) => [
      'exit /b 0',
      `:${label}_${String(index + 1)}`,
      set(driver, 'AERO_MEDIA_VALUE_KEY', subkey),
      set(driver, 'AERO_MEDIA_VALUE_NAME', name),
      set(driver, 'AERO_MEDIA_VALUE_TYPE', type),
      // reg.exe takes "\0" between the texts of a REG_MULTI_SZ, and the bytes of a REG_BINARY as
      // one number.
      set(
        driver,
        'AERO_MEDIA_VALUE_DATA',
        data.join(type === 'REG_MULTI_SZ' ? String.raw`\0` : ''),
      ),
    ]),
  ];
}

function numbersOf(list: readonly unknown[]): readonly string[] {
  return list.map((_, index) => String(index + 1));
}

/**
 * The UTC day of a time in seconds since 1970, in a form that a batch file can compare: `20390131`.
 */
function dayOf(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10).replaceAll('-', '');
}

/**
 * The disk of a virtual machine is a PCI device; Windows does not boot here from devices on another
 * bus.
 */
function isPciId(id: string): boolean {
  return /^PCI\\/i.test(id);
}

/**
 * A version or a build id is only displayed, so characters that a batch file would reinterpret
 * become `_`.
 */
function shown(text: string): string {
  return Array.from(text, (character) =>
    batchReserved(character) === undefined ? character : '_',
  ).join('');
}

function windowsPath(driver: DriverReport, path: string): string {
  return checked(driver, driverMediaPath(driver, path)).replaceAll('/', '\\');
}

function set(driver: DriverReport, variable: string, value: string): string {
  return `set "${variable}=${checked(driver, value)}"`;
}

/** @throws InputError if a batch file would reinterpret the text, which no genuine driver has. */
function checked(driver: DriverReport, text: string): string {
  const reserved = batchListReserved(text);
  if (reserved === undefined) return text;
  throw new InputError({
    file: `${driver.architecture}/${driver.name}`,
    id: 'media-cmd.not-for-batch',
    message: 'a batch file would misinterpret a name in the driver that setup.cmd needs',
    found: `${JSON.stringify(reserved)} in ${JSON.stringify(text)}`,
    expected: 'printable ASCII characters, none of them " % ! ^ * ?',
    remedy: 'use another name, and correct the INF file',
  });
}

/** @throws InputError if it is more than a name. */
function plainName(driver: DriverReport, text: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(text)) return text;
  throw new InputError({
    file: `${driver.architecture}/${driver.name}`,
    id: 'media-cmd.name-not-plain',
    message: 'setup.cmd cannot install a storage service or a file of that name',
    found: JSON.stringify(text),
    expected: 'letters, digits, "_", "-" and "."',
    remedy: 'rename it, and correct the INF file',
  });
}
