import { findSection, linesOf, type Architecture, type Inf } from './inf';
import { parseNumber } from './number';
import { services, type ServiceInstallation } from './services';
import { WINDOWS_7, type TargetOs } from './target-os';

/** SERVICE_BOOT_START: the boot loader starts the driver, before the system could. */
const SERVICE_BOOT_START = 0;

/**
 * When Windows starts a service of an INF file: `StartType` of its service-install-section, a
 * number from 0 (boot) to 4 (disabled); undefined if it is missing or not a number.
 *
 * Source of the rule: "INF AddService Directive", StartType.
 */
export function serviceStartType(
  inf: Inf,
  { serviceInstallSection = '' }: ServiceInstallation,
): number | undefined {
  const [line] = linesOf(findSection(inf, serviceInstallSection), 'StartType');
  return line && parseNumber(line.values[0] ?? '');
}

/**
 * The boot-start services of an INF file on an architecture: those with `StartType` 0 in their
 * service-install-section.
 *
 * Source of the rule: "INF AddService Directive", StartType.
 */
export function bootStartServices(
  inf: Inf,
  architecture: Architecture,
  os: TargetOs = WINDOWS_7,
): readonly string[] {
  return services(inf, architecture, os)
    .filter(({ serviceInstallSection = '' }) =>
      linesOf(findSection(inf, serviceInstallSection), 'StartType').some(
        ({ values }) => parseNumber(values[0] ?? '') === SERVICE_BOOT_START,
      ),
    )
    .map(({ name }) => name);
}
