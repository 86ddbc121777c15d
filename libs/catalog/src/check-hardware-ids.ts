import { formatList } from '@aero-guest-tools/diagnostics';
import type { CatalogProblem } from './catalog-problem';
import type { SignedDriver } from './signed-driver';

/** `HWID1`, `HWID2` ... as Inf2Cat writes them, in lower case. */
const HARDWARE_ID = /^HWID\d+$/i;

/**
 * The catalog was made for the devices that the INF binds: each of their IDs is a `HWID*` of the
 * catalog, and the INF binds each of these on some architecture. A catalog without any says nothing of
 * devices.
 */
export function checkHardwareIds(driver: SignedDriver): readonly CatalogProblem[] {
  const { catalog } = driver;
  const ofCatalog = lowerCase(
    catalog.attributes.filter(({ name }) => HARDWARE_ID.test(name)).map(({ value }) => value),
  );
  if (ofCatalog.size === 0) return [];
  const missing = without(lowerCase(driver.hardwareIds), ofCatalog);
  const surplus = without(ofCatalog, lowerCase(driver.allHardwareIds));
  const remedy = 'make the catalog again by Inf2Cat after the INF file was changed';
  const differences = [
    { ids: missing, message: 'the INF file binds devices that the catalog does not know' },
    { ids: surplus, message: 'the catalog is for devices that the INF file does not bind' },
  ];
  return differences
    .filter(({ ids }) => ids.length > 0)
    .map(({ ids, message }) => ({
      code: 'hardware-ids',
      kind: 'acceptance',
      file: catalog.file,
      message,
      found: formatList(ids),
      expected: 'the same hardware IDs in the INF file and in HWID* of the catalog',
      remedy,
    }));
}

function lowerCase(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.map((id) => id.toLowerCase()));
}

function without(ids: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...ids].filter((id) => !others.has(id));
}
