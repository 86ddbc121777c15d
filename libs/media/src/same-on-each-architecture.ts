import type { Diagnostic } from '@aero-guest-tools/diagnostics';

/** The names of architectures, in messages and as components of paths. */
const ARCHITECTURE = /\b(?:x86|amd64|x64)\b/g;

/**
 * The same diagnostics, of which those that differ by the architecture alone are one: people read a warning once.
 * In the order of the first of each.
 */
export function sameOnBothArchitectures(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, [Diagnostic, ...Diagnostic[]]>();
  for (const diagnostic of diagnostics) {
    const key = JSON.stringify(textsOf(diagnostic, '*', '*'));
    const group = groups.get(key);
    if (group) group.push(diagnostic);
    else groups.set(key, [diagnostic]);
  }
  return Array.from(groups.values(), ([first, ...others]) => {
    if (others.length === 0) return first;
    const { message, file } = textsOf(first, 'x86 and amd64', '{x86,amd64}');
    return { ...first, ...textsOf(first, '{x86,amd64}', '{x86,amd64}'), message, file };
  });
}

/** What a diagnostic says, with other words for its architecture. */
function textsOf(
  { severity, message, file, pointer, found, expected, remedy }: Diagnostic,
  inText: string,
  inPath: string,
): Pick<Diagnostic, 'severity' | 'message' | 'file' | 'pointer' | 'found' | 'expected' | 'remedy'> {
  const named = (text: string, words: string): string => text.replaceAll(ARCHITECTURE, words);
  const maybe = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : named(text, inPath);
  return {
    severity,
    message: named(message, inText),
    // The directory of an architecture by itself says no more than the message.
    file: file === 'x86' || file === 'amd64' || file === 'x64' ? undefined : maybe(file),
    pointer,
    found: maybe(found),
    expected: maybe(expected),
    remedy,
  };
}
