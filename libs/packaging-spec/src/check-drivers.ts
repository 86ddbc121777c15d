import { join, posix } from 'node:path';
import { windowsTrustAnchors, type TrustAnchor } from '@aero-guest-tools/catalog';
import {
  InputError,
  privateKeyProblem,
  type Diagnostic,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import { findDrivers } from '@aero-guest-tools/driver-layout/find-drivers';
import { checkStorageService } from './check-storage-service';
import { resolveDevicesCmdVariables, type DevicesCmdVariables } from './devices-cmd-variables';
import { isPrivateKeyFile } from './driver-filter';
import { driverTreeOfDirectory, filesByDriverDirectory, type DriverTree } from './driver-tree';
import { hashedTree, type HashedTree } from './hashed-tree';
import type { PackagingSpec } from './packaging-spec';
import { reportBootDisk } from './report-boot-disk';
import { reviewDriver } from './review-driver';
import type { DriverReport, ValidationReport } from './validation-report';

/** What drivers are checked against. */
export interface DriverExpectations {
  readonly spec: PackagingSpec;
  /** What the `config/devices.cmd` that goes with the drivers sets. */
  readonly devicesCmdVariables: DevicesCmdVariables;
}

/** What drivers are checked against, and where they are. */
export interface CheckDriversOptions extends DriverExpectations {
  /** Holds a directory of drivers for each architecture. Errors name files as paths below it. */
  readonly driversDirectory: string;
}

/**
 * Checks the drivers in a directory; see {@link checkDriverTree}.
 *
 * @throws InputError with all problems together.
 */
export async function checkDrivers(options: CheckDriversOptions): Promise<ValidationReport> {
  return checkDriverTree(await driverTreeOfDirectory(options.driversDirectory), options);
}

/** What was found out of drivers, and what is wrong with them. */
export interface DriverReview extends ValidationReport {
  readonly problems: readonly Problem[];
}

/**
 * Checks a tree of drivers as {@link reviewDriverTree} does, and refuses it if anything is wrong.
 *
 * @param anchors The roots that signatures are trusted by. Nothing but a test has others.
 * @throws InputError with all problems together.
 */
export async function checkDriverTree(
  tree: DriverTree,
  expectations: DriverExpectations,
  anchors: readonly TrustAnchor[] = windowsTrustAnchors(),
): Promise<ValidationReport> {
  const { drivers, warnings, problems } = await reviewDriverTree(tree, expectations, anchors);
  if (problems.length > 0) throw new InputError(problems);
  return { drivers, warnings };
}

/**
 * Checks a tree of drivers against a spec, and decides which files go on the media. (Packager rules,
 * 2. Driver input tree and 3. INF checks.) What Windows 7 may not accept of their signatures is part of the
 * report: the signing policy decides what becomes of it. Reads INF files, catalogs, what the INF files
 * install, and whatever is small enough to be a private key, one file at a time; the report has the SHA-256 of each.
 *
 * @param anchors The roots that signatures are trusted by. Nothing but a test has others.
 * @returns The report, and all problems together: whoever describes media that exist has to tell of drivers that
 *   would not be packaged today.
 */
export async function reviewDriverTree(
  drivers: DriverTree | HashedTree,
  { spec, devicesCmdVariables }: DriverExpectations,
  anchors: readonly TrustAnchor[] = windowsTrustAnchors(),
): Promise<DriverReview> {
  const resolved = resolveDevicesCmdVariables(spec, devicesCmdVariables);
  const tree = hashedTree(drivers);
  const found = findDrivers(tree, resolved.spec);
  const keys = await privateKeys(tree);
  const reports: DriverReport[] = [];
  const perDriver: (readonly Problem[])[] = [];
  const warnings: (readonly Diagnostic[])[] = [];
  const filesOf = filesByDriverDirectory(tree);
  for (const driverDirectory of found.directories) {
    const driverTree = { ...tree, files: filesOf.get(driverDirectory.directory) ?? [] };
    const review = await reviewDriver(driverTree, driverDirectory, spec.target.windows, anchors);
    const { signing, ...facts } = review.report;
    const bootDisk = reportBootDisk(review.driverPackage, devicesCmdVariables);
    reports.push({ ...facts, ...(bootDisk === undefined ? {} : { bootDisk }), signing });
    perDriver.push(review.problems);
    warnings.push(review.warnings);
  }
  const problems = [
    ...keys,
    ...found.diagnostics.filter(({ severity }) => severity === 'error'),
    ...perDriver.flat(),
    ...checkStorageService(reports, devicesCmdVariables),
  ];

  return {
    drivers: reports,
    warnings: [
      ...found.diagnostics.filter(({ severity }) => severity === 'warning'),
      ...warnings.flat(),
    ],
    problems: [
      ...resolved.problems,
      ...problems.map((problem) => ({ ...problem, file: join(tree.root, problem.file ?? '') })),
    ],
  };
}

/**
 * Private keys are refused wherever in the tree they stand, by their names and by their contents. (Packager
 * rules, 4. What is included.)
 */
async function privateKeys(tree: HashedTree): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const file of tree.files) {
    const found = isPrivateKeyFile(file.path)
      ? `"${posix.basename(file.path)}"`
      : await tree.privateKeyIn(file.path);
    if (found === undefined) continue;
    problems.push(privateKeyProblem(file.path, found));
  }
  return problems;
}
