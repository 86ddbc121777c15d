import type { JsonDocument, JsonValue } from '@aero-guest-tools/canonical-json';
import type { Problem } from '@aero-guest-tools/diagnostics';
import { canonicalDriverName, nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import { firstProblems, formatValue, problemAt } from '@aero-guest-tools/json-schema';

/**
 * What a schema cannot check in a spec's lists of drivers: that there is at least one driver, and
 * that no list names a driver twice, ignoring case. (Packager rules, 1. Packaging spec.) Accepts
 * any JSON value, so that these problems are reported together with those that the schema finds.
 */
export function driverListProblems(document: JsonDocument): readonly Problem[] {
  const lists = ['drivers', 'required_drivers'].map((key) => ({
    pointer: `/${key}`,
    entries: listOf(document.value, key),
  }));
  if (lists.every(({ entries }) => entries?.length === 0)) return [noDriver(document)];
  const problems = lists.flatMap(({ pointer, entries }) =>
    duplicates(document, pointer, entries ?? []),
  );
  return firstProblems(document, problems);
}

function noDriver(document: JsonDocument): Problem {
  return problemAt(document, '/drivers', {
    id: 'spec.no-driver',
    message: 'the spec lists no driver',
    found: 'none',
    expected: 'at least one driver',
    remedy: 'add a driver to "drivers"',
  });
}

function duplicates(
  document: JsonDocument,
  pointer: string,
  entries: readonly JsonValue[],
): readonly Problem[] {
  const seen = new Map<string, string>();
  return entries.flatMap((entry, index) => {
    const name = nameOf(entry);
    if (name === undefined) return [];
    const key = nameKey(canonicalDriverName(name));
    const namePointer = `${pointer}/${String(index)}/name`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, namePointer);
      return [];
    }
    return problemAt(document, namePointer, {
      id: 'spec.duplicate-driver',
      message: `the driver "${canonicalDriverName(name)}" is listed twice`,
      found: `${formatValue(name)}, and the same at ${first}`,
      expected: 'each driver once; case does not count, and "aero-gpu" means "aerogpu"',
      remedy: 'merge the two entries, or rename one',
    });
  });
}

/** The list under a key: empty if the key is missing, `undefined` if the value is not a list. */
function listOf(value: JsonValue, key: string): readonly JsonValue[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const list = (value as Readonly<Record<string, JsonValue>>)[key] ?? [];
  return Array.isArray(list) ? list : undefined;
}

function nameOf(entry: JsonValue): string | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const name = (entry as Readonly<Record<string, JsonValue>>)['name'];
  return typeof name === 'string' ? name : undefined;
}
