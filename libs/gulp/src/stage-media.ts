import type { Transform } from 'node:stream';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import {
  driversAt,
  packagerVersion,
  parseSigningPolicy,
  parseSourceDateEpoch,
} from '@aero-guest-tools/media';
import {
  addManifest,
  checkedContents,
  checkPaths,
  checkSignatures,
  driversOf,
  generatedFiles,
  hashContents,
  mediaFile,
  mediaFileFromMemory,
  mediaPathOf,
  refuseOwnFragment,
  setupDrivers,
  setupDriverWarnings,
  setupMediaPath,
  verifyContents,
  writeCertificatesAnew,
  type ManifestFacts,
  type MediaFile,
} from '@aero-guest-tools/media/transforms';
import {
  readDeviceContract,
  readPackagingSpec,
  toWorkspace,
  type ContractOptions,
  type SpecOptions,
} from './declarations';
import { fileTransform, through } from './file-transform';

export interface StageMediaOptions extends SpecOptions, ContractOptions {
  /** Of the media, as the manifest records it. */
  readonly version: string;
  readonly buildId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC; a text is taken as SOURCE_DATE_EPOCH is. */
  readonly sourceDateEpoch: number | string;
  /** `test`, `production` or `none`, or an alias. */
  readonly signingPolicy: string;
  /** Whether files may contradict their catalogs, where the policy is `none`. */
  readonly allowCatalogMismatch?: boolean;
  /** Whether Windows Setup is given the storage and network drivers. By default it is not. */
  readonly setupDrivers?: boolean;
  /** Receives the warnings. */
  readonly warn: (warning: Diagnostic) => void;
}

/**
 * The task `stage-media`: checks all paths together, and the signatures of the drivers by the signing policy; hashes every file, adds `manifest.json`, and
 * passes the files on in byte order of their paths. Whoever reads one then gets the contents that
 * were hashed, or an error.
 *
 * @returns A transform that fails with an InputError listing every path that cannot be on the media.
 */
export function stageMedia(options: StageMediaOptions): Transform {
  return fileTransform(async function* (files) {
    const held: MediaFile[] = [];
    for await (const file of files) held.push(file);
    const facts = await manifestFacts(options, driversOf(held));
    const { signingPolicy: policy } = facts;
    const { allowCatalogMismatch, warn } = options;
    if (options.setupDrivers === true) {
      refuseOwnFragment(held.map((file) => ({ path: mediaPathOf(file) })));
      setupDriverWarnings(facts.drivers).forEach(warn);
      held.push(...copiesForSetup(held));
    }
    for (const { path, contents } of generatedFiles(facts, options)) {
      held.push(mediaFileFromMemory(path, contents));
    }
    yield* through(
      held,
      checkPaths(warn),
      writeCertificatesAnew(),
      checkSignatures(facts.drivers, { policy, allowCatalogMismatch }, warn),
      hashContents(checkedContents(facts.drivers)),
      addManifest(facts),
      verifyContents(),
    );
  });
}

/** The files of the drivers that Windows Setup is given, where it finds them. */
function copiesForSetup(files: readonly MediaFile[]): readonly MediaFile[] {
  const drivers = new Set(setupDrivers(driversOf(files)));
  return files
    .filter(({ driver }) => driver !== undefined && drivers.has(driver))
    .map((file) => mediaFile(setupMediaPath(mediaPathOf(file)), file.size, file.openContents));
}

async function manifestFacts(
  options: StageMediaOptions,
  drivers: ManifestFacts['drivers'],
): Promise<ManifestFacts> {
  const spec = await readPackagingSpec(options);
  const contract = await readDeviceContract(options);
  const sourceDateEpoch = parseSourceDateEpoch(
    String(options.sourceDateEpoch),
    'the option sourceDateEpoch',
  );
  return {
    version: options.version,
    buildId: options.buildId,
    sourceDateEpoch,
    signingPolicy: parseSigningPolicy(options.signingPolicy, 'the option signingPolicy'),
    packagerVersion: packagerVersion(),
    packagingSpec: { path: toWorkspace(options, options.spec), sha256: spec.sha256 },
    windowsDeviceContract: {
      path: toWorkspace(options, options.windowsDeviceContract),
      sha256: contract.sha256,
      contractName: contract.contractName,
      contractVersion: contract.contractVersion,
      schemaVersion: contract.schemaVersion,
    },
    target: spec.target,
    drivers: driversAt(drivers, sourceDateEpoch),
  };
}
