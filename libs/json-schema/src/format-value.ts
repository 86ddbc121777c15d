import type { JsonValue } from '@aero-guest-tools/canonical-json';

/** Values longer than this many UTF-16 code units are cut. */
const MAXIMUM_SHOWN = 80;

/** A value as JSON, cut if it is long. */
export function formatValue(value: JsonValue | readonly JsonValue[]): string {
  const text = JSON.stringify(value);
  return text.length > MAXIMUM_SHOWN ? `${text.slice(0, MAXIMUM_SHOWN)}...` : text;
}
