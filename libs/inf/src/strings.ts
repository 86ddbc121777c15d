import { strkeyEnd } from './strkey';
import { MAXIMUM_FIELD_LENGTH, type RawEntry } from './entry';

/** American English: the language section that stands in for what `[Strings]` lacks. */
const FALLBACK_LANGUAGE = 'strings.0409';

/** Whether entries of this section (name in lower case) define `%strkey%` tokens. */
export function isStringsSection(name: string): boolean {
  return name === 'strings' || name.startsWith('strings.');
}

/**
 * The string table: what each `%strkey%` stands for, by the key in lower case.
 *
 * Windows takes the language section of its locale and else `[Strings]`. Output must not depend on
 * a locale, so `[Strings]` is preferred here; what it does not define is taken from the section of
 * American English, then from the other language sections in the order of the file.
 *
 * Source of the rule: "INF Strings Section".
 *
 * @param sections Entries by section name in lower case.
 */
export function stringTable(
  sections: ReadonlyMap<string, readonly RawEntry[]>,
): ReadonlyMap<string, string> {
  const languages = [...sections.keys()].filter((name) => isStringsSection(name));
  const table = new Map<string, string>();
  for (const name of new Set(['strings', FALLBACK_LANGUAGE, ...languages])) {
    for (const { key, values } of sections.get(name) ?? []) {
      if (key === undefined) continue;
      const strkey = key.toLowerCase();
      if (!table.has(strkey)) table.set(strkey, values[0] ?? '');
    }
  }
  return table;
}

/**
 * Replaces the `%strkey%` tokens of a value, and `%%` by a percent sign. A string that is put in is
 * not searched for tokens again. What names no string, such as the directory identifier in
 * `%12%\driver.sys`, stays.
 *
 * Source of the rule: "General Syntax Rules for INF Files", Using String Tokens.
 */
export function resolveStrings(text: string, strings: ReadonlyMap<string, string>): string {
  if (!text.includes('%')) return text;
  let resolved = '';
  let start = 0;
  while (start < text.length && resolved.length < MAXIMUM_FIELD_LENGTH) {
    const percent = text.indexOf('%', start);
    if (percent === -1) {
      resolved += text.slice(start);
      break;
    }
    const { replacement, end } = tokenAt(text, percent, strings);
    resolved += text.slice(start, percent) + replacement;
    start = end;
  }
  return resolved.slice(0, MAXIMUM_FIELD_LENGTH);
}

function tokenAt(
  text: string,
  percent: number,
  strings: ReadonlyMap<string, string>,
): { replacement: string; end: number } {
  const close = text.indexOf('%', percent + 1);
  if (close === -1) return { replacement: text.slice(percent), end: text.length };
  if (close === percent + 1) return { replacement: '%', end: close + 1 };
  const string = strings.get(text.slice(percent + 1, close).toLowerCase());
  if (string !== undefined) return { replacement: string, end: close + 1 };
  // Not a token, so that the percent sign that follows may begin one.
  if (strkeyEnd(text, percent) === undefined) return { replacement: '%', end: percent + 1 };
  return { replacement: text.slice(percent, close + 1), end: close + 1 };
}
