import { COUNT, listOf, objectOf, TEXT } from '../build-directory/state-shape';
import { ARCHITECTURE, WINDOWS } from '../build-directory/windows-shapes';
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
  /** Version of this packager, as the manifest records it. */
  readonly packagerVersion: string;
}

/**
 * The fields that are read of a contract and of a spec; both were checked when they were recorded.
 */
const CONTRACT = objectOf({ contract_name: TEXT, contract_version: TEXT, schema_version: COUNT });
const SPEC = objectOf(
  {},
  {
    target: objectOf({ windows: WINDOWS }, { architectures: listOf(ARCHITECTURE) }),
  },
);

/** The manifest's facts about the inputs. */
export type ManifestInputs = Pick<
  ManifestFacts,
  'packagingSpec' | 'windowsDeviceContract' | 'driversSource' | 'target' | 'drivers'
>;

/**
 * The manifest's facts from the options and the inputs. Drivers are judged at the time of the
 * media.
 */
export function manifestFacts(
  options: ManifestFactsOptions,
  inputs: ManifestInputs,
): ManifestFacts {
  const { version, buildId, sourceDateEpoch, signingPolicy, packagerVersion } = options;
  return {
    version,
    buildId,
    sourceDateEpoch,
    signingPolicy,
    packagerVersion,
    ...inputs,
    drivers: driversAt(inputs.drivers, sourceDateEpoch),
  };
}

/** Reads the manifest's facts from the options and from the inputs that earlier tasks recorded. */
export async function readManifestFacts(
  options: ManifestFactsOptions,
  directory: BuildDirectory,
): Promise<ManifestFacts> {
  const contract = await readRecordedInput(
    directory.windowsDeviceContract,
    'generate-devices-cmd',
    CONTRACT,
  );
  const spec = await readRecordedInput(directory.packagingSpec, 'validate-spec', SPEC);
  const { contract_name, contract_version, schema_version } = contract.value as {
    readonly contract_name: string;
    readonly contract_version: string;
    readonly schema_version: number;
  };
  const { drivers } = await readValidationReport(directory);
  return manifestFacts(options, {
    packagingSpec: { path: spec.path, sha256: spec.sha256 },
    windowsDeviceContract: {
      path: contract.path,
      sha256: contract.sha256,
      contractName: contract_name,
      contractVersion: contract_version,
      schemaVersion: schema_version,
    },
    target: specTarget((spec.value as { readonly target?: TargetJson }).target),
    driversSource: await readProvenanceSource(directory),
    drivers,
  });
}
