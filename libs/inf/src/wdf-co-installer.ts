import type { InfSection } from './inf';

/** A place that names the WDF co-installer. */
export interface WdfCoInstaller {
  /** As written, or `WdfCoInstaller*.dll` where the INF names no version anywhere. */
  readonly file: string;
  readonly section: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

/**
 * The WDF co-installers that some sections name, each once. If they speak of the co-installer
 * without a file name that could exist, as in `WdfCoInstaller$KMDFCOINSTALLERVERSION$.dll`, any
 * version of it will do.
 *
 * Source of the rule: Packager rules, 3. INF checks: "`WdfCoInstaller*.dll` (any, if none is named)".
 */
export function wdfCoInstallers(sections: readonly InfSection[]): readonly WdfCoInstaller[] {
  const named = new Map<string, WdfCoInstaller>();
  let unnamed: WdfCoInstaller | undefined;
  for (const { name, lines } of sections) {
    for (const { key = '', values, text, line } of lines) {
      // Resolved values hold it in a string's text, the line itself in a name that contains it.
      const mention = [text, key, ...values].filter((item) => /wdfcoinstaller/i.test(item));
      for (const file of mention.flatMap((item) => fileNames(item))) {
        const lowerCase = file.toLowerCase();
        if (!named.has(lowerCase)) named.set(lowerCase, { file, section: name, line });
      }
      if (mention.length > 0) unnamed ??= { file: 'WdfCoInstaller*.dll', section: name, line };
    }
  }
  if (named.size > 0) return [...named.values()];
  return unnamed ? [unnamed] : [];
}

function fileNames(text: string): readonly string[] {
  return text.split(/[\s,;=@"\\/]+/).filter((word) => /^wdfcoinstaller\w*\.dll$/i.test(word));
}
