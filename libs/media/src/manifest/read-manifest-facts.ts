import { specTarget, type TargetJson } from '@aero-guest-tools/packaging-spec/spec-target';
import type { BuildDirectory } from '../build-directory/build-directory';
import { readRecordedInput } from '../build-directory/recorded-input';
import { readValidationReport } from '../build-directory/validation-report-file';
import { readProvenanceSource } from '../drivers/drivers-provenance';
import type { SigningPolicy } from '../options/signing-policy';
import { driversAt } from '../signing/drivers-at';
import type { ManifestFacts } from './manifest';

export interface ManifestFactsOptions {
  readonly version: string;
  readonly buildId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
  readonly signingPolicy: SigningPolicy;
  /** Of this packager, as the manifest records it. */
  readonly packagerVersion: string;
}

/** What the manifest says of the options and of the inputs that earlier tasks recorded. */
export async function readManifestFacts(
  options: ManifestFactsOptions,
  directory: BuildDirectory,
): Promise<ManifestFacts> {
  const contract = await readRecordedInput(directory.windowsDeviceContract, 'generate-devices-cmd');
  const spec = await readRecordedInput(directory.packagingSpec, 'validate-spec');
  const { contract_name, contract_version, schema_version } = contract.value as Readonly<
    Record<string, unknown>
  >;
  const { drivers } = await readValidationReport(directory);
  return {
    version: options.version,
    buildId: options.buildId,
    sourceDateEpoch: options.sourceDateEpoch,
    signingPolicy: options.signingPolicy,
    packagerVersion: options.packagerVersion,
    packagingSpec: { path: spec.path, sha256: spec.sha256 },
    windowsDeviceContract: {
      path: contract.path,
      sha256: contract.sha256,
      contractName: String(contract_name),
      contractVersion: String(contract_version),
      schemaVersion: Number(schema_version),
    },
    target: specTarget((spec.value as { readonly target?: TargetJson }).target),
    driversSource: await readProvenanceSource(directory),
    drivers: driversAt(drivers, options.sourceDateEpoch),
  };
}
