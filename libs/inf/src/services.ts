import { findSection, linesOf, type Architecture, type Inf, type InfSection } from './inf';
import { processedSections } from './install-section';
import { parseNumber } from './number';

/** The flag of AddService that makes a service the function driver of the device. */
export const SPSVCINST_ASSOCSERVICE = 0x0000_0002;

/** One AddService directive. */
export interface ServiceInstallation {
  readonly name: string;
  /** SPSVCINST_xxx; absent where it is not given or not a number. */
  readonly flags?: number;
  /** The service-install-section, as the directive names it. */
  readonly serviceInstallSection?: string;
  /** ServiceBinary of that section, with its directory identifier: `%12%\viostor.sys`. */
  readonly serviceBinary?: string;
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
  return processedSections(inf, architecture)
    .filter(({ name }) => name.toLowerCase().endsWith('.services'))
    .flatMap((section) => servicesOf(inf, section));
}

/** The AddService directives of one section. */
export function servicesOf(inf: Inf, section: InfSection): readonly ServiceInstallation[] {
  return linesOf(section, 'AddService').flatMap(({ values, line }): ServiceInstallation[] => {
    const [name = '', flagsText = '', serviceInstallSection = ''] = values;
    if (name === '') return [];
    const flags = parseNumber(flagsText);
    const serviceBinary = findSection(inf, serviceInstallSection)
      ?.linesByKey.get('servicebinary')?.[0]
      ?.values.join(',');
    return [
      {
        name,
        ...(flags === undefined ? {} : { flags }),
        ...(serviceInstallSection === '' ? {} : { serviceInstallSection }),
        ...(serviceBinary ? { serviceBinary } : {}),
        section: section.name,
        line,
      },
    ];
  });
}
