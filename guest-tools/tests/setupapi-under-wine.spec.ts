import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  ARCHITECTURES,
  installations,
  installedFiles,
  parseInf,
  serviceRegistration,
  services,
  type Architecture,
  type Inf,
  type ServiceRegistryValue,
} from '@aero-guest-tools/inf';
import { sampleVirtioWinFiles, writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { createGuest, servicesKey, type Guest } from './guest';
import { crlf } from './media';
import { stageMediaFrom } from './staged-media';
import { hasWine } from './wine';
import { GENUINE_IMAGE } from './workspace-copy';

// Wine's SetupAPI is an implementation of INF files that has nothing in common with libs/inf. So it installs
// what libs/inf says is bound, and both have to come to the same files, services and values. It knows no
// models of a version of Windows, which is why it is given the install sections.

const IMAGES = [
  { name: 'virtio-win of Windows 7', path: GENUINE_IMAGE, infs: 8 },
  {
    name: 'virtio-win 0.1.285',
    path: join(dirname(GENUINE_IMAGE), 'virtio-win-0.1.285-subset.iso'),
    infs: 10,
  },
  { name: 'the sample', path: undefined, infs: 8 },
];

const programs = [
  ...(hasWine ? [] : ['wine']),
  ...(spawnSync('bsdtar', ['--version']).status === 0 ? [] : ['bsdtar']),
];
const images = IMAGES.filter(({ path }) => path === undefined || existsSync(path));
const missing = [
  ...programs,
  ...IMAGES.filter((image) => !images.includes(image)).map(({ name }) => name),
];
if (missing.length > 0) console.warn(`skipped: ${missing.join(' and ')} not there`);

jest.setTimeout(240_000);

/** What a driver that is installed has come to: of each file what it was, of each service what is in the registry. */
interface Installed {
  /** Paths in lower case below the directory of Windows; the packaged files that they were copied from. */
  readonly files: Readonly<Record<string, string>>;
  /** Lines `subkey|name|type|data` in byte order, by the name of the service. */
  readonly services: Readonly<Record<string, readonly string[]>>;
}

(programs.length === 0 ? describe : describe.skip)('SetupAPI of Wine', () => {
  let guest: Guest;
  let directory: string;

  beforeAll(() => {
    guest = createGuest();
    directory = mkdtempSync(join(tmpdir(), 'aero-setupapi-'));
  });

  afterAll(() => {
    guest?.wine.dispose();
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  beforeEach(() => guest.reset());

  const windows = () => join(guest.wine.driveC, 'windows');

  /** Files below the directory of Windows that drivers are copied to, but Wine's own. */
  function filesOfWindows(): readonly string[] {
    return readdirSync(windows(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(windows(), join(entry.parentPath, entry.name)));
  }

  /** The values below the key of a service, and those of its subkeys. */
  function registryOf(service: string): readonly string[] {
    const { stdout } = guest.wine.reg('query', `${servicesKey}\\${service}`, '/s');
    const rows: string[] = [];
    let subkey = '';
    for (const line of stdout.split('\r\n')) {
      const key = /^HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\[^\\]+\\?(.*)$/u.exec(
        line,
      );
      if (key) subkey = key[1] ?? '';
      const value = /^ {4}(.*?) {4}(REG_\w+) {4}(.*)$/u.exec(line);
      if (value) rows.push([subkey, ...value.slice(1)].join('|'));
    }
    return rows
      .filter((row) => !OWN_VALUES.test(row))
      .map(comparable)
      .toSorted();
  }

  /** Installs all that the INF binds on an architecture, and takes it away again. */
  function install(path: string, inf: Inf, architecture: Architecture): Installed {
    const sections = installations(inf, architecture).flatMap(({ name, section }) => {
      if (section === undefined) return [];
      // Wine is a 64-bit Windows, and finds the extensions for that.
      const chosen = architecture === 'amd64' ? name : section.name;
      const coInstallers = `${section.name}.CoInstallers`;
      return inf.sections.has(coInstallers.toLowerCase()) ? [chosen, coInstallers] : [chosen];
    });
    const target = join(guest.wine.driveC, 'package');
    cpSync(dirname(path), target, { recursive: true });
    const before = new Set(filesOfWindows());
    const call = (section: string): string =>
      `rundll32 setupapi,InstallHinfSection ${section} 128 C:\\package\\${basename(path)}`;
    writeFileSync(join(target, 'install.cmd'), crlf('@echo off', ...sections.map(call)));
    expect(guest.wine.cmd(target, ['install.cmd']).status).toBe(0);

    const packaged = readdirSync(dirname(path));
    const files = filesOfWindows().filter((file) => !before.has(file));
    const installed = {
      files: Object.fromEntries(
        files.map((file) => {
          const contents = readFileSync(join(windows(), file));
          const source = packaged.find((name) =>
            readFileSync(join(dirname(path), name)).equals(contents),
          );
          rmSync(join(windows(), file));
          return [file.toLowerCase(), source?.toLowerCase() ?? 'of none'];
        }),
      ),
      services: Object.fromEntries(
        services(inf, architecture).map(({ name }) => [name, registryOf(name)]),
      ),
    };
    for (const { name } of services(inf, architecture)) {
      guest.wine.reg('delete', `${servicesKey}\\${name}`, '/f');
    }
    rmSync(target, { recursive: true });
    return installed;
  }

  describe.each(images)('$name', ({ path: image, infs }) => {
    const drivers = () => join(directory, basename(image ?? 'sample'));

    beforeAll(async () => {
      mkdirSync(drivers());
      if (image !== undefined) {
        spawnSync('bsdtar', ['-xf', image, '-C', drivers()]);
        return;
      }
      for (const { path, contents } of sampleVirtioWinFiles()) {
        mkdirSync(dirname(join(drivers(), path)), { recursive: true });
        writeFileSync(join(drivers(), path), contents);
      }
    });

    test('installs what our parser says of each INF that binds on Windows 7', () => {
      const compared: string[] = [];
      for (const file of readdirSync(drivers(), { recursive: true, encoding: 'utf8' }).toSorted()) {
        const [, architecture] = /\/(?:w7|2k8R2)\/(x86|amd64)\/[^/]*\.inf$/u.exec(file) ?? [];
        if (!isArchitecture(architecture)) continue;
        const path = join(drivers(), file);
        const inf = parseInf(readFileSync(path), file);
        if (installations(inf, architecture).length === 0) continue;
        expect({ file, ...install(path, inf, architecture) }).toEqual({
          file,
          ...expected(path, inf, architecture),
        });
        compared.push(file);
      }
      expect(compared).toHaveLength(infs);
    });

    // Windows 7 has no other architectures.
    test.each(['x86', 'amd64'] as const)(
      'the storage driver for %s comes to what setup.cmd prepares',
      async (architecture) => {
        const staged = join(directory, `${basename(drivers())}-${architecture}`);
        const source = image ?? join(directory, 'sample.iso');
        if (image === undefined) await writeSampleVirtioWin(source);
        await stageMediaFrom(source, staged, 'none');
        cpSync(join(staged, 'media'), guest.media, { recursive: true });
        const machine = architecture === 'x86' ? 'x86' : 'AMD64';
        const caller = crlf(`@set "PROCESSOR_ARCHITECTURE=${machine}"`, '@call setup.cmd /force');
        const { stdout } = guest.run({ 'caller.cmd': caller }, 'caller.cmd');
        // The sample is test-signed, which 64-bit Windows takes in test signing mode only.
        if (image === undefined && architecture === 'amd64') {
          expect(stdout).toContain(
            'The storage driver is test-signed, and test signing mode is off.',
          );
          return;
        }
        expect(stdout).toContain('Windows is prepared to start from a virtio-blk disk.');
        expect(stdout).toContain('Done.');
        const prepared = registryOf('viostor');
        const driverFile = join(windows(), 'system32/drivers/viostor.sys');
        const copied = readFileSync(driverFile);
        rmSync(driverFile);
        guest.wine.reg('delete', `${servicesKey}\\viostor`, '/f');

        const path = join(guest.media, 'drivers', architecture, 'viostor/viostor.inf');
        const inf = parseInf(readFileSync(path), path);
        const { files, services: registered } = install(path, inf, architecture);
        expect(files).toEqual({ 'system32/drivers/viostor.sys': 'viostor.sys' });
        expect(copied.equals(readFileSync(join(dirname(path), 'viostor.sys')))).toBe(true);
        expect(prepared).toEqual(registered['viostor']);
        expect(prepared).toContain('|Start|REG_DWORD|0x0');
        expect(prepared.filter((row) => row.startsWith('Parameters'))).toHaveLength(2);
      },
    );
  });
});

/**
 * What one of the two writes beside what the INF says: Wine the account and the time of services that are programs,
 * Windows the name that it shows; setup.cmd the place in the group.
 */
const OWN_VALUES = /^\|(?:ObjectName|PreshutdownTimeout|DisplayName|Description|Tag)\|/u;

/** ImagePath may be REG_SZ, too, and stand below the directory of Windows. */
function comparable(row: string): string {
  if (!row.startsWith('|ImagePath|')) return row;
  const file = row.slice(row.lastIndexOf('|') + 1).toLowerCase();
  return `|ImagePath|${file.replace(/^c:\\windows\\/u, '')}`;
}

function isArchitecture(text: string | undefined): text is Architecture {
  return ARCHITECTURES.some((architecture) => architecture === text);
}

/** The same by our parser. */
function expected(path: string, inf: Inf, architecture: Architecture): Installed {
  const packaged = readdirSync(dirname(path));
  const sources = installedFiles(inf, basename(path), packaged, architecture);
  const inDrivers = (file: string): boolean => file.endsWith('.sys');
  return {
    files: Object.fromEntries(
      sources.map((source) => {
        const file = source.toLowerCase();
        return [`system32/${inDrivers(file) ? 'drivers/' : ''}${file}`, file];
      }),
    ),
    services: Object.fromEntries(
      services(inf, architecture).map(({ name }) => [
        name,
        expectedRegistry(inf, architecture, name),
      ]),
    ),
  };
}

function expectedRegistry(
  inf: Inf,
  architecture: Architecture,
  service: string,
): readonly string[] {
  const registration = serviceRegistration(inf, architecture, service);
  if (!registration) return [];
  const dword = (name: string, value: number | undefined): readonly string[] =>
    value === undefined ? [] : [`|${name}|REG_DWORD|0x${value.toString(16)}`];
  const { loadOrderGroup, serviceBinary = '' } = registration;
  return [
    ...dword('Type', registration.serviceType),
    ...dword('Start', registration.startType),
    ...dword('ErrorControl', registration.errorControl),
    ...(loadOrderGroup === undefined ? [] : [`|Group|REG_SZ|${loadOrderGroup}`]),
    `|ImagePath|${serviceBinary.replace('%12%', String.raw`system32\drivers`).toLowerCase()}`,
    ...registration.values.map(registryRow),
  ].toSorted();
}

function registryRow({ subkey, name, type, data }: ServiceRegistryValue): string {
  const shown =
    type === 'REG_DWORD'
      ? `0x${Number(data[0]).toString(16)}`
      : type === 'REG_BINARY'
        ? data.join('').toUpperCase()
        : data.join(String.raw`\0`);
  return [subkey, name === '' ? '(Default)' : name, type, shown].join('|');
}
