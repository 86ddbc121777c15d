import { printable } from '@aero-guest-tools/diagnostics';

/** Markup that may be put into a page as it is. Only {@link html} and {@link trusted} make it. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What a template takes: text is escaped, markup is not, and nothing stands for nothing. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/**
 * A tagged template whose values are escaped: names from drivers are hostile. Right in the contents of elements and
 * in attributes between double quotes, and nowhere else: not in scripts, styles or unquoted attributes.
 * A line break in a template with the spaces behind it is a line break.
 *
 * The rule: HTML Living Standard, 13.1.2.3 Attributes and 13.1.3 Text. Characters that change the direction of
 * text are made visible besides, since they could make a name look like another one.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const [first = '', ...others] = withoutIndentation(parts);
  let markup = first;
  for (const [index, value] of values.entries()) markup += markupOf(value) + (others[index] ?? '');
  return new Html(markup);
}

const unindented = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The lines of a template are indented as code, which is a third of a page. */
function withoutIndentation(parts: TemplateStringsArray): readonly string[] {
  const known = unindented.get(parts);
  if (known) return known;
  const shortened = parts.map((part) => part.replaceAll(/\n\s+/g, '\n'));
  unindented.set(parts, shortened);
  return shortened;
}

/** Vouches for markup that the project itself wrote. */
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
