import { models, services } from '@aero-guest-tools/inf';
import { distinctNames } from './driver-name';
import type { DriverPackage } from './driver-package';

/** The hardware and compatible IDs that the INF files bind on the driver's architecture, each once. */
export function hardwareIdsOf({ infs, architecture }: DriverPackage): readonly string[] {
  return distinctNames(
    infs.flatMap(({ inf }) =>
      models(inf, architecture)
        .flatMap(({ hardwareId, compatibleIds }) => [hardwareId, ...compatibleIds])
        .filter((id) => id !== ''),
    ),
  );
}

/** The services that the INF files install on the driver's architecture, each once. */
export function servicesOf({ infs, architecture }: DriverPackage): readonly string[] {
  return distinctNames(
    infs.flatMap(({ inf }) => services(inf, architecture).map(({ name }) => name)),
  );
}
