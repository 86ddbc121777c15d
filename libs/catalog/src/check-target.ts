import { formatList } from '@aero-guest-tools/diagnostics';
import { catalogSystem, namesTarget, type WindowsTarget } from '@aero-guest-tools/windows-target';
import type { Catalog } from './catalog';
import type { CatalogNote } from './catalog-note';
import type { CatalogProblem } from './catalog-problem';
import { isSignedByMicrosoft } from './kernel-root';
import type { SignedDriver } from './signed-driver';

type Architecture = SignedDriver['architecture'];

/** An item of `OSAttr`: a version of platform 2, VER_PLATFORM_WIN32_NT. An `x` matches any. */
const VERSION = /^2:(\d{1,4})\.(\d{1,4}|x)(?:\.|$)/i;

/** Inf2Cat's names of architectures. */
const INF2CAT_ARCHITECTURES: Readonly<Record<Architecture, string>> = {
  x86: 'X86',
  amd64: 'X64',
  arm64: 'ARM64',
};

/** Inf2Cat's names of Windows versions, in catalogs and in its option /os. */
const INF2CAT_SYSTEMS: ReadonlyMap<string, readonly [name: string, option: string]> = new Map([
  ['6.1', ['7', '7_']],
  ['6.2', ['8', '8_']],
  ['6.3', ['_v63_', '6_3_']],
  ['10.0', ['_v100_', '10_']],
]);

/**
 * The catalog must be for a Windows: `OSAttr` of the driver's members (or else of the catalog) must
 * hold its version, such as 2:6.1. If it does not:
 *
 * - Only newer versions: the policy by which Windows verifies drivers compares versions (Softpub.h,
 *   DRIVER_ACTION_VERIFY and DRIVER_VER_INFO).
 * - Older versions, signed by Microsoft: as good as one for the Windows itself, since
 *   `LowerLogoVersion` of the classes of Windows is 5.1 ("LowerLogoVersion").
 * - Older versions, signed by somebody else: nothing is documented. Oracle's drivers of 2020 were
 *   of this kind, and ran on Windows 7.
 *
 * `OS` of the catalog is what Inf2Cat was told. Windows ignores it, so a mismatch is only a note. A
 * missing attribute excludes nothing.
 */
export function checkTarget(
  driver: SignedDriver,
  windows: WindowsTarget,
): readonly CatalogProblem[] {
  const values = osAttributes(driver);
  const found = `OSAttr ${formatList([...new Set(values)])}`;
  const expected = `a list with ${windows.osAttribute}`;
  const { file, signature } = driver.catalog;
  const target = targetOf(driver, windows, values);
  const isByMicrosoft = signature !== undefined && isSignedByMicrosoft(signature.chain);
  if (target === 'same' || (target === 'older' && isByMicrosoft)) return [];
  const details = {
    kind: 'acceptance',
    file,
    found,
    expected,
    remedy: remedyFor(windows),
  } as const;
  return target === 'newer'
    ? [
        {
          ...details,
          id: 'catalog.os-attribute-newer',
          message: 'the catalog is for newer versions of Windows only',
        },
      ]
    : [
        {
          ...details,
          id: 'catalog.os-attribute-older',
          message: `the catalog is for older versions of Windows, and Microsoft does not document whether ${windows.name} accepts such a signature by anybody else`,
        },
      ];
}

function remedyFor(windows: WindowsTarget): string {
  const [, option = ''] = INF2CAT_SYSTEMS.get(versionOf(windows)) ?? [];
  const options = windows.architectures
    .toSorted((a, b) => Number(a === 'amd64') - Number(b === 'amd64'))
    .map((architecture) => `/os:${option}${INF2CAT_ARCHITECTURES[architecture]}`);
  return `take the driver for ${windows.name} of this architecture, or make its catalog by Inf2Cat with ${options.join(' or ')}`;
}

function versionOf({ majorVersion, minorVersion }: WindowsTarget): string {
  return `${String(majorVersion)}.${String(minorVersion)}`;
}

type Target = 'same' | 'older' | 'newer';

/**
 * The combined meaning of the values of `OSAttr`: for a driver the worst, for a catalog alone the
 * best.
 */
function targetOf(
  { files }: SignedDriver,
  windows: WindowsTarget,
  values: readonly string[],
): Target {
  const targets = new Set(values.map((value) => targetOfValue(value, windows)));
  const order: readonly Target[] = ['newer', 'older', 'same'];
  const first = files === undefined ? order.toReversed() : order;
  return first.find((target) => targets.has(target)) ?? 'same';
}

function targetOfValue(value: string, windows: WindowsTarget): Target {
  const found = listOf(value).flatMap((item): Target[] => {
    const [, major, minor = ''] = VERSION.exec(item) ?? [];
    return major === undefined ? [] : [compareVersion(Number(major), minor, windows)];
  });
  if (found.length === 0 || found.includes('same')) return 'same';
  return found.includes('older') ? 'older' : 'newer';
}

function compareVersion(
  major: number,
  minor: string,
  { majorVersion, minorVersion }: WindowsTarget,
): Target {
  if (major !== majorVersion) return major < majorVersion ? 'older' : 'newer';
  if (minor.toLowerCase() === 'x' || Number(minor) === minorVersion) return 'same';
  return Number(minor) < minorVersion ? 'older' : 'newer';
}

/**
 * `OSAttr` of the members that are files of the driver, or of all members if its files are not
 * known.
 */
function osAttributes({ catalog, files }: SignedDriver): readonly string[] {
  const digests = new Set(files?.flatMap((file) => Object.values(file.digests ?? {})));
  const ofCatalog = attribute(catalog, 'OSAttr');
  return catalog.members
    .filter(({ digest = '' }) => files === undefined || digests.has(digest))
    .flatMap(({ osAttribute }) => osAttribute ?? ofCatalog ?? []);
}

/**
 * Whether Inf2Cat was told something other than a Windows of the architecture. Unknown names prove
 * nothing. A client counts as the server of its version, since WHQL catalogs name only clients.
 */
export function checkSystem(
  { catalog, architecture }: SignedDriver,
  windows: WindowsTarget,
): readonly CatalogNote[] {
  const systems = systemsOf(catalog);
  const isNamed = systems.some((system) => namesTarget(system, windows, architecture));
  if (isNamed || !systems.some((system) => catalogSystem(system) !== undefined)) return [];
  const [prefix = ''] = INF2CAT_SYSTEMS.get(versionOf(windows)) ?? [];
  return [
    {
      id: 'catalog.system-not-named',
      file: catalog.file,
      message: `the catalog was not made for ${windows.name} ${architecture}, according to its OS attribute`,
      found: `OS ${formatList(systems)}`,
      expected: `${prefix}${INF2CAT_ARCHITECTURES[architecture]}`,
    },
  ];
}

/** The systems that Inf2Cat was told to make a catalog for. */
export function systemsOf(catalog: Catalog): readonly string[] {
  return listOf(attribute(catalog, 'OS') ?? '');
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
