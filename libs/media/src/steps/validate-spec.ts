import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { canonicalJson, parseJson } from '@aero-guest-tools/canonical-json';
import {
  devicesCmdVariables,
  parseDeviceContract,
  type DeviceContract,
} from '@aero-guest-tools/device-contract';
import {
  checkDriverTree,
  driverTreeOfDirectory,
  type DriverTree,
  type ValidationReport,
} from '@aero-guest-tools/packaging-spec';
import { buildDirectory } from '../build-directory/build-directory';
import { readRecordedInput, recordedInputText } from '../build-directory/recorded-input';
import { validationReportText } from '../build-directory/validation-report-file';
import { readPackagingSpec, type PackagingSpecInput } from '../options/packaging-spec-input';

export interface ValidateSpecOptions extends PackagingSpecInput {
  /** Holds the drivers and the recorded contract, and receives the recorded spec and the report. */
  readonly buildDirectory: string;
  /** Where the drivers are read. Default: the output of extract-drivers. */
  readonly driversDirectory?: string;
  /** The drivers, if they are open already. */
  readonly drivers?: DriverTree;
  /** Whether recordMedia follows in this process: see `DriverExpectations`. */
  readonly recordedNext?: boolean;
}

/** The result of checking the spec and the drivers. */
export interface ValidatedSpec {
  readonly report: ValidationReport;
  /** The report as JSON. */
  readonly reportText: string;
  /** The spec as canonical JSON, for the tasks that follow. */
  readonly recordedSpec: string;
}

/**
 * Checks a spec, then every driver directory against it. The result is what {@link validateSpec}
 * writes.
 *
 * @param drivers The drivers to check.
 * @param contract The services and hardware ids to check the drivers against.
 * @param recordedNext See `DriverExpectations`.
 * @throws InputError with everything that is wrong with the spec, or else with the drivers.
 */
export async function validatedSpec(
  input: PackagingSpecInput,
  drivers: DriverTree,
  contract: DeviceContract,
  recordedNext?: boolean,
): Promise<ValidatedSpec> {
  const spec = await readPackagingSpec(input.spec);
  const report = await checkDriverTree(drivers, {
    spec,
    devicesCmdVariables: devicesCmdVariables(contract),
    recordedNext,
  });
  return {
    report,
    reportText: validationReportText(report),
    recordedSpec: recordedInputText({ path: input.packagingSpecPath, value: spec.json }),
  };
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
  const recorded = await readRecordedInput(directory.windowsDeviceContract, 'generate-devices-cmd');
  const contract = parseDeviceContract(parseJson(canonicalJson(recorded.value), recorded.path));
  const drivers =
    options.drivers ?? (await driverTreeOfDirectory(options.driversDirectory ?? directory.drivers));
  const validated = await validatedSpec(options, drivers, contract, options.recordedNext);
  await writeFileAtomically(directory.packagingSpec, validated.recordedSpec);
  await writeFileAtomically(directory.validationReport, validated.reportText);
  return validated.report;
}
