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
  /** The variables that the drivers' `config/devices.cmd` sets. */
  readonly devicesCmdVariables: DevicesCmdVariables;
  /**
   * Whether this process records the files next, and searches them for private keys then. A file
   * that goes on the media and is too large to keep is not searched now, so that it is read once.
   * Default: every file is searched now.
   */
  readonly recordedNext?: boolean | undefined;
}

/** What drivers are checked against, and where the drivers are. */
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

/** What was found out about drivers, and what is wrong with them. */
export interface DriverReview extends ValidationReport {
  readonly problems: readonly Problem[];
}

/**
 * Checks a tree of drivers as {@link reviewDriverTree} does, and refuses it if anything is wrong.
 *
 * @param anchors The roots that signatures are trusted by. Only tests pass others.
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
 * Checks a tree of drivers against a spec, and decides which files go on the media. (Packager
 * rules, 2. Driver input tree and 3. INF checks.) Signatures that the drivers' Windows may not
 * accept are part of the report; the signing policy decides whether they are errors. Reads INF
 * files, catalogs, the files that INF files install, and every file small enough to be a private
 * key, one file at a time. The report has the SHA-256 of each.
 *
 * @param anchors The roots that signatures are trusted by. Only tests pass others.
 * @returns The report, and all problems together: a description of existing media must also cover
 *   drivers that would not be packaged today.
 */
export async function reviewDriverTree(
  drivers: DriverTree | HashedTree,
  { spec, devicesCmdVariables, recordedNext = false }: DriverExpectations,
  anchors: readonly TrustAnchor[] = windowsTrustAnchors(),
): Promise<DriverReview> {
  const resolved = resolveDevicesCmdVariables(spec, devicesCmdVariables);
  const tree = hashedTree(drivers);
  const found = findDrivers(tree, resolved.spec);
  const keys = await keySearch(tree, recordedNext);
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
    ...(await keys.complete(filesOfMedia(reports))),
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

/** The files that go on the media, by their paths in the tree of drivers. */
function filesOfMedia(drivers: readonly DriverReport[]): ReadonlySet<string> {
  return new Set(
    drivers.flatMap(({ directory, files }) =>
      files.flatMap(({ path, decision }) => (decision === 'include' ? `${directory}/${path}` : [])),
    ),
  );
}

/** A search of a tree for private keys, which may leave some files for later. */
interface KeySearch {
  /**
   * Searches the remaining files.
   *
   * @param recorded Files that are searched when they are recorded.
   * @returns All problems.
   */
  complete(recorded: ReadonlySet<string>): Promise<readonly Problem[]>;
}

/**
 * Private keys are refused anywhere in the tree. They are found by their names and by their
 * contents. (Packager rules, 4. What is included.)
 *
 * @param leavesLarge Whether to leave files that there is no room to keep until it is known which
 *   are recorded.
 */
async function keySearch(tree: HashedTree, leavesLarge: boolean): Promise<KeySearch> {
  const problems: Problem[] = [];
  const left: string[] = [];
  const search = async (path: string): Promise<void> => {
    const found = await tree.privateKeyIn(path);
    if (found !== undefined) problems.push(privateKeyProblem(path, found));
  };
  for (const { path, size } of tree.files) {
    if (isPrivateKeyFile(path)) {
      problems.push(privateKeyProblem(path, `"${posix.basename(path)}"`));
    } else if (leavesLarge && !tree.isKept(path) && !tree.hasRoomFor(size)) left.push(path);
    else await search(path);
  }
  return {
    complete: async (recorded) => {
      for (const path of left) if (!recorded.has(path)) await search(path);
      return problems;
    },
  };
}
