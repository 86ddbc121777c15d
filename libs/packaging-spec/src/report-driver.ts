import { nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import { deviceClass, driverVersion, provider } from '@aero-guest-tools/inf';
import {
  baseNameKey,
  type DriverFile,
  type DriverPackage,
  type PackagedInf,
} from './driver-package';
import type { HashedTree } from './hashed-tree';
import { hardwareIdsOf, infsInUse, servicesOf } from './inf-facts';
import { devicesOf } from './report-devices';
import type { DriverReport, FileReport, InfReport } from './validation-report';

/**
 * Describes a driver for the report.
 *
 * @param tree Knows the digests of the files that the checks have read.
 */
export function reportDriver(
  driverPackage: DriverPackage,
  tree: Pick<HashedTree, 'sha256Of'>,
): DriverReport {
  const { driver, architecture, directory, files, infs } = driverPackage;
  const infFiles = infs.map((inf) => reportInf(inf));
  const expected = new Set(driver.expectedInfFiles.map((name) => nameKey(name)));
  const inUse = new Set(infsInUse(driverPackage).map(({ path }) => path));
  const main =
    infFiles.find(({ path }) => expected.has(baseNameKey(path))) ??
    infFiles.find(({ path }) => inUse.has(path)) ??
    infFiles[0];
  return {
    name: driver.name,
    architecture,
    directory,
    ...(main?.version === undefined ? {} : { version: main.version }),
    ...(main?.date === undefined ? {} : { date: main.date }),
    ...(main?.provider === undefined ? {} : { provider: main.provider }),
    infFiles,
    devices: devicesOf(driverPackage),
    hardwareIds: hardwareIdsOf(driverPackage),
    services: servicesOf(driverPackage),
    files: files.map((file) => reportFile(file, tree.sha256Of(`${directory}/${file.path}`))),
  };
}

function reportInf({ path, inf }: PackagedInf): InfReport {
  const { version, date } = driverVersion(inf) ?? {};
  const { name, guid } = deviceClass(inf) ?? {};
  const providerName = provider(inf);
  return {
    path,
    ...(version === undefined ? {} : { version }),
    ...(date === undefined ? {} : { date }),
    ...(providerName === undefined ? {} : { provider: providerName }),
    ...(name === undefined ? {} : { class: name }),
    ...(guid === undefined ? {} : { classGuid: guid }),
  };
}

function reportFile({ path, size, decision }: DriverFile, sha256: string | undefined): FileReport {
  return decision.decision === 'include'
    ? { path, size, decision: 'include', ...(sha256 === undefined ? {} : { sha256 }) }
    : { path, size, decision: 'exclude', reason: decision.reason };
}
