import type { Architecture, Inf, InfSection } from './inf';
import { models } from './models';
import {
  isForOtherArchitecture,
  platformExtensions,
  withoutPlatformExtension,
} from './platform-extension';
import { isStringsSection } from './strings';

/** What may follow the name of an install section and its platform extension: `foo.ntx86.Services`. */
const SECTION_NAME_EXTENSIONS: ReadonlySet<string> = new Set([
  'coinstallers',
  'factdef',
  'hw',
  'interfaces',
  'logconfigoverride',
  'services',
  'wdf',
]);

/** Install sections that no models section has to name. */
const WELL_KNOWN_INSTALL_SECTIONS = ['classinstall32', 'defaultinstall', 'defaultuninstall'];

/**
 * The name, in lower case, of the section that Windows installs from: with the first platform
 * extension for which a section exists. It is also the base of the names of its `.Services`,
 * `.CoInstallers` and other sections.
 *
 * Source of the rule: "INF File Platform Extensions and x86-Based Systems" (and "x64-Based"),
 * "Combining Platform Extensions with Other Section Name Extensions".
 */
export function actualInstallSection(inf: Inf, name: string, architecture: Architecture): string {
  const base = name.toLowerCase();
  const extension = platformExtensions(architecture).find((text) => inf.sections.has(base + text));
  return base + (extension ?? '');
}

/**
 * The sections whose directives Windows may process on an architecture. Left out are the install
 * sections (with their `.Services`, `.CoInstallers` ...) that only other models lead to, those that
 * a more specific platform extension takes the place of, and whatever is named for another
 * architecture; and strings sections, which hold no directives. Without an architecture only those.
 */
export function processedSections(inf: Inf, architecture?: Architecture): readonly InfSection[] {
  const sections = Array.from(inf.sections).filter(([name]) => !isStringsSection(name));
  if (architecture === undefined) return sections.map(([, section]) => section);
  const known = installSectionNames(inf);
  const used = installSectionNames(inf, architecture);
  return sections
    .filter(([name]) => {
      const owners = possibleOwners(name).filter(({ base }) => known.has(base));
      if (owners.length === 0) return !isForOtherArchitecture(name, architecture);
      return owners.some(
        ({ base, extension }) =>
          used.has(base) && actualInstallSection(inf, base, architecture) + extension === name,
      );
    })
    .map(([, section]) => section);
}

function installSectionNames(inf: Inf, architecture?: Architecture): ReadonlySet<string> {
  return new Set([
    ...WELL_KNOWN_INSTALL_SECTIONS,
    ...models(inf, architecture).map(({ installSection }) => installSection.toLowerCase()),
  ]);
}

/** The install sections that a section of this name in lower case could belong to, if there is one. */
function possibleOwners(name: string): readonly { base: string; extension: string }[] {
  const dot = name.lastIndexOf('.');
  const splits = [{ head: name, extension: '' }];
  if (dot !== -1 && SECTION_NAME_EXTENSIONS.has(name.slice(dot + 1))) {
    splits.push({ head: name.slice(0, dot), extension: name.slice(dot) });
  }
  return splits.flatMap(({ head, extension }) =>
    [...new Set([head, withoutPlatformExtension(head)])].map((base) => ({ base, extension })),
  );
}
