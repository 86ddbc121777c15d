import { actualSection } from './actual-section';
import {
  findSection,
  linesOf,
  valuesOf,
  type Architecture,
  type Inf,
  type InfSection,
} from './inf';
import { models, type Model } from './models';
import { WINDOWS_7, type TargetOs } from './target-os';

/** The sections that Windows processes to install the devices that name one install section. */
export interface Installation {
  /** The install section as the models name it, without a platform extension. */
  readonly name: string;
  /** The bound models that name it, in the order of the INF file. At least one. */
  readonly models: readonly [Model, ...Model[]];
  /** The section that Windows installs from; absent if the INF file has none. */
  readonly section?: InfSection | undefined;
  /** Its `.Services` section, and the sections that it needs. */
  readonly serviceSections: readonly InfSection[];
  /**
   * Its `.Software` section, and the sections that it needs. Windows reads it since Windows 10
   * 1703.
   */
  readonly softwareSections: readonly InfSection[];
  /** All sections whose CopyFiles and CopyINF directives count, including those of services. */
  readonly copySections: readonly InfSection[];
}

/** The sections that {@link Installation}s or a new class lead to. */
export type ProcessedSections = Pick<
  Installation,
  'serviceSections' | 'softwareSections' | 'copySections'
>;

/**
 * The sections that Windows processes on an architecture, one entry for each install section that
 * bound models name. In the order of the models.
 *
 * Source of the rule: "INF Models Section", "INF DDInstall Section"; Packager rules, 3. INF checks.
 */
export function installations(
  inf: Inf,
  architecture: Architecture,
  os: TargetOs = WINDOWS_7,
): readonly Installation[] {
  return installationsOf(inf, models(inf, architecture, os), architecture);
}

/**
 * All sections that are processed on an architecture, each once: those of its installations, and
 * those of the class that the INF file installs.
 */
export function processedSections(
  inf: Inf,
  architecture: Architecture,
  os: TargetOs = WINDOWS_7,
): ProcessedSections {
  return unitedWithClass(inf, installations(inf, architecture, os), architecture);
}

/** The same for every architecture and all models, whichever Windows they are for. */
export function everProcessedSections(
  inf: Inf,
  architectures: readonly Architecture[],
): ProcessedSections {
  const all = models(inf);
  return united(
    architectures.map((architecture) =>
      unitedWithClass(inf, installationsOf(inf, all, architecture), architecture),
    ),
  );
}

function installationsOf(
  inf: Inf,
  bound: readonly Model[],
  architecture: Architecture,
): readonly Installation[] {
  const groups = new Map<string, [Model, ...Model[]]>();
  for (const model of bound) {
    const group = groups.get(model.installSection.toLowerCase());
    if (group) group.push(model);
    else groups.set(model.installSection.toLowerCase(), [model]);
  }
  return Array.from(groups.values(), (group): Installation => {
    const name = group[0].installSection;
    const section = actualSection(inf, name, architecture);
    return { name, models: group, section, ...sectionsOf(inf, section, architecture) };
  });
}

/**
 * A section, the sections that extend its name, and the sections that these need.
 *
 * CopyFiles is read in the section itself, and in those of co-installers, interfaces and classes
 * ("INF CopyFiles Directive"). `.Components`, `.Events`, `.Filters`, `.WMI`, `.COM` and
 * `.LogConfigOverride` register things and copy nothing, on any Windows. The section itself must
 * copy what `.Software` runs ("INF AddSoftware Directive").
 */
function sectionsOf(
  inf: Inf,
  section: InfSection | undefined,
  architecture: Architecture,
): ProcessedSections {
  if (!section) return { serviceSections: [], softwareSections: [], copySections: [] };
  const extended = (extension: string): readonly InfSection[] =>
    withNeeds(inf, findSection(inf, section.name + extension));
  const serviceSections = extended('.Services');
  // "AddInterface={InterfaceClassGUID}[,[reference string] [,[add-interface-section] [,flags]]]"
  const interfaceSections = extended('.Interfaces').flatMap((interfaces) =>
    linesOf(interfaces, 'AddInterface').flatMap(
      ({ values }) => actualSection(inf, values[2] || '', architecture) ?? [],
    ),
  );
  return {
    serviceSections,
    softwareSections: extended('.Software'),
    copySections: [
      ...extended(''),
      ...extended('.CoInstallers'),
      ...extended('.HW'),
      ...interfaceSections,
      ...serviceSections,
    ],
  };
}

/**
 * A section, and the sections of this INF file that its Needs names: "Needs entries cannot be
 * nested". Sections that Needs takes from INF files of Windows are not known here.
 */
function withNeeds(inf: Inf, section: InfSection | undefined): readonly InfSection[] {
  if (!section) return [];
  return [section, ...valuesOf(section, 'Needs').flatMap((name) => findSection(inf, name) ?? [])];
}

/** If no model binds, Windows does not process the class either. */
function unitedWithClass(
  inf: Inf,
  ofModels: readonly Installation[],
  architecture: Architecture,
): ProcessedSections {
  return united(ofModels.length === 0 ? [] : [...ofModels, classInstallation(inf, architecture)]);
}

/**
 * The sections of a device setup class or an interface class that Windows does not have yet.
 *
 * Source of the rule: "INF ClassInstall32 Section", "INF InterfaceInstall32 Section".
 */
function classInstallation(inf: Inf, architecture: Architecture): ProcessedSections {
  const { copySections, ...others } = sectionsOf(
    inf,
    actualSection(inf, 'ClassInstall32', architecture),
    architecture,
  );
  const interfaceClasses = findSection(inf, 'InterfaceInstall32')?.lines ?? [];
  return {
    ...others,
    copySections: [
      ...copySections,
      ...interfaceClasses.flatMap(
        ({ values }) => actualSection(inf, values[0] || '', architecture) ?? [],
      ),
    ],
  };
}

function united(all: readonly ProcessedSections[]): ProcessedSections {
  return {
    serviceSections: [...new Set(all.flatMap(({ serviceSections }) => serviceSections))],
    softwareSections: [...new Set(all.flatMap(({ softwareSections }) => softwareSections))],
    copySections: [...new Set(all.flatMap(({ copySections }) => copySections))],
  };
}
