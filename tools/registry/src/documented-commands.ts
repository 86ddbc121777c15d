import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './run';

/** The page that says how to use the plugin in a workspace of one's own. */
export const OWN_WORKSPACE = {
  page: 'docs/own-workspace.md',
  heading: 'In your own workspace',
} as const;

/** What a section of a page has for its reader to run or to copy. */
export interface DocumentedCommands {
  /** Lines for a shell, in their order. */
  readonly commands: readonly string[];
  /** The text of each JSON file, in their order. */
  readonly json: readonly string[];
}

/**
 * The commands and files of a section, with all of its subsections.
 *
 * @param page Relative to the checkout.
 * @throws Error if the page has no such heading, or more than one.
 */
export function documentedCommands(page: string, heading: string): DocumentedCommands {
  const text = sectionOf(readFileSync(join(CHECKOUT, page), 'utf8'), heading);
  if (text === undefined) throw new Error(`${page} has no section "${heading}"`);
  return {
    commands: blocks(text, 'sh').flatMap((block) =>
      block
        .replaceAll(/\\\n\s*/g, '')
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('#')),
    ),
    json: blocks(text, 'json'),
  };
}

/**
 * From a heading to the next one of its level or a higher one. (CommonMark 0.31, 4.2 ATX headings; none is
 * looked for in fenced code.)
 */
export function sectionOf(markdown: string, heading: string): string | undefined {
  const lines = markdown.split('\n');
  let isCode = false;
  const headings = lines.flatMap((line, index) => {
    if (line.startsWith('```')) isCode = !isCode;
    const [, marks = '', title = ''] = (!isCode && /^(#{1,6}) +(.*)$/.exec(line)) || [];
    return marks === '' ? [] : [{ index, level: marks.length, title: title.trim() }];
  });
  const [begin, ...others] = headings.filter(({ title }) => title === heading);
  if (begin === undefined || others.length > 0) return undefined;
  const end = headings.find(({ index, level }) => index > begin.index && level <= begin.level);
  return lines.slice(begin.index + 1, end?.index).join('\n');
}

/** The contents of the fenced code of a language. */
function blocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].flatMap(([, found, block = '']) =>
    found === language ? [block] : [],
  );
}
