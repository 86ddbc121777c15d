import type { JsonValue } from '@aero-guest-tools/canonical-json';
import { canonicalDriverName, nameKey } from '@aero-guest-tools/driver-layout/driver-name';

/** Which drivers of a packaging spec are wanted, and whether they are required. */
export interface DriverChoice {
  /** Names of drivers, which all become required. Default: the drivers of the spec. */
  readonly drivers?: readonly string[] | undefined;
  /** Whether optional drivers become required. */
  readonly strictOptional: boolean;
}

type JsonObject = { readonly [name: string]: JsonValue };
type DriverEntry = JsonObject & { readonly name: string };

/**
 * A packaging spec that asks for the chosen drivers only. A chosen driver that the spec lists keeps
 * its expectations. Any other must exist, and pass the checks that apply to every driver.
 *
 * @param spec A parsed spec, so its lists are known to be valid.
 * @returns The spec itself, if nothing was chosen.
 */
export function chooseDrivers(spec: JsonValue, choice: DriverChoice): JsonValue {
  const { drivers: chosen, strictOptional } = choice;
  if (chosen === undefined && !strictOptional) return spec;
  const { drivers, required_drivers: legacy, ...rest } = spec as JsonObject;
  const listed = entries(drivers);
  const listedLegacy = entries(legacy);
  if (chosen === undefined) {
    return { ...rest, drivers: listed.map(required), ...legacyList(listedLegacy) };
  }
  const isChosen = (entry: DriverEntry): boolean => chosen.some((name) => names(entry, name));
  const unlisted = chosen.filter(
    (name) => ![...listed, ...listedLegacy].some((entry) => names(entry, name)),
  );
  return {
    ...rest,
    drivers: [
      ...listed.filter(isChosen).map(required),
      ...unlisted.map((name) => ({ name, required: true })),
    ],
    ...legacyList(listedLegacy.filter(isChosen)),
  };
}

/**
 * The required drivers of a spec that are not among the available ones.
 *
 * @param spec A parsed spec.
 */
export function missingRequiredDrivers(
  spec: JsonValue,
  present: readonly string[],
): readonly string[] {
  const { drivers, required_drivers: legacy } = spec as JsonObject;
  return [...entries(drivers).filter((entry) => entry['required'] === true), ...entries(legacy)]
    .filter((entry) => !present.some((name) => names(entry, name)))
    .map(({ name }) => name);
}

function legacyList(listed: readonly DriverEntry[]): JsonObject {
  return listed.length === 0 ? {} : { required_drivers: [...listed] };
}

function entries(list: JsonValue | undefined): readonly DriverEntry[] {
  return (list ?? []) as unknown as readonly DriverEntry[];
}

function required(entry: DriverEntry): DriverEntry {
  return { ...entry, required: true };
}

function names({ name }: DriverEntry, driver: string): boolean {
  return nameKey(canonicalDriverName(name)) === nameKey(canonicalDriverName(driver));
}
