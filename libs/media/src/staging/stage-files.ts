import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { isStagedCertificate } from '../certificates/certificate-file';
import type * as anew from '../certificates/certificates-anew';
import { checkedPaths } from '../checks/checked-paths';
import { setupMediaPath } from '../checks/setup-media-path';
import { readSource, type MediaSource } from '../files/media-source';
import { refuseManifestPath, type ManifestFacts } from '../manifest/manifest';
import { checkedSignatures } from '../signing/checked-signatures';
import { refuseOwnFragment } from './autounattend-fragment';
import { generatedFiles } from './generated-files';
import { setupDrivers, setupDriverWarnings } from './setup-drivers';

export interface StagingOptions {
  /**
   * Whether to give Windows Setup the storage and network drivers, and to add the answer file
   * fragment. Default: no.
   */
  readonly setupDrivers?: boolean | undefined;
  /**
   * Whether files may contradict their catalogs under the policy `none`. By default they may not.
   */
  readonly allowCatalogMismatch?: boolean | undefined;
}

/** The files on the media, except the manifest. */
export interface StagedFiles {
  /** In byte order of the path. */
  readonly files: readonly MediaSource[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Decides what is on the media, from inputs of any origin: payload, `devices.cmd`, the packaged
 * files of drivers, licences and certificates. Every build goes through this function. It writes
 * nothing, and reads only certificates and, under the policy `test`, catalogs.
 *
 * @param facts What the manifest will say; the signing policy and the drivers are taken from them.
 * @throws InputError with everything that is refused by the first check that fails.
 */
export async function stageFiles(
  inputs: readonly MediaSource[],
  facts: ManifestFacts,
  options: StagingOptions,
): Promise<StagedFiles> {
  const forSetup = options.setupDrivers === true ? filesForSetup(inputs) : [];
  const ofSetup = options.setupDrivers === true ? setupDriverWarnings(facts.drivers) : [];
  const generated = generatedFiles(facts, options);
  for (const { path } of inputs) refuseManifestPath(path);
  const files = [...(await certificatesAnew(inputs)), ...forSetup, ...generated]
    .map((file) => (isReadHere(file, facts) ? keptOnceRead(file) : file))
    .toSorted((a, b) => compareBytes(a.path, b.path));
  const ofPaths = checkedPaths(files);
  const ofSignatures = await checkedSignatures(facts.drivers, files, {
    policy: facts.signingPolicy,
    allowCatalogMismatch: options.allowCatalogMismatch,
  });
  return { files, warnings: [...ofSetup, ...ofPaths, ...ofSignatures] };
}

/** In bytes; larger catalogs are refused: see `untrustedSignatures`. */
const MAXIMUM_CATALOG_SIZE = 16 * 1024 * 1024;

/** Catalogs are read to find out who signed them, if the policy needs to know. */
function isReadHere({ path, size }: MediaSource, { signingPolicy }: ManifestFacts): boolean {
  return signingPolicy === 'test' && /\.cat$/i.test(path) && size <= MAXIMUM_CATALOG_SIZE;
}

/** A file that was read here goes on the media from memory, so that it is not read twice. */
function keptOnceRead(file: MediaSource): MediaSource {
  let contents: Uint8Array | undefined;
  const open = async function* (): AsyncGenerator<Uint8Array> {
    contents ??= await readSource(file);
    if (contents.length > 0) yield contents;
  };
  return { ...file, open, onDisk: undefined };
}

/** The files of storage and network drivers a second time, where Windows Setup finds them. */
function filesForSetup(inputs: readonly MediaSource[]): readonly MediaSource[] {
  refuseOwnFragment(inputs);
  const drivers = new Set(inputs.flatMap(({ driver }) => driver ?? []));
  const forSetup = new Set(setupDrivers([...drivers]));
  return inputs
    .filter(({ driver }) => driver !== undefined && forSetup.has(driver))
    .map((file) => ({ ...file, path: setupMediaPath(file.path) }));
}

/** Loaded only if there are certificates, since the code that reads them takes a while to load. */
async function certificatesAnew(inputs: readonly MediaSource[]): Promise<readonly MediaSource[]> {
  if (!inputs.some(isStagedCertificate)) return inputs;
  const { certificatesAnew: writtenAnew } =
    require('../certificates/certificates-anew') as typeof anew;
  return writtenAnew(inputs);
}
