import { findSection, linesOf, type Architecture, type Inf } from './inf';
import { platformExtensions } from './platform-extension';

/** The DriverVer directive: "mm/dd/yyyy,w.x.y.z". */
export interface DriverVersion {
  /** As written: mm/dd/yyyy, or with hyphens. */
  readonly date?: string | undefined;
  /** As written: w.x.y.z. */
  readonly version?: string | undefined;
}

/** The device setup class that an INF installs devices of. */
export interface DeviceClass {
  readonly name?: string | undefined;
  /** As written, with its braces. */
  readonly guid?: string | undefined;
}

/** Parses `[Version] DriverVer`. Source of the rule: "INF DriverVer Directive". */
export function driverVersion(inf: Inf): DriverVersion | undefined {
  const [date, version] = linesOf(findSection(inf, 'Version'), 'DriverVer')[0]?.values ?? [];
  if (!date && !version) return undefined;
  return { date: date || undefined, version: version || undefined };
}

/** The value of `[Version] Provider`. Source of the rule: "INF Version Section". */
export function provider(inf: Inf): string | undefined {
  return versionValue(inf, 'Provider');
}

/** The values of `[Version] Class` and `ClassGuid`. Source of the rule: "INF Version Section". */
export function deviceClass(inf: Inf): DeviceClass | undefined {
  const name = versionValue(inf, 'Class');
  const guid = versionValue(inf, 'ClassGuid');
  if (name === undefined && guid === undefined) return undefined;
  return { name, guid };
}

/**
 * The keys of `[Version]` that name a catalog. For an architecture: the first that exists of
 * `CatalogFile.ntamd64` (or `.ntx86`), `CatalogFile.nt` and `CatalogFile`. Otherwise all of them.
 *
 * Source of the rule: "INF Version Section", CatalogFile.nt.
 */
export function catalogFileKeys(inf: Inf, architecture?: Architecture): readonly string[] {
  const section = findSection(inf, 'Version');
  if (!section) return [];
  if (architecture === undefined) {
    return [...section.linesByKey.keys()].filter(
      (key) => key === 'catalogfile' || key.startsWith('catalogfile.'),
    );
  }
  const key = platformExtensions(architecture)
    .map((extension) => `catalogfile${extension}`)
    .find((name) => section.linesByKey.has(name));
  return key === undefined ? [] : [key];
}

/** The names of the catalogs that sign this driver package, see {@link catalogFileKeys}. */
export function catalogFiles(inf: Inf, architecture?: Architecture): readonly string[] {
  const section = findSection(inf, 'Version');
  return catalogFileKeys(inf, architecture).flatMap((key) =>
    linesOf(section, key)
      .map(({ values }) => values[0] ?? '')
      .filter((name) => name !== ''),
  );
}

function versionValue(inf: Inf, key: string): string | undefined {
  const value = linesOf(findSection(inf, 'Version'), key)[0]?.values[0];
  return value === '' ? undefined : value;
}
