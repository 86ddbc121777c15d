/**
 * Control characters, including every kind of line break (Unicode Standard, 5.8), and the
 * characters that change the direction of text (Unicode Standard Annex #9, 2).
 */
const COMMANDING =
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * What makes a line of a log a command for hosted CI: `::error::` after leading white space (GitHub
 * Actions); `##[error]`, `##vso[...]` and `##teamcity[...]` anywhere (GitHub Actions, Azure
 * Pipelines, TeamCity).
 */
const LOG_COMMAND = /^(?=\s*::)(\s*):|#(?=#\w*\[)/g;

/**
 * A text as one line that controls neither a terminal nor the log of a build server. Names from
 * images and directories may contain anything, so each is made printable before it becomes part of
 * a line. Control characters are written as in JSON: `\u001b`, `\u000a`.
 */
export function printable(text: string): string {
  return text
    .replaceAll(COMMANDING, written)
    .replaceAll(LOG_COMMAND, (found: string, spaces: string | undefined) =>
      spaces === undefined ? written(found) : `${spaces}${written(':')}`,
    );
}

function written(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Lines as one text without the last line break, each made {@link printable}. */
export function printableLines(lines: readonly string[]): string {
  return lines.map((line) => printable(line)).join('\n');
}
