import { ARCHITECTURES, type Architecture } from './inf';

/**
 * The platform extensions that Windows looks for, in lower case, the most specific first. The last
 * one is empty.
 *
 * Source of the rule: "INF File Platform Extensions and x86-Based Systems", "INF File Platform
 * Extensions and x64-Based Systems".
 */
export function platformExtensions(architecture: Architecture): readonly string[] {
  return [`.nt${architecture}`, '.nt', ''];
}

/**
 * Whether a section name is for an architecture that no media are made for, such as
 * `foo.ntia64.services`.
 */
export function isForForeignArchitecture(name: string): boolean {
  return name
    .toLowerCase()
    .split('.')
    .some((part) => {
      const platform = /^nt(x86|ia64|amd64|arm|arm64)$/.exec(part)?.[1];
      return platform !== undefined && !ARCHITECTURES.some((known) => known === platform);
    });
}
