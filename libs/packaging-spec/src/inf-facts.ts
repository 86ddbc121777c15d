import { distinctNames } from '@aero-guest-tools/driver-layout/driver-name';
import { fileReferences, models, services, type FileReference } from '@aero-guest-tools/inf';
import type { DriverPackage, PackagedInf } from './driver-package';

/** The hardware and compatible IDs that the INF files bind on the driver's architecture, each once. */
export function hardwareIdsOf({ infs, architecture, windows }: DriverPackage): readonly string[] {
  return distinctNames(
    infs.flatMap(({ inf }) =>
      models(inf, architecture, windows)
        .flatMap(({ hardwareId, compatibleIds }) => [hardwareId, ...compatibleIds])
        .filter((id) => id !== ''),
    ),
  );
}

/** The services that the INF files install on the driver's architecture, each once. */
export function servicesOf({ infs, architecture, windows }: DriverPackage): readonly string[] {
  return distinctNames(
    infs.flatMap(({ inf }) => services(inf, architecture, windows).map(({ name }) => name)),
  );
}

/**
 * The INF files that matter on the driver's architecture: all except those whose models are all for
 * another architecture or another Windows. Such files may be in the same directory. (Packager
 * rules, 3. INF checks.)
 */
export function infsInUse({ infs, architecture, windows }: DriverPackage): readonly PackagedInf[] {
  return infs.filter(
    ({ inf }) => models(inf, architecture, windows).length > 0 || models(inf).length === 0,
  );
}

/**
 * The files that Windows copies for an INF file on the driver's architecture, from the package or
 * from elsewhere.
 */
export function copiesOf(
  { architecture, windows }: DriverPackage,
  { inf }: PackagedInf,
): readonly FileReference[] {
  return fileReferences(inf, architecture, windows).filter(
    ({ directive }) => directive === 'CopyFiles',
  );
}
