import { findSection, linesOf, valuesOf, type Architecture, type Inf } from './inf';
import { installations } from './installations';
import { parseNumber } from './number';
import { serviceRegistryValues, type ServiceRegistryValue } from './service-registry-values';
import { servicesOf, type ServiceInstallation } from './services';
import { WINDOWS_7, type TargetOs } from './target-os';

/** The flag of AddService that makes a service the function driver of the device. */
const SPSVCINST_ASSOCSERVICE = 0x0000_0002;

/**
 * What Windows writes below `Services` for a service that an INF file installs, and the devices
 * that it is for.
 */
export interface ServiceRegistration {
  /** Its name in AddService. */
  readonly name: string;
  /**
   * The hardware and compatible IDs whose function driver the service is, in the order of the INF
   * file.
   */
  readonly hardwareIds: readonly string[];
  /** SERVICE_KERNEL_DRIVER is 1. This and the next two are absent if missing or not a number. */
  readonly serviceType?: number | undefined;
  /** SERVICE_BOOT_START is 0. */
  readonly startType?: number | undefined;
  readonly errorControl?: number | undefined;
  readonly loadOrderGroup?: string | undefined;
  /** With its directory identifier: `%12%\viostor.sys`. */
  readonly serviceBinary?: string | undefined;
  /** The values that AddReg of the service-install-section adds. */
  readonly values: readonly ServiceRegistryValue[];
}

/**
 * How an INF file registers a service that is the function driver of devices that it binds on an
 * architecture; `undefined` if it binds no device to the service. The first AddService of that name
 * counts.
 *
 * Source of the rule: "INF AddService Directive", Service-Install Section Entries.
 *
 * @param service Its name, ignoring case.
 */
export function serviceRegistration(
  inf: Inf,
  architecture: Architecture,
  service: string,
  os: TargetOs = WINDOWS_7,
): ServiceRegistration | undefined {
  const key = service.toLowerCase();
  const hardwareIds = new Map<string, string>();
  let added: ServiceInstallation | undefined;
  for (const { models, serviceSections } of installations(inf, architecture, os)) {
    const functionDriver = servicesOf(inf, serviceSections).find(isFunctionDriver);
    if (functionDriver?.name.toLowerCase() !== key) continue;
    added ??= functionDriver;
    for (const { hardwareId, compatibleIds } of models) {
      for (const id of [hardwareId, ...compatibleIds]) {
        if (id !== '' && !hardwareIds.has(id.toLowerCase())) hardwareIds.set(id.toLowerCase(), id);
      }
    }
  }
  if (added === undefined) return undefined;
  const section = findSection(inf, added.serviceInstallSection ?? '');
  const numberOf = (directive: string): number | undefined =>
    parseNumber(linesOf(section, directive)[0]?.values[0] ?? '');
  return {
    name: added.name,
    hardwareIds: [...hardwareIds.values()],
    serviceType: numberOf('ServiceType'),
    startType: numberOf('StartType'),
    errorControl: numberOf('ErrorControl'),
    loadOrderGroup: linesOf(section, 'LoadOrderGroup')[0]?.values[0] || undefined,
    serviceBinary: added.serviceBinary,
    values: serviceRegistryValues(inf, valuesOf(section, 'AddReg')),
  };
}

function isFunctionDriver({ flags = 0 }: ServiceInstallation): boolean {
  return (flags & SPSVCINST_ASSOCSERVICE) !== 0;
}
