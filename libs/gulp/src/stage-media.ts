import type { Transform } from 'node:stream';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import {
  packagerVersion,
  parseRecordedText,
  parseSigningPolicy,
  parseSourceDateEpoch,
} from '@aero-guest-tools/media';
import {
  hashFiles,
  manifestFacts,
  mediaFileOf,
  readableFileOf,
  readDeviceContract,
  readPackagingSpec,
  stageFiles,
  type ManifestFacts,
  type MediaFile,
  type MediaSource,
  type StagingOptions,
} from '@aero-guest-tools/media/transforms';
import {
  deviceContractInput,
  packagingSpecInput,
  type ContractOptions,
  type SpecOptions,
} from './declarations';
import { fileTransform } from './file-transform';

export interface StageMediaOptions extends SpecOptions, ContractOptions, StagingOptions {
  /** Version of the media, as the manifest records it. */
  readonly version: string;
  readonly buildId: number | string;
  /** Seconds since 1970-01-01 00:00:00 UTC; a text is parsed like SOURCE_DATE_EPOCH. */
  readonly sourceDateEpoch: number | string;
  /** `test`, `production` or `none`, or an alias. */
  readonly signingPolicy: string;
  /** Receives the warnings. */
  readonly warn: (warning: Diagnostic) => void;
}

/**
 * The task `stage-media`: checks all paths together, and the signatures of the drivers by the
 * signing policy; hashes every file, adds `manifest.json`, and passes the files on in byte order of
 * their paths. Reading one then gives the contents that were hashed, or an error.
 *
 * @returns A transform that fails with an InputError listing every path that cannot be on the
 *   media.
 */
export function stageMedia(options: StageMediaOptions): Transform {
  return fileTransform(async function* (files) {
    const held: MediaFile[] = [];
    for await (const file of files) held.push(file);
    const facts = await factsOf(options, held);
    const staged = await stageFiles(held.map(sourceOf), facts, options);
    for (const warning of staged.warnings) options.warn(warning);
    const hashed = await hashFiles(staged.files, facts);
    for (const file of hashed) yield mediaFileOf(file);
  });
}

function sourceOf(file: MediaFile): MediaSource {
  return { ...readableFileOf(file), driver: file.driver };
}

async function factsOf(
  options: StageMediaOptions,
  files: readonly MediaFile[],
): Promise<ManifestFacts> {
  const specInput = packagingSpecInput(options);
  const contractInput = deviceContractInput(options);
  const spec = await readPackagingSpec(specInput.spec);
  const contract = await readDeviceContract(contractInput.windowsDeviceContract);
  return manifestFacts(
    {
      version: parseRecordedText(options.version, 'the option version'),
      buildId: parseRecordedText(String(options.buildId), 'the option buildId'),
      sourceDateEpoch: parseSourceDateEpoch(
        String(options.sourceDateEpoch),
        'the option sourceDateEpoch',
      ),
      signingPolicy: parseSigningPolicy(options.signingPolicy, 'the option signingPolicy'),
      packagerVersion: packagerVersion(),
    },
    {
      packagingSpec: { path: specInput.packagingSpecPath, sha256: spec.sha256 },
      windowsDeviceContract: {
        path: contractInput.windowsDeviceContractPath,
        sha256: contract.sha256,
        contractName: contract.contractName,
        contractVersion: contract.contractVersion,
        schemaVersion: contract.schemaVersion,
      },
      target: spec.target,
      driversSource: files.find((file) => file.driversSource)?.driversSource,
      drivers: [...new Set(files.flatMap(({ driver }) => driver ?? []))],
    },
  );
}
