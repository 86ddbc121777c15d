import { printable } from '@aero-guest-tools/diagnostics';

/**
 * Markup that may be inserted into a page unchanged. Only {@link html} and {@link trusted} make it.
 */
export class Html {
  constructor(readonly markup: string) {}
}

/** The values of a template: text is escaped, markup is not, and undefined becomes nothing. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/**
 * A tagged template that escapes its values, since names from drivers are hostile. Use it only for
 * the contents of elements and for attributes between double quotes: not for scripts, styles or
 * unquoted attributes. A line break in a template, with the spaces after it, becomes a line break.
 *
 * The rule: HTML Living Standard, 13.1.2.3 Attributes and 13.1.3 Text. Characters that change the
 * direction of text are also made visible, since they could make a name look like another one.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const [first = '', ...others] = withoutIndentation(parts);
  let markup = first;
  for (const [index, value] of values.entries()) markup += markupOf(value) + (others[index] ?? '');
  return new Html(markup);
}

const unindented = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Removes the code indentation of template lines, which would be a third of a page. */
function withoutIndentation(parts: TemplateStringsArray): readonly string[] {
  const known = unindented.get(parts);
  if (known) return known;
  const shortened = parts.map((part) => part.replaceAll(/\n\s+/g, '\n'));
  unindented.set(parts, shortened);
  return shortened;
}

/** Marks markup that the project itself wrote as trusted. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function markupOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map((item) => markupOf(item)).join('');
  return escapeText(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
