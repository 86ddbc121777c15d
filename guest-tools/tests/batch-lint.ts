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
 * cut for want of quotation marks, system programs that would be looked for in the current directory
 * first, and values from outside that cmd.exe would take for a part of a command.
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
    ...checkOutsideValues(code),
  ];
}

// These look at a line whose quoted texts are emptied. `set NAME="C:\..."` keeps the quotation
// marks in the value, for a variable that is a command.
const unquotedAssignment = /(?<![/\w])set (?!""|TXT'\)|\/p ""|\/a \w+\+=1$|[A-Z]+=""$)/iu;

const unquotedPath = /%(?:CD|INF|LOG|STATE|SYS|TARGET|WORK|~dp0)/u;

const bareProgram =
  /(?:^|[&|(]|\bdo) *(?:attrib|bcdedit|certutil|cmd|expand|find|findstr|fsutil|icacls|net|pnputil|powershell|reg|sc|shutdown|wmic)(?:\.exe)? /iu;

function check(lines: readonly Line[], pattern: RegExp, message: string): Finding[] {
  return lines
    .filter(({ text }) => pattern.test(text.replaceAll('^"', '').replaceAll(/"[^"]*"/gu, '""')))
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

/** What a program writes, or what stands in a file: `for /f ... %%A in (...) do`. */
const readsOutside = /\bfor \/f "[^"]*" %%(?<letter>\w) in \((?<source>.*)\) do\b/u;

/** `set "NAME=%%B"`, also with modifiers, such as `%%~nxB`. */
const takes = /\bset "(?<name>\w+)=[^"]*%%(?:~[a-z]*)?(?<letter>[A-Z])/gu;

/** The value that is searched for, in `for`, or that a variable holds, is one of the script's own. */
const ownSource = /^"%(?:LINE|ITEM|HWID|NUMBER|DETAIL|INF_NAME|FOLDER_ID)%"$/u;

/** state.txt is checked as a whole before it is read; `:check_state`. */
const checkedFile = /^"%STATE%"$/u;

/**
 * Finds values that come from outside (the output of a program, a file) and are expanded by `%NAME%` where
 * cmd.exe takes the line apart: a quotation mark in them would end the argument, and what follows would be a
 * command. They may stay FOR variables, which are expanded afterwards, or go to TXT or TXT2. Those are proved
 * by `:prove` or `:prove_hexadecimal`, and expanded only below a line that leaves where they were not.
 */
function checkOutsideValues(lines: readonly Line[]): Finding[] {
  const findings: Finding[] = [];
  let letters = new Set<string>();
  let depth = 0;
  let isProved = false;
  for (const { number, text } of lines) {
    const loop = readsOutside.exec(text);
    if (
      loop?.groups &&
      !ownSource.test(loop.groups['source'] ?? '') &&
      !checkedFile.test(loop.groups['source'] ?? '')
    ) {
      const first = (loop.groups['letter'] ?? '').codePointAt(0) ?? 0;
      letters = new Set(
        Array.from({ length: 5 }, (_, index) => String.fromCodePoint(first + index)),
      );
      depth = text.endsWith('(') ? 1 : 0;
    }
    for (const { groups } of text.matchAll(takes)) {
      const name = groups?.['name'] ?? '';
      if (letters.has(groups?.['letter'] ?? '') && name !== 'TXT' && name !== 'TXT2') {
        findings.push({ line: number, message: `value from outside in %${name}%: ${text.trim()}` });
      }
    }
    if (text === ')' || depth === 0) letters = new Set();
    if (text === ')') depth = 0;
    if (/^:\w/u.test(text)) isProved = false;
    if (/^if not defined PROVEN .*exit \/b/u.test(text)) isProved = true;
    if (/%TXT2?[:%]/u.test(text) && !isProved) {
      findings.push({ line: number, message: `value that was not proved: ${text.trim()}` });
    }
  }
  return findings;
}
