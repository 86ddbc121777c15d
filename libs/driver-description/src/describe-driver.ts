import {
  MAXIMUM_CATALOG_SIZE,
  readCatalog,
  windowsTrustAnchors,
  type TrustAnchor,
} from '@aero-guest-tools/catalog';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import {
  catalogFiles,
  models,
  serviceStartType,
  services,
  type Architecture,
  type TargetOs,
} from '@aero-guest-tools/inf';
import {
  NOTHING_ALLOWED,
  readDriverFile,
  reportCatalog,
  reviewDriver,
  type CatalogReport,
  type DriverTree,
  type PackagedInf,
} from '@aero-guest-tools/packaging-spec';
import { DEFAULT_WINDOWS_TARGET, WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import type {
  DescribedDriver,
  DescribedFile,
  DescribedService,
  DescribeOptions,
} from './description';
import { hashedFile, ROOT, treeOf, type ReadableSource } from './source-tree';

/** The location of a driver. */
export interface DriverPlace {
  readonly name: string;
  readonly architecture: Architecture;
  /** Path in the source, components joined by `/`; '' is its root. */
  readonly directory: string;
  /** The upstream name; undefined means Windows 7. */
  readonly windows: string | undefined;
  /** One of `WINDOWS_TARGETS`, or an older Windows. */
  readonly os: TargetOs;
}

/** SERVICE_xxx_START, "INF AddService Directive". */
const START_TYPES = ['boot', 'system', 'automatic', 'on demand', 'disabled'] as const;

/**
 * Describes a driver by the checks that a build for its Windows makes. For a Windows that media are
 * not built for, describes only its signers, and what it binds and installs there.
 *
 * @param reads Whether to hash files that no check needs.
 * @param anchors The roots that signatures are trusted by. Only tests pass others.
 */
export async function describeDriver(
  source: ReadableSource,
  { name, architecture, directory: place, windows, os }: DriverPlace,
  reads: DescribeOptions['reads'] = 'drivers',
  anchors: readonly TrustAnchor[] = windowsTrustAnchors(),
): Promise<DescribedDriver> {
  const tree = treeOf(source, place);
  const directory = place === '' ? ROOT : place;
  const target = WINDOWS_TARGETS.find((one) => one === os);
  const review = await reviewDriver(
    tree,
    { driver: anyDriver(name), architecture, directory },
    // The other results of the checks do not depend on the Windows.
    target ?? DEFAULT_WINDOWS_TARGET,
    anchors,
  );
  const { report, driverPackage } = review;
  const { infs } = driverPackage;
  const files: DescribedFile[] = [];
  for (const { path, size } of tree.files) {
    const relative = path.slice(directory.length + 1);
    const inSource = place === '' ? relative : path;
    const sha256 =
      tree.sha256Of(path) ??
      (reads === 'checked'
        ? undefined
        : (await hashedFile(source, { path: inSource, size })).sha256);
    files.push({ path: relative, size, sha256 });
  }
  return {
    name,
    architecture,
    windows,
    directory: place,
    version: report.version,
    date: report.date,
    provider: report.provider,
    hardwareIds: target ? report.hardwareIds : hardwareIdsOf(infs, architecture, os),
    services: servicesOf(infs, architecture, os),
    catalogs: target
      ? report.signing.catalogs
      : await catalogsOf(tree, directory, infs, architecture),
    verdict: target && report.signing.verdict,
    problems: target ? [...review.problems, ...report.signing.problems].map(plain) : [],
    files,
    infs: new Map(infs.map(({ path, inf }) => [path, inf])),
  };
}

/** The facts in the catalogs that the INF files name, as far as they can be read. */
async function catalogsOf(
  { files, root }: DriverTree,
  directory: string,
  infs: readonly PackagedInf[],
  architecture: Architecture,
): Promise<readonly CatalogReport[]> {
  const named = new Set(
    infs.flatMap(({ inf }) => catalogFiles(inf, architecture)).map((name) => name.toLowerCase()),
  );
  const reports: CatalogReport[] = [];
  for (const file of files) {
    const { path, size } = file;
    const relative = path.slice(directory.length + 1);
    if (!named.has(relative.toLowerCase()) || size > MAXIMUM_CATALOG_SIZE) continue;
    const bytes = await readDriverFile(file);
    try {
      reports.push(reportCatalog(readCatalog(bytes, `${root}: ${path}`), relative, bytes));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return reports;
}

/** A driver without expectations. */
function anyDriver(name: string): Parameters<typeof reviewDriver>[1]['driver'] {
  return {
    name,
    required: false,
    expectedHardwareIds: [],
    expectedInfFiles: [],
    expectedAddServices: [],
    allow: NOTHING_ALLOWED,
  };
}

function plain({ id, file, message, found, expected, remedy }: Problem): Problem {
  return { id, file, message, found, expected, remedy };
}

function hardwareIdsOf(
  infs: readonly PackagedInf[],
  architecture: Architecture,
  os: TargetOs,
): readonly string[] {
  const ids = infs.flatMap(({ inf }) =>
    models(inf, architecture, os).flatMap(({ hardwareId, compatibleIds }) => [
      hardwareId,
      ...compatibleIds,
    ]),
  );
  return distinct(ids.filter((id) => id !== ''));
}

function servicesOf(
  infs: readonly PackagedInf[],
  architecture: Architecture,
  os: TargetOs,
): readonly DescribedService[] {
  const found = new Map<string, DescribedService>();
  for (const { inf } of infs) {
    for (const service of services(inf, architecture, os)) {
      const key = service.name.toLowerCase();
      if (found.has(key)) continue;
      const type = serviceStartType(inf, service);
      found.set(key, {
        name: service.name,
        start: type === undefined ? undefined : (START_TYPES[type] ?? String(type)),
      });
    }
  }
  return [...found.values()];
}

/** Names that Windows compares without regard to case, each as first written. */
function distinct(names: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const name of names) if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), name);
  return [...found.values()];
}
