import type { Architecture } from './inf';

/** A platform extension at the end of a section name in lower case. */
const PLATFORM_EXTENSION = /\.nt(?:x86|ia64|amd64|arm|arm64)?$/;

/**
 * The platform extensions that Windows looks for, in lower case, the most specific first; the last
 * one is none.
 *
 * Source of the rule: "INF File Platform Extensions and x86-Based Systems", "INF File Platform
 * Extensions and x64-Based Systems".
 */
export function platformExtensions(architecture: Architecture): readonly string[] {
  return [`.nt${architecture}`, '.nt', ''];
}

/** A section name in lower case without the platform extension at its end. */
export function withoutPlatformExtension(name: string): string {
  return name.replace(PLATFORM_EXTENSION, '');
}

/** Whether a section name in lower case is that of another architecture, such as `foo.ntx86.services` for amd64. */
export function isForOtherArchitecture(name: string, architecture: Architecture): boolean {
  return name.split('.').some((part) => {
    const platform = /^nt(x86|ia64|amd64|arm|arm64)$/.exec(part)?.[1];
    return platform !== undefined && platform !== architecture;
  });
}
