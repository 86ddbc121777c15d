import {
  findSection,
  linesOf,
  type Architecture,
  type Inf,
  type InfLine,
  type InfSection,
} from './inf';
import { processedSections } from './install-section';
import { parseNumber } from './number';

/** The flag of AddService that makes a service the function driver of the device. */
export const SPSVCINST_ASSOCSERVICE = 0x0000_0002;

/** One AddService directive. */
export interface ServiceInstallation {
  readonly name: string;
  /** SPSVCINST_xxx; absent where it is not given or not a number. */
  readonly flags?: number | undefined;
  /** The service-install-section, as the directive names it. */
  readonly serviceInstallSection?: string | undefined;
  /** ServiceBinary of that section, with its directory identifier: `%12%\viostor.sys`. */
  readonly serviceBinary?: string | undefined;
  /** The section that holds the directive, as written at its head. */
  readonly section: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

/**
 * The services that an INF installs: those of the `.Services` sections that are processed on an
 * architecture, else those of all `.Services` sections. `AddService = ,2`, the null driver, is none.
 *
 * Source of the rule: "INF AddService Directive", "INF DDInstall.Services Section".
 */
export function services(inf: Inf, architecture?: Architecture): readonly ServiceInstallation[] {
  return servicesOf(inf, processedSections(inf, architecture));
}

/** The AddService directives of those of the sections that are `.Services` sections. */
export function servicesOf(
  inf: Inf,
  sections: readonly InfSection[],
): readonly ServiceInstallation[] {
  return sections
    .filter(({ name }) => name.toLowerCase().endsWith('.services'))
    .flatMap((section) =>
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
