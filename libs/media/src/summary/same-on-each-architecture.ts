import { enumerated, type Diagnostic } from '@aero-guest-tools/diagnostics';

/** The names of architectures, in messages and as components of paths. */
const ARCHITECTURE = /\b(?:x86|amd64|x64|arm64)\b/g;

/** In the order in which messages name them; `x64` is what CI calls the folder of amd64. */
const ORDER = ['x86', 'amd64', 'x64', 'arm64'] as const;

/**
 * Merges diagnostics that differ only by architecture, so that people read a warning once. Keeps
 * the order of the first of each.
 */
export function sameOnEachArchitecture(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, [Diagnostic, ...Diagnostic[]]>();
  for (const diagnostic of diagnostics) {
    const key = JSON.stringify(textsOf(diagnostic, '*', '*'));
    const group = groups.get(key);
    if (group) group.push(diagnostic);
    else groups.set(key, [diagnostic]);
  }
  return Array.from(groups.values(), (group) => {
    const [first, ...others] = group;
    if (others.length === 0) return first;
    const named = new Set(
      group.flatMap((one) => JSON.stringify(textsOf(one)).match(ARCHITECTURE) ?? []),
    );
    const names = ORDER.filter((name) => named.has(name));
    const inPath = names.length > 1 ? `{${names.join(',')}}` : (names[0] ?? '');
    const { message, file } = textsOf(first, enumerated(names), inPath);
    return { ...first, ...textsOf(first, inPath, inPath), message, file };
  });
}

/**
 * The texts of a diagnostic, with the name of its architecture replaced if a replacement is given.
 */
function textsOf(
  { severity, message, file, pointer, found, expected, remedy }: Diagnostic,
  inText?: string,
  inPath?: string,
): Pick<Diagnostic, 'severity' | 'message' | 'file' | 'pointer' | 'found' | 'expected' | 'remedy'> {
  const named = (text: string, words: string | undefined): string =>
    words === undefined ? text : text.replaceAll(ARCHITECTURE, words);
  const maybe = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : named(text, inPath);
  const isArchitecture = file !== undefined && ORDER.some((name) => name === file);
  return {
    severity,
    message: named(message, inText),
    // A path that is only the directory of an architecture adds nothing to the message.
    file: isArchitecture && inPath !== undefined ? undefined : maybe(file),
    pointer,
    found: maybe(found),
    expected: maybe(expected),
    remedy,
  };
}
