import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { canonicalJson, parseJson } from '@aero-guest-tools/canonical-json';
import { devicesCmdVariables, parseDeviceContract } from '@aero-guest-tools/device-contract';
import {
  checkDrivers,
  parsePackagingSpec,
  type ValidationReport,
} from '@aero-guest-tools/packaging-spec';
import { buildDirectory } from '../build-directory';
import { readRecordedInput, writeRecordedInput } from '../recorded-input';
import { readInput } from './read-input';

export interface ValidateSpecOptions {
  /** The packaging spec, a JSON file. */
  readonly spec: string;
  /** As the manifest records it: relative to the workspace, components joined by `/`. */
  readonly packagingSpecPath: string;
  /** Where the drivers are read; without it, what extract-drivers left is. */
  readonly driversDirectory?: string;
  /** Holds the drivers and the recorded contract, and receives the recorded spec and the report. */
  readonly buildDirectory: string;
}

/**
 * The task `validate-spec`: checks the spec, then every driver directory against it. Writes the
 * spec as it was read, and a report that says for each file of each driver whether it goes on the media
 * and why.
 *
 * @throws InputError with everything that is wrong with the spec, or else with the drivers.
 */
export async function validateSpec(options: ValidateSpecOptions): Promise<ValidationReport> {
  const directory = buildDirectory(options.buildDirectory);
  const spec = parsePackagingSpec(
    parseJson(await readInput(options.spec, 'the packaging spec'), options.spec),
  );
  const contract = await readRecordedInput(directory.windowsDeviceContract, 'generate-devices-cmd');
  const report = await checkDrivers({
    spec,
    driversDirectory: options.driversDirectory ?? directory.drivers,
    devicesCmdVariables: devicesCmdVariables(
      parseDeviceContract(parseJson(canonicalJson(contract.value), contract.path)),
    ),
  });
  await writeRecordedInput(directory.packagingSpec, {
    path: options.packagingSpecPath,
    value: spec.json,
  });
  await writeFileAtomically(directory.validationReport, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}
