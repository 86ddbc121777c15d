import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { replaceDirectoryAtomically } from '@aero-guest-tools/atomic-output';
import { DRIVERS_PREFIX } from '@aero-guest-tools/driver-layout/driver-media-path';
import {
  InputError,
  warningDiagnostic,
  type Diagnostic,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import {
  driverPackFiles,
  selectDrivers,
  selectPackages,
  type SelectedCertificates,
  type Selection,
} from '@aero-guest-tools/driver-pack';
import {
  openFiles,
  openSource,
  parseDriversIdentity,
  type DriverSource,
  type DriversIdentity,
} from '@aero-guest-tools/driver-source';
import type { HashedTree, PackagingSpec } from '@aero-guest-tools/packaging-spec';
import { driverTreeOf } from '@aero-guest-tools/packaging-spec/driver-tree';
import { hashedTree } from '@aero-guest-tools/packaging-spec/hashed-tree';
import { imageRelease, releaseText } from '@aero-guest-tools/virtio-win';
import { DEFAULT_WINDOWS_TARGET } from '@aero-guest-tools/windows-target';
import {
  DRIVER_PACK_WARNINGS_NAME,
  driverPackWarningsText,
} from '../build-directory/driver-pack-warnings';
import { buildDirectory } from '../build-directory/build-directory';
import { readStateFile } from '../build-directory/state-file';
import { selectCertificates } from '../certificates/select-certificates';
import { privateKeyProblems, privateKeysTaken, takenKeySearch } from '../checks/private-key';
import { countedParts, type DriversLocation } from '../drivers/drivers-location';
import { fileWriter } from '../files/file-writer';
import { readPackagingSpec } from '../options/packaging-spec-input';

/** Where the source may be if the store does not have it, and what to take from it. */
export interface ExtractDriversOptions extends DriversLocation {
  /** The packaging spec, which names the drivers. */
  readonly spec: string;
  /** Holds `virtio-win.json`, and receives `driver-pack/`. */
  readonly buildDirectory: string;
}

/** What was taken. */
export interface ExtractedDrivers {
  readonly selection: Selection;
  readonly certificates: SelectedCertificates | undefined;
  /**
   * The known release of a virtio-win image, as a sentence without a full stop; undefined if
   * unknown.
   */
  readonly release: string | undefined;
  /** Warnings about the source. */
  readonly warnings: readonly Diagnostic[];
}

/** The files to take from an open source. */
export interface SelectedDrivers extends ExtractedDrivers {
  readonly source: DriverSource;
}

/**
 * The task `extract-drivers`: takes the drivers that the spec names, the notices and the
 * certificates out of the source that fetch-virtio-win identified.
 *
 * @throws InputError if a required driver is missing, the source is damaged, or there is a private
 *   key among the files that are looked at; what was extracted before stays then.
 */
export function extractDrivers(options: ExtractDriversOptions): Promise<ExtractedDrivers> {
  return withSelectedDrivers(options, async ({ source, ...extracted }) => {
    await source.prepare(extracted.selection.files.map((file) => file.source));
    await writeDriverPack(options.buildDirectory, { source, ...extracted });
    return extracted;
  });
}

/** Drivers that are read directly from their source. */
export interface OpenDrivers extends ExtractedDrivers {
  /** The tree that would be in `driver-pack/drivers`; each file is read once, and kept. */
  readonly drivers: HashedTree;
}

/** How much of the drivers is kept in memory, in bytes. The rest is read from the source again. */
const MAXIMUM_KEPT = 256 * 1024 * 1024;

/**
 * Like {@link extractDrivers}, for a build in one process: the drivers are not written to disk, but
 * read from the source when they are checked. Notices, provenance and certificates are written.
 *
 * @param use Receives the drivers. Their source is closed when it is done.
 * @returns What `use` returns.
 * @throws InputError as {@link extractDrivers}, and what `use` throws.
 */
export function withOpenDrivers<Result>(
  options: ExtractDriversOptions,
  use: (drivers: OpenDrivers) => Promise<Result>,
): Promise<Result> {
  const directory = buildDirectory(options.buildDirectory);
  return withSelectedDrivers(options, async ({ source, ...extracted }) => {
    const { selection } = extracted;
    await source.prepare(selection.files.map((file) => file.source));
    const files = driverPackFiles(source, selection).flatMap((file) =>
      file.path.startsWith(DRIVERS_PREFIX)
        ? { ...file, path: file.path.slice(DRIVERS_PREFIX.length) }
        : [],
    );
    const drivers = hashedTree(driverTreeOf(resolve(directory.drivers), files), MAXIMUM_KEPT);
    const others = selection.files.filter(({ path }) => !path.startsWith(DRIVERS_PREFIX));
    const ofDrivers = await privateKeysTaken(source.label, drivers, DRIVERS_PREFIX);
    if (ofDrivers.length > 0) throw new InputError(ofDrivers);
    await writeDriverPack(options.buildDirectory, {
      source,
      ...extracted,
      selection: { ...selection, files: others },
    });
    return use({ ...extracted, drivers });
  });
}

async function writeDriverPack(
  buildDirectoryPath: string,
  { source, selection, certificates, warnings }: SelectedDrivers,
): Promise<void> {
  const { driverPack: target } = buildDirectory(buildDirectoryPath);
  await replaceDirectoryAtomically(target, async (temporary) => {
    const keys: Problem[] = [];
    const write = fileWriter(resolve(temporary));
    for (const { path, open } of driverPackFiles(source, selection, certificates)) {
      await write(
        path,
        open(),
        takenKeySearch(source.label, path, (problem) => keys.push(problem)),
      );
    }
    if (keys.length > 0) throw new InputError(keys);
    const text = driverPackWarningsText(warnings);
    if (text !== undefined) await writeFile(join(temporary, DRIVER_PACK_WARNINGS_NAME), text);
  });
}

/**
 * Opens the source that fetch-virtio-win identified, and decides what to take from it.
 *
 * @param use Receives the source, which is closed when it is done. Nothing has been prepared for
 *   reading.
 * @returns What `use` returns.
 * @throws InputError as {@link extractDrivers}, and what `use` throws.
 */
export async function withSelectedDrivers<Result>(
  options: ExtractDriversOptions,
  use: (selected: SelectedDrivers) => Promise<Result>,
): Promise<Result> {
  const { virtioWin: file } = buildDirectory(options.buildDirectory);
  const identity = parseDriversIdentity(await readStateFile(file, 'fetch-virtio-win'), file);
  if ((identity.certificates === undefined) !== (options.certificates === undefined)) {
    throw otherCertificates(file);
  }
  const { close, ...selected } = await openSelectedDrivers(options, identity);
  try {
    return await use(selected);
  } finally {
    await close();
  }
}

/**
 * Opens a source of drivers, and decides what to take from it.
 *
 * @param options Where it is, and the spec that names the drivers.
 * @param identity Of the source, and of certificates that the options name.
 * @throws InputError as {@link extractDrivers}.
 */
export async function openSelectedDrivers(
  options: Omit<ExtractDriversOptions, 'buildDirectory'>,
  { certificates: ofCertificates, ...identity }: DriversIdentity,
): Promise<SelectedDrivers & { readonly close: () => Promise<void> }> {
  const spec = await readPackagingSpec(options.spec);
  const opened: DriverSource[] = [];
  const close = async (): Promise<void> => {
    for (const source of opened) await source.close();
  };
  try {
    const parts = countedParts(options.layout);
    const source = await openSource({ ...options, identity, parts });
    opened.push(source);
    const { selection, certificatesFolder } = select(source, spec, options);
    let certificates: SelectedCertificates | undefined;
    if (ofCertificates && options.certificates) {
      const { storeDirectory, kept } = options;
      const location = { ...options.certificates, storeDirectory, kept, identity: ofCertificates };
      const files = await openFiles(location);
      opened.push(files);
      certificates = selectCertificates(files, '');
      if (!certificates) throw noCertificates(files);
    } else if (certificatesFolder !== undefined) {
      certificates = selectCertificates(source, certificatesFolder);
    }
    // The location of the source on this machine means nothing to others who share the cache.
    const file = identity.volume_id ?? `a ${identity.kind}`;
    const warnings = (source.remarks ?? []).map((remark) => warningDiagnostic({ ...remark, file }));
    const known = options.layout === 'virtio-win' ? imageRelease(identity) : undefined;
    const release = known && releaseText(known, spec.target.windows === DEFAULT_WINDOWS_TARGET);
    return { source, selection, certificates, release, warnings, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Selects by the layout; private keys are refused before anything of a driver is written. */
function select(
  source: DriverSource,
  spec: PackagingSpec,
  { layout }: Pick<ExtractDriversOptions, 'layout'>,
): { readonly selection: Selection; readonly certificatesFolder?: string } {
  if (layout === 'virtio-win') {
    assertListed(source, spec);
    const selection = selectDrivers(source, spec.drivers, spec.target);
    throwPrivateKeys(
      source,
      selection.files.map((file) => file.source),
    );
    return { selection };
  }
  throwPrivateKeys(
    source,
    source.entries.map(({ path }) => path),
  );
  return selectPackages(source, {
    drivers: spec.drivers,
    architectures: spec.target.architectures,
    takeUnlisted: spec.failOnUnlistedDriverDirs,
  });
}

/**
 * The lock knows only some files of a target that it does not list; drivers taken by it would lack
 * the others.
 */
function assertListed({ label, listedFor }: DriverSource, { target }: PackagingSpec): void {
  const { windows } = target;
  if (listedFor === undefined || listedFor.includes(windows.id)) return;
  throw new InputError({
    file: label,
    id: 'lock.other-windows',
    message: `the lock does not list the drivers for ${windows.name}`,
    found: `those for ${listedFor.join(', ')}`,
    expected: windows.id,
    remedy: `write a new lock for the Windows ${[...listedFor, windows.id].join(',')}, and commit it`,
    action: 'update-lock',
  });
}

function throwPrivateKeys({ label }: DriverSource, paths: readonly string[]): void {
  const problems = privateKeyProblems(label, paths);
  if (problems.length > 0) throw new InputError(problems);
}

function otherCertificates(file: string): InputError {
  return new InputError({
    file,
    id: 'state.other-certificates',
    message: 'this was written for a different choice of certificates',
    expected: 'the certificates that were named when the source was fetched',
    remedy: 'run fetch-virtio-win again',
  });
}

function noCertificates({ label, entries }: DriverSource): InputError {
  return new InputError({
    file: label,
    id: 'certs.none-there',
    message: 'there is no certificate here, although you named it as the place of certificates',
    found: `${String(entries.length)} other files`,
    expected: '*.cer, *.crt or *.p7b',
    remedy: 'name a certificate, or a directory that holds one',
  });
}
