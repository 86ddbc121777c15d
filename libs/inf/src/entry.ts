import { trimWhiteSpace } from './white-space';

/**
 * How many UTF-16 code units a field may have, before and after `%strings%` are resolved; the rest
 * is cut off. Source of the rule: "General Syntax Rules for INF Files", INF Size Limits.
 */
export const MAXIMUM_FIELD_LENGTH = 4095;

/** An entry with quotes resolved, but `%strings%` not yet. */
export interface RawEntry {
  readonly key?: string;
  readonly values: readonly string[];
}

/**
 * Splits a logical line into a key and values. The key ends at the first `=`, if that comes before
 * the first comma; commas separate the values. Neither separates inside a quoted string.
 *
 * Source of the rule: "General Syntax Rules for INF Files".
 */
export function splitEntry(text: string): RawEntry {
  let key: string | undefined;
  const values: string[] = [];
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (character === ',') {
      values.push(unquote(text.slice(start, index)));
      start = index + 1;
    } else if (character === '=' && key === undefined && values.length === 0) {
      key = unquote(text.slice(start, index));
      start = index + 1;
    }
  }
  values.push(unquote(text.slice(start)));
  return key === undefined ? { values } : { key, values };
}

/**
 * Trims a field and removes its quotation marks; a doubled one inside a string is a quotation mark.
 */
function unquote(field: string): string {
  const trimmed = trimWhiteSpace(field).slice(0, MAXIMUM_FIELD_LENGTH);
  if (!trimmed.includes('"')) return trimmed;
  let value = '';
  let quoted = false;
  let start = 0;
  for (let mark = trimmed.indexOf('"'); mark !== -1; mark = trimmed.indexOf('"', start)) {
    value += trimmed.slice(start, mark);
    start = mark + 1;
    if (quoted && trimmed[start] === '"') {
      value += '"';
      start += 1;
    } else {
      quoted = !quoted;
    }
  }
  return value + trimmed.slice(start);
}
