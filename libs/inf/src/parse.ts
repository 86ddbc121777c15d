import { warningDiagnostic, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { decodeInf } from './decode';
import { splitEntry } from './entry';
import type { Inf, InfLine, InfSection } from './inf';
import { InfError } from './inf-error';
import { logicalLines } from './logical-lines';
import { signatureWarnings } from './signature';
import { isStringsSection, resolveStrings, stringTable } from './strings';

/**
 * The most characters that all values of a file may have together after `%strings%` are resolved.
 * The largest INF files of Windows have a few million; without a limit, a file of a few kilobytes
 * could expand to any number.
 */
const MAXIMUM_RESOLVED_CHARACTERS = 32 * 1024 * 1024;

type Resolve = (value: string, line: number) => string;

interface RawSection {
  readonly name: string;
  readonly line: number;
  readonly entries: InfLine[];
}

/**
 * Parses an INF file as Windows reads it, in any encoding. A file that cannot be read as a whole is
 * partly read; problems that Windows would have with it are in {@link Inf.warnings}.
 *
 * Source of the rule: "General Syntax Rules for INF Files" and "INF Strings Section"; Packager
 * rules, 3. INF checks.
 *
 * @param file Its name in messages.
 * @throws InfError If its `%strings%` expand to more than 32 Mi characters.
 */
export function parseInf(bytes: Uint8Array, file: string): Inf {
  const { text, encoding } = decodeInf(bytes);
  const { sections: rawSections, warnings } = splitSections(text, file);
  const strings = stringTable(
    new Map(Array.from(rawSections, ([name, { entries }]) => [name, entries])),
  );

  let left = MAXIMUM_RESOLVED_CHARACTERS;
  const resolve: Resolve = (value, line) => {
    const resolved = resolveStrings(value, strings);
    if (resolved === value) return value;
    left -= resolved.length;
    if (left < 0) throw tooMuchText(file, line);
    return resolved;
  };

  const sections = new Map<string, InfSection>();
  for (const [lowerCaseName, { name, line, entries }] of rawSections) {
    // The values of a strings section are the replacement text of tokens, so they are not resolved.
    const lines = isStringsSection(lowerCaseName)
      ? entries
      : entries.map((entry) => resolveLine(entry, resolve));
    sections.set(lowerCaseName, { name, line, lines, linesByKey: groupByKey(lines) });
  }
  const inf = { file, encoding, sections, strings, warnings };
  return { ...inf, warnings: [...warnings, ...signatureWarnings(inf)] };
}

/** The entries of each section, by its name in lower case; sections of the same name are merged. */
function splitSections(
  text: string,
  file: string,
): { sections: Map<string, RawSection>; warnings: Diagnostic[] } {
  const sections = new Map<string, RawSection>();
  const warnings: Diagnostic[] = [];
  let current: RawSection | undefined;
  let entriesBeforeSections = 0;
  for (const { text: content, line } of logicalLines(text)) {
    if (content.startsWith('[')) {
      const end = content.indexOf(']');
      if (end === -1) warnings.push(unclosedSectionName(file, line, content));
      const name = end === -1 ? content.slice(1) : content.slice(1, end);
      current = sections.get(name.toLowerCase());
      if (!current) {
        current = { name, line, entries: [] };
        sections.set(name.toLowerCase(), current);
      }
    } else if (current) {
      current.entries.push(splitLine(content, line));
    } else {
      entriesBeforeSections += 1;
      if (entriesBeforeSections === 1) warnings.push(entryOutsideSection(file, line, content));
    }
  }
  return { sections, warnings };
}

/** An entry with `%strings%` not resolved yet. */
function splitLine(text: string, line: number): InfLine {
  const { key, values } = splitEntry(text);
  return key === undefined ? { values, text, line } : { key, values, text, line };
}

function resolveLine(unresolved: InfLine, resolve: Resolve): InfLine {
  const { key, values, text, line } = unresolved;
  if (!text.includes('%')) return unresolved;
  const resolved = values.map((value) => resolve(value, line));
  return key === undefined
    ? { values: resolved, text, line }
    : { key: resolve(key, line), values: resolved, text, line };
}

function groupByKey(lines: readonly InfLine[]): ReadonlyMap<string, readonly InfLine[]> {
  const groups = new Map<string, InfLine[]>();
  for (const line of lines) {
    if (line.key === undefined) continue;
    const key = line.key.toLowerCase();
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return groups;
}

function tooMuchText(file: string, line: number): InfError {
  return new InfError({
    file,
    position: { line, column: 1 },
    id: 'inf.strings-too-long',
    message: 'the %strings% of this INF expand to too much text',
    expected: `at most ${String(MAXIMUM_RESOLVED_CHARACTERS)} characters in all values together`,
    remedy: 'shorten the strings or use them less often',
  });
}

function unclosedSectionName(file: string, line: number, content: string): Diagnostic {
  return warningDiagnostic({
    file,
    position: { line, column: 1 },
    id: 'inf.section-not-closed',
    message: 'a section name is not closed',
    found: content.slice(0, 80),
    expected: '[section-name]',
    remedy: 'add the closing bracket: Windows does not load an INF with such a line',
  });
}

function entryOutsideSection(file: string, line: number, content: string): Diagnostic {
  return warningDiagnostic({
    file,
    position: { line, column: 1 },
    id: 'inf.entry-outside-section',
    message: 'there is an entry before the first section',
    found: content.slice(0, 80),
    expected: '[Version]',
    remedy: 'move it into a section or make it a comment',
  });
}
