import type { TrustAnchor } from '@aero-guest-tools/catalog';
import type { Diagnostic, Problem } from '@aero-guest-tools/diagnostics';
import type { DriverDirectory } from '@aero-guest-tools/driver-layout/find-drivers';
import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import { checkDriver } from './check-driver';
import { checkSigning } from './check-signing';
import type { DriverPackage } from './driver-package';
import type { HashedTree } from './hashed-tree';
import type { DriverSpec } from './packaging-spec';
import { readDriverPackage } from './read-driver-package';
import { reportDriver } from './report-driver';
import { uncopiedWarnings } from './uncopied-warnings';
import type { DriverReport } from './validation-report';

/** One driver on one architecture: its description, and everything that is wrong with it. */
export interface ReviewedDriver {
  readonly report: DriverReport & Required<Pick<DriverReport, 'signing'>>;
  readonly driverPackage: DriverPackage;
  /** Files are relative to the root of the tree. */
  readonly problems: readonly Problem[];
  /** Files are relative to the root of the tree. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Examines one driver of a tree, and refuses nothing. (Packager rules, 3. INF checks.) Reads its
 * INF files, its catalogs and the files that the INF files install, one at a time.
 *
 * @param tree May hold files of other drivers, which do not matter but take time.
 * @param windows The Windows that it is for.
 * @param anchors The roots that signatures are trusted by.
 */
export async function reviewDriver(
  tree: HashedTree,
  directory: DriverDirectory<DriverSpec>,
  windows: WindowsTarget,
  anchors: readonly TrustAnchor[],
): Promise<ReviewedDriver> {
  const { driverPackage, problems } = await readDriverPackage(tree, directory, windows);
  const signing = await checkSigning(tree, driverPackage, anchors);
  return {
    report: { ...reportDriver(driverPackage, tree), signing },
    driverPackage,
    problems: [...problems, ...checkDriver(driverPackage)],
    warnings: [
      ...driverPackage.infs.flatMap(({ inf }) => inf.warnings),
      ...uncopiedWarnings(driverPackage),
    ],
  };
}
