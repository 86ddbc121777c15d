import { strkeyEnd } from './strkey';
import { trimWhiteSpace } from './white-space';

/** An entry or a section header, without its comment, with continued lines joined. */
export interface LogicalLine {
  readonly text: string;
  /** Line number at which it begins in the file, from 1. */
  readonly line: number;
}

/** Ends a DOS text; anything after it is ignored. */
const END_OF_FILE = '\u001A';

/**
 * The non-empty logical lines of an INF text, in order. A line ends at a carriage return, a line
 * feed or both. A section header is kept as written, since `;` may be part of its name.
 *
 * Source of the rule: "General Syntax Rules for INF Files", Line Format, Continuation, and
 * Comments.
 */
export function* logicalLines(text: string): Generator<LogicalLine> {
  let parts: string[] = [];
  let start = 0;
  for (const { content, line } of physicalLines(text)) {
    const trimmed = trimWhiteSpace(content);
    if (parts.length === 0) {
      start = line;
      if (trimmed.startsWith('[')) {
        yield { text: trimmed, line };
        continue;
      }
    }
    const { entry, continued } = withoutComment(trimmed);
    parts.push(entry);
    if (continued) continue;
    const joined = trimWhiteSpace(parts.join(''));
    if (joined !== '') yield { text: joined, line: start };
    parts = [];
  }
  const rest = trimWhiteSpace(parts.join(''));
  if (rest !== '') yield { text: rest, line: start };
}

function* physicalLines(text: string): Generator<{ content: string; line: number }> {
  const endOfFile = text.indexOf(END_OF_FILE);
  const end = endOfFile === -1 ? text.length : endOfFile;
  const lineBreak = /\r\n|\r|\n/g;
  let start = 0;
  let line = 1;
  for (let match = lineBreak.exec(text); match && match.index < end; match = lineBreak.exec(text)) {
    yield { content: text.slice(start, match.index), line };
    start = lineBreak.lastIndex;
    line += 1;
  }
  if (start < end) yield { content: text.slice(start, end), line };
}

/**
 * Removes the comment of a line, and the backslash that continues it. Neither is recognised inside
 * a quoted string, which ends with its line at the latest; and a semicolon is not recognised inside
 * a %strkey%.
 */
function withoutComment(content: string): { entry: string; continued: boolean } {
  let quoted = false;
  let end = content.length;
  for (let index = 0; index < content.length; index += 1) {
    const character = content[index];
    if (character === '"') {
      quoted = !quoted;
    } else if (!quoted && character === '%') {
      index = strkeyEnd(content, index) ?? index;
    } else if (!quoted && character === ';') {
      end = index;
      break;
    }
  }
  const entry = trimWhiteSpace(content.slice(0, end));
  if (quoted || !entry.endsWith('\\')) return { entry, continued: false };
  // The last of several backslashes continues the line; the others are ignored.
  let last = entry.length;
  while (entry[last - 1] === '\\') last -= 1;
  return { entry: entry.slice(0, last), continued: true };
}
