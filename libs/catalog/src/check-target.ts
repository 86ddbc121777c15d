import { formatList } from '@aero-guest-tools/diagnostics';
import type { Catalog } from './catalog';
import type { CatalogNote } from './catalog-note';
import type { CatalogProblem } from './catalog-problem';
import { isSignedByMicrosoft } from './kernel-root';
import type { SignedDriver } from './signed-driver';

type Architecture = SignedDriver['architecture'];

const REMEDY =
  'take the driver for Windows 7 of this architecture, or make its catalog by Inf2Cat with /os:7_X86 or /os:7_X64';

/** An item of `OSAttr`: a version of the platform 2, VER_PLATFORM_WIN32_NT. An `x` stands for any. */
const VERSION = /^2:(\d{1,4})\.(\d{1,4}|x)(?:\.|$)/i;

/** How Inf2Cat calls Windows 7, and the server of the same version. */
const SYSTEMS: Readonly<Record<Architecture, RegExp>> = {
  x86: /^(?:7|_v61_(?:.*_)?)x86$/i,
  amd64: /^(?:7|server2008r2|_v61_(?:.*_)?)x64$/i,
  // There has been no such Windows 7.
  arm64: /^\b$/,
};

/** How it calls any system: of those that are not known here nothing is concluded. */
const SYSTEM = /^(?:2000|\w*(?:x86|x64|ia64|arm|arm64))$/i;

/**
 * The catalog is for Windows 7: `OSAttr` of the members that the driver is made of (or else of the catalog)
 * holds 2:6.1. Where it does not:
 *
 * - Newer versions alone: the policy by which Windows verifies drivers compares versions (Softpub.h,
 *   DRIVER_ACTION_VERIFY and DRIVER_VER_INFO).
 * - Older versions, signed by Microsoft: as good as one for Windows 7, since `LowerLogoVersion` of the classes of
 *   Windows is 5.1 ("LowerLogoVersion").
 * - Older versions, signed by somebody else: nothing is documented. Oracle's drivers of 2020 were of this kind, and
 *   ran on Windows 7.
 *
 * `OS` of the catalog is what Inf2Cat was told, which Windows does not look at: it is worth a note. An attribute
 * that is not there excludes nothing.
 */
export function checkTarget(driver: SignedDriver): readonly CatalogProblem[] {
  const values = osAttributes(driver);
  const found = `OSAttr ${formatList([...new Set(values)])}`;
  const expected = 'a list with 2:6.1';
  const { file, signature } = driver.catalog;
  const target = targetOf(driver, values);
  const isByMicrosoft = signature !== undefined && isSignedByMicrosoft(signature.chain);
  if (target === 'windows-7' || (target === 'older' && isByMicrosoft)) return [];
  const message =
    target === 'newer'
      ? 'the catalog is for newer versions of Windows only'
      : 'the catalog is for older versions of Windows, and it is not documented whether Windows 7 accepts such a signature that is not by Microsoft';
  const kind = 'acceptance';
  return [{ code: `os-attribute-${target}`, kind, file, message, found, expected, remedy: REMEDY }];
}

type Target = 'windows-7' | 'older' | 'newer';

/** What the values of `OSAttr` say together: of a driver the worst, of a catalog alone the best. */
function targetOf({ files }: SignedDriver, values: readonly string[]): Target {
  const targets = new Set(values.map((value) => targetOfValue(value)));
  const order: readonly Target[] = ['newer', 'older', 'windows-7'];
  const first = files === undefined ? order.toReversed() : order;
  return first.find((target) => targets.has(target)) ?? 'windows-7';
}

function targetOfValue(value: string): Target {
  const versions = listOf(value).flatMap((item) => {
    const [, major, minor] = VERSION.exec(item) ?? [];
    return major === undefined || minor === undefined ? [] : [{ major: Number(major), minor }];
  });
  const isWindows7 = versions.some(
    ({ major, minor }) => major === 6 && (minor === '1' || minor.toLowerCase() === 'x'),
  );
  if (isWindows7 || versions.length === 0) return 'windows-7';
  const isOlder = versions.some(({ major, minor }) => major < 6 || (major === 6 && minor === '0'));
  return isOlder ? 'older' : 'newer';
}

/** `OSAttr` of the members that are files of the driver, or of all where its files are not known. */
function osAttributes({ catalog, files }: SignedDriver): readonly string[] {
  const digests = new Set(files?.flatMap((file) => Object.values(file.digests ?? {})));
  const ofCatalog = attribute(catalog, 'OSAttr');
  return catalog.members
    .filter(({ digest = '' }) => files === undefined || digests.has(digest))
    .flatMap(({ osAttribute }) => osAttribute ?? ofCatalog ?? []);
}

/** Whether Inf2Cat was told something else than Windows 7 of the architecture. */
export function checkSystem({ catalog, architecture }: SignedDriver): readonly CatalogNote[] {
  const systems = systemsOf(catalog);
  const isNamed = systems.some((system) => SYSTEMS[architecture].test(system));
  if (isNamed || !systems.some((system) => SYSTEM.test(system))) return [];
  return [
    {
      code: 'system-not-named',
      file: catalog.file,
      message: `the catalog was not made for Windows 7 ${architecture}, by what Inf2Cat noted in it`,
      found: `OS ${formatList(systems)}`,
      expected: architecture === 'x86' ? '7X86' : '7X64',
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
