import {
  findSection,
  linesOf,
  type Architecture,
  type Inf,
  type InfLine,
  type InfSection,
} from './inf';
import { processedSections } from './installations';
import { parseNumber } from './number';
import { WINDOWS_7, type TargetOs } from './target-os';

/** One AddService directive. */
export interface ServiceInstallation {
  readonly name: string;
  /** SPSVCINST_xxx; absent if missing or not a number. */
  readonly flags?: number | undefined;
  /** The service-install-section, as the directive writes it. */
  readonly serviceInstallSection?: string | undefined;
  /** ServiceBinary of that section, with its directory identifier: `%12%\viostor.sys`. */
  readonly serviceBinary?: string | undefined;
  /** The section that holds the directive, as written in its header. */
  readonly section: string;
  /** Line number in the INF file, from 1. */
  readonly line: number;
}

/**
 * The services that an INF file installs on an architecture: those of the `.Services` sections of
 * the install sections that bound models lead to. `AddService = ,2`, the null driver, is not a
 * service.
 *
 * Source of the rule: "INF AddService Directive", "INF DDInstall.Services Section".
 */
export function services(
  inf: Inf,
  architecture: Architecture,
  os: TargetOs = WINDOWS_7,
): readonly ServiceInstallation[] {
  return servicesOf(inf, processedSections(inf, architecture, os).serviceSections);
}

/** The services that the AddService directives of some `.Services` sections install. */
export function servicesOf(
  inf: Inf,
  serviceSections: readonly InfSection[],
): readonly ServiceInstallation[] {
  return serviceSections.flatMap((section) =>
    linesOf(section, 'AddService')
      .filter(({ values }) => values[0] !== '')
      .map((line) => serviceInstallation(inf, section, line)),
  );
}

function serviceInstallation(
  inf: Inf,
  section: InfSection,
  { values, line }: InfLine,
): ServiceInstallation {
  const [name = '', flags = '', serviceInstallSection] = values;
  const serviceBinary = linesOf(findSection(inf, serviceInstallSection ?? ''), 'ServiceBinary')[0]
    ?.values[0];
  return {
    name,
    flags: parseNumber(flags),
    serviceInstallSection: serviceInstallSection || undefined,
    serviceBinary: serviceBinary || undefined,
    section: section.name,
    line,
  };
}
