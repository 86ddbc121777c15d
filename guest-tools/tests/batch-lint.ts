/** What is wrong in a batch file, and in which line (from 1). */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * Finds what cmd.exe notices only when it gets there, or never: jumps to labels that are not
 * there, labels that nothing jumps to, assignments and paths that `&`, `)` or white space would
 * cut for want of quotation marks, and system programs that would be looked for in the current
 * directory first.
 */
export function lintBatch(lines: readonly string[]): Finding[] {
  const code = lines
    .map((text, index) => ({ number: index + 1, text }))
    .filter(({ text }) => !/^\s*(?:rem|echo)\b/iu.test(text));
  return [
    ...checkJumps(code),
    ...check(code, unquotedAssignment, 'assignment without quotation marks'),
    ...check(code, unquotedPath, 'path outside quotation marks'),
    ...check(code, bareProgram, 'system program without its path'),
  ];
}

// These look at a line whose quoted texts are emptied. `set NAME="C:\..."` keeps the quotation
// marks in the value, for a variable that is a command.
const unquotedAssignment = /(?<![/\w])set (?!""|\/p ""|\/a \w+\+=1$|[A-Z]+=""$)/iu;

const unquotedPath = /%(?:CD|INF|LOG|STATE|SYS|TARGET|WORK|~dp0)/u;

const bareProgram =
  /(?:^|[&|(]|\bdo) *(?:attrib|bcdedit|certutil|cmd|find|findstr|fsutil|icacls|net|pnputil|powershell|reg|sc|shutdown)(?:\.exe)? /iu;

function check(lines: readonly Line[], pattern: RegExp, message: string): Finding[] {
  return lines
    .filter(({ text }) => pattern.test(text.replaceAll(/"[^"]*"/gu, '""')))
    .map(({ number, text }) => ({ line: number, message: `${message}: ${text.trim()}` }));
}

/** A jump to `step_%NAME%` reaches every label that begins with `step_`. */
function checkJumps(lines: readonly Line[]): Finding[] {
  const labels = lines.flatMap(({ number, text }) => {
    const name = /^:([\w-]+)$/u.exec(text)?.[1];
    return name === undefined ? [] : [{ name, line: number, isReached: false }];
  });
  const findings: Finding[] = [];
  for (const { number, text } of lines) {
    for (const [, target = ''] of text.matchAll(/\b(?:goto |call :)([\w%-]+)/gu)) {
      const [start = '', variable] = target.split('%');
      const targets = labels.filter(({ name }) =>
        variable === undefined ? name === start : name.startsWith(start),
      );
      for (const label of targets) label.isReached = true;
      if (targets.length === 0) findings.push({ line: number, message: `no label :${target}` });
    }
  }
  for (const { name, line, isReached } of labels) {
    if (!isReached) findings.push({ line, message: `nothing jumps to :${name}` });
  }
  return findings;
}
