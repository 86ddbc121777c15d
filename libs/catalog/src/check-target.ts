import { formatList } from '@aero-guest-tools/diagnostics';
import type { Catalog } from './catalog';
import type { CatalogProblem } from './catalog-problem';
import type { SignedDriver } from './signed-driver';

type Architecture = SignedDriver['architecture'];

const REMEDY =
  'take the driver for Windows 7 of this architecture, or make its catalog by Inf2Cat with /os:7_X86 or /os:7_X64';

/** Windows 7 is version 6.1 of the platform 2, VER_PLATFORM_WIN32_NT. */
const WINDOWS_7 = /^2:6\.(?:1|x)$/i;

/** How Inf2Cat calls Windows 7, and the server of the same version. */
const SYSTEMS: Readonly<Record<Architecture, RegExp>> = {
  x86: /^(?:7|_v61_(?:.*_)?)x86$/i,
  amd64: /^(?:7|server2008r2|_v61_(?:.*_)?)x64$/i,
};

/** How it calls any system: of those that are not known here nothing is concluded. */
const SYSTEM = /^(?:2000|\w*(?:x86|x64|ia64|arm|arm64))$/i;

/**
 * The catalog is for Windows 7 of the architecture: `OSAttr` of the members that the driver is made of
 * (or else of the catalog) holds 2:6.1, and `OS` of the catalog names 7X86 or 7X64. An attribute that is
 * not there excludes nothing.
 */
export function checkTarget(driver: SignedDriver): readonly CatalogProblem[] {
  return [...checkVersion(driver), ...checkSystem(driver)];
}

/** Whether the catalog says that it is not for this version of Windows. */
export function excludesWindows7(driver: SignedDriver): boolean {
  return checkVersion(driver).length > 0;
}

function checkVersion({ catalog, files }: SignedDriver): readonly CatalogProblem[] {
  const digests = new Set(files.flatMap((file) => Object.values(file.digests ?? {})));
  const ofCatalog = attribute(catalog, 'OSAttr');
  const values = catalog.members
    .filter(({ digest }) => digest !== undefined && digests.has(digest))
    .flatMap(({ osAttribute }) => osAttribute ?? ofCatalog ?? []);
  const excluding = values.filter((value) => !listOf(value).some((item) => WINDOWS_7.test(item)));
  if (excluding.length === 0) return [];
  return [
    {
      code: 'os-attribute',
      kind: 'acceptance',
      file: catalog.file,
      message: 'the catalog is not for Windows 7',
      found: `OSAttr ${formatList([...new Set(excluding)])}`,
      expected: 'a list with 2:6.1',
      remedy: REMEDY,
    },
  ];
}

function checkSystem({ catalog, architecture }: SignedDriver): readonly CatalogProblem[] {
  const systems = listOf(attribute(catalog, 'OS') ?? '');
  const isNamed = systems.some((system) => SYSTEMS[architecture].test(system));
  if (isNamed || !systems.some((system) => SYSTEM.test(system))) return [];
  return [
    {
      code: 'os-attribute',
      kind: 'acceptance',
      file: catalog.file,
      message: `the catalog is not for Windows 7 ${architecture}`,
      found: `OS ${formatList(systems)}`,
      expected: architecture === 'x86' ? '7X86' : '7X64',
      remedy: REMEDY,
    },
  ];
}

function attribute({ attributes }: Catalog, name: string): string | undefined {
  return attributes.find((item) => item.name.toLowerCase() === name.toLowerCase())?.value;
}

function listOf(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
