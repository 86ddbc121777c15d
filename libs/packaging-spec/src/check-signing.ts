import {
  checkCatalog,
  describeFile,
  MAXIMUM_CATALOG_SIZE,
  readCatalog,
  verdictOf,
  worstVerdict,
  type Catalog,
  type CatalogProblem,
  type PackagedFile,
  type TrustAnchor,
} from '@aero-guest-tools/catalog';
import { InputError, tooLarge } from '@aero-guest-tools/diagnostics';
import { nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import type { FileEntry } from '@aero-guest-tools/file-tree';
import { bootStartServices, catalogFiles, installedFiles } from '@aero-guest-tools/inf';
import { baseNameKey, packagedPaths, type DriverPackage, type PackagedInf } from './driver-package';
import { readDriverFile, type DriverTree } from './driver-tree';
import { infsInUse } from './inf-facts';
import { reportCatalog } from './report-catalog';
import type { CatalogReport, SigningReport } from './validation-report';

/**
 * In bytes. The largest drivers for Windows 7, those of graphics cards, have files of some 20 MiB.
 */
const MAXIMUM_FILE_SIZE = 512 * 1024 * 1024;

/** A catalog, and the INF files that name it. */
interface NamedCatalog {
  /** Relative to the driver directory. */
  readonly path: string;
  readonly infs: readonly PackagedInf[];
}

/** The part of a driver's report that one catalog contributes. */
type CheckedCatalog = Omit<SigningReport, 'catalogs'> & { readonly catalog?: CatalogReport };

/**
 * Checks the files of a driver against the catalogs that its INF files name, and the catalogs
 * against the rules of its Windows. Reads the catalogs and every file that the INF files install,
 * one at a time.
 *
 * @param anchors The roots that signatures are trusted by.
 */
export async function checkSigning(
  tree: DriverTree,
  driverPackage: DriverPackage,
  anchors: readonly TrustAnchor[],
): Promise<SigningReport> {
  const { windows } = driverPackage;
  const { named, problems } = namedCatalogs(driverPackage);
  const checked: CheckedCatalog[] = [];
  for (const catalog of named) {
    checked.push(await checkNamedCatalog(tree, driverPackage, catalog, anchors));
  }
  const refused = verdictOf(windows, 'refused');
  const all = [...(problems.length > 0 ? [{ problems, verdict: refused }] : []), ...checked];
  const notes = checked.flatMap((item) => item.notes ?? []);
  return {
    catalogs: checked.flatMap(({ catalog }) => catalog ?? []),
    problems: all.flatMap((item) => item.problems),
    ...(notes.length > 0 ? { notes } : {}),
    verdict: worstVerdict(
      windows,
      all.map(({ verdict }) => verdict),
    ),
  };
}

/**
 * The catalogs that the packaged INF files name. A missing catalog is reported like any other
 * missing file.
 */
function namedCatalogs(driverPackage: DriverPackage): {
  readonly named: readonly NamedCatalog[];
  readonly problems: readonly CatalogProblem[];
} {
  const { directory, architecture } = driverPackage;
  const packaged = new Map(packagedPaths(driverPackage).map((path) => [baseNameKey(path), path]));
  const named = new Map<string, PackagedInf[]>();
  const problems: CatalogProblem[] = [];
  for (const inf of infsInUse(driverPackage)) {
    const [name] = catalogFiles(inf.inf, architecture);
    if (name === undefined) problems.push(noCatalog(`${directory}/${inf.path}`));
    const path = packaged.get(baseNameKey(nameKey(name ?? '').replaceAll('\\', '/')));
    if (path !== undefined) named.set(path, [...(named.get(path) ?? []), inf]);
  }
  return { named: Array.from(named, ([path, ofCatalog]) => ({ path, infs: ofCatalog })), problems };
}

function noCatalog(file: string): CatalogProblem {
  return {
    id: 'catalog.not-named',
    kind: 'signature',
    file,
    message: 'the INF file names no catalog, so Windows treats the driver as unsigned',
    expected: 'CatalogFile in [Version]',
    remedy: 'name a catalog, make it with Inf2Cat, and sign it',
  };
}

async function checkNamedCatalog(
  tree: DriverTree,
  driverPackage: DriverPackage,
  { path, infs }: NamedCatalog,
  anchors: readonly TrustAnchor[],
): Promise<CheckedCatalog> {
  const { directory, windows } = driverPackage;
  const refused = verdictOf(windows, 'refused');
  const files = new Map(tree.files.map((file) => [file.path, file]));
  const catalogFile = files.get(`${directory}/${path}`);
  const oversize = catalogFile && largerThan(catalogFile, MAXIMUM_CATALOG_SIZE);
  if (oversize) return { problems: [oversize], verdict: refused };
  const bytes = catalogFile ? await readDriverFile(catalogFile) : Buffer.of();
  let catalog: Catalog;
  try {
    catalog = readCatalog(bytes, `${directory}/${path}`, anchors);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problems: unreadable(error, `${directory}/${path}`), verdict: refused };
  }
  const described: PackagedFile[] = [];
  const unread: CatalogProblem[] = [];
  for (const relative of signedPaths(driverPackage, infs)) {
    const file = files.get(`${directory}/${relative}`);
    const problem = file && largerThan(file, MAXIMUM_FILE_SIZE);
    if (problem) unread.push(problem);
    else if (file) described.push(describeFile(file.path, await readDriverFile(file), anchors));
  }
  const check = checkCatalog(
    {
      catalog,
      architecture: driverPackage.architecture,
      files: described,
      isBootCritical: isBootCritical(infs, driverPackage),
    },
    windows,
  );
  return {
    problems: [...unread, ...check.problems],
    notes: unread.length > 0 ? [] : check.notes,
    verdict: unread.length > 0 ? refused : check.verdict,
    catalog: reportCatalog(catalog, path, bytes),
  };
}

function largerThan({ path, size }: FileEntry, limit: number): CatalogProblem | undefined {
  if (size <= limit) return undefined;
  const what = 'the file, which has to be checked against its catalog,';
  const remedy = 'check whether it belongs to the driver';
  return {
    ...tooLarge(path, { what, size, limit, remedy }),
    id: 'catalog.file-too-large',
    kind: 'membership',
    file: path,
  };
}

/** The INF files, and the files that they install. */
function signedPaths(
  driverPackage: DriverPackage,
  infs: readonly PackagedInf[],
): ReadonlySet<string> {
  const packaged = packagedPaths(driverPackage);
  return new Set(
    infs.flatMap(({ inf, path }) => [
      path,
      ...installedFiles(inf, path, packaged, driverPackage.architecture, driverPackage.windows),
    ]),
  );
}

function isBootCritical(
  infs: readonly PackagedInf[],
  { architecture, windows }: DriverPackage,
): boolean {
  return infs.some(({ inf }) => bootStartServices(inf, architecture, windows).length > 0);
}

function unreadable(error: InputError, file: string): readonly CatalogProblem[] {
  return error.diagnostics.map(({ message, found, expected, remedy }) => ({
    id: 'catalog.unreadable',
    kind: 'signature',
    file,
    message,
    found,
    expected,
    remedy,
  }));
}
