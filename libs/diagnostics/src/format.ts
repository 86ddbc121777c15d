import type { Diagnostic } from './diagnostic';
import { printableLines } from './printable';
import { withFormattedSizes } from './size';

/** Longer lists are cut, with a count of the rest. */
const MAXIMUM_LISTED = 10;

/**
 * The text of one diagnostic: `file:line:column (pointer): message`, then indented lines for what
 * was found, what was expected and what to do. No trailing line break. Text from a file can neither
 * start a new line nor control the terminal: see {@link printableLines}.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  return printableLines(diagnosticLines(diagnostic));
}

/** The lines of {@link formatDiagnostic}, before they are made printable. */
export function diagnosticLines(diagnostic: Diagnostic): readonly string[] {
  const { file, position, pointer, message, found, expected, remedy } = diagnostic;
  const place = position
    ? `${file ?? ''}:${String(position.line)}:${String(position.column)}`
    : (file ?? '');
  const where = [place, pointer === undefined || pointer === '' ? '' : `(${pointer})`]
    .filter((part) => part !== '')
    .join(' ');
  const said = withFormattedSizes(message);
  const lines = [where === '' ? said : `${where}: ${said}`];
  if (found !== undefined) lines.push(`  found:    ${withFormattedSizes(found)}`);
  if (expected !== undefined) lines.push(`  expected: ${withFormattedSizes(expected)}`);
  if (remedy !== undefined) lines.push(`  remedy:   ${remedy}`);
  return lines;
}

/**
 * Like {@link formatDiagnostic}, for a terminal: the id, which docs/refusals.md explains, follows
 * the message: `a.json:1:2: there is no value here [json.syntax]`.
 */
export function formatWithId({ message, ...diagnostic }: Diagnostic): string {
  return formatDiagnostic({ ...diagnostic, message: `${message} [${diagnostic.id}]` });
}

/**
 * The texts of several diagnostics, one below the other, cut after ten with a count of the rest.
 *
 * @param format The text of one.
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: (diagnostic: Diagnostic) => string = formatDiagnostic,
): string {
  const listed = diagnostics.slice(0, MAXIMUM_LISTED).map((item) => format(item));
  const left = diagnostics.length - listed.length;
  return [...listed, ...(left > 0 ? [`... and ${String(left)} more`] : [])].join('\n');
}

/** `"a", "b", "c"`, cut after ten with a count of the rest; `none` for an empty list. */
export function formatList(values: readonly string[]): string {
  if (values.length === 0) return 'none';
  const listed = values
    .slice(0, MAXIMUM_LISTED)
    .map((value) => JSON.stringify(value))
    .join(', ');
  const left = values.length - MAXIMUM_LISTED;
  return left > 0 ? `${listed} and ${String(left)} more` : listed;
}
