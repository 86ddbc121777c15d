import { UnknownConstruct } from './errors';
import type { SyntaxNode } from './syntax-tree';

/** Language Specification 3.0, 2.3.7 Escape sequences. */
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The text of `'...'`, in which a quotation mark is doubled. */
export function verbatimString(literal: string): string {
  return literal.slice(1, -1).replaceAll("''", "'");
}

/** The text of `"..."`: variables and $( ) in it are replaced by what they give (2.3.5.2). */
export function expandString(node: SyntaxNode, valueOf: (part: SyntaxNode) => string): string {
  let text = '';
  let position = node.start + 1;
  const literal = (end: number) =>
    unescape(node.text.slice(position - node.start, end - node.start));
  for (const part of node.children) {
    text += literal(part.start);
    if (part.type === '""') {
      text += '"';
    } else if (part.type === 'variable' || part.type === 'sub_expression') {
      text += valueOf(part);
    } else {
      throw new UnknownConstruct(`${part.type} in a string`);
    }
    position = part.end;
  }
  return text + literal(node.end - 1);
}

function unescape(text: string): string {
  if (/(?<!`)\$[\w{(]/u.test(text)) throw new UnknownConstruct(`$ in the string ${text}`);
  return text.replaceAll(/`([\s\S])|""/gu, (_, escaped: string | undefined) =>
    escaped === undefined ? '"' : (ESCAPES[escaped] ?? escaped),
  );
}
