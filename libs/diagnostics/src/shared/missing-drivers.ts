/** A driver that the media are built without. */
export interface MissingDriver {
  readonly name: string;
  /** At least one, named as in messages, in the order of the spec's target. */
  readonly architectures: readonly string[];
}

/**
 * Which optional drivers are missing, in one sentence: `the optional driver "viosnd" is missing for x86 and amd64`;
 * `optional drivers are missing: "viorng" and "viosnd" for x86 and amd64, "viofs" for x86`.
 *
 * @param missing At least one, each named once.
 */
export function missingDriversText(missing: readonly MissingDriver[]): string {
  const [first] = missing;
  if (first !== undefined && missing.length === 1) {
    return `the optional driver "${first.name}" is missing for ${enumerated(first.architectures)}`;
  }
  const names = new Map<string, string[]>();
  for (const { name, architectures } of missing) {
    const key = enumerated(architectures);
    names.set(key, [...(names.get(key) ?? []), `"${name}"`]);
  }
  const parts = Array.from(names, ([key, ofKey]) => `${enumerated(ofKey)} for ${key}`);
  return `optional drivers are missing: ${parts.join(', ')}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last;
}
