import { InputError, type Diagnostic, type Problem } from '@aero-guest-tools/diagnostics';
import type { HashedTree, ValidationReport } from '@aero-guest-tools/packaging-spec';
import { digestOfBytes } from '@aero-guest-tools/file-tree';
import { alteredOutput } from '../build-directory/altered-output';
import { buildDirectory } from '../build-directory/build-directory';
import { formatMediaPlan } from '../build-directory/media-plan';
import { readStateFile } from '../build-directory/state-file';
import { checkedContents } from '../checks/checked-contents';
import { readSource } from '../files/media-source';
import { MANIFEST_NAME, type Manifest } from '../manifest/manifest';
import { hashFiles } from '../staging/hash-files';
import { stageDirectory } from '../staging/stage-directory';
import { mediaPlan } from '../staging/write-media-plan';
import { RefusedInputsError, type BuildInputs } from './build-inputs';
import { compareDriverPack } from './compare-driver-pack';
import { devicesCmdOf, type GeneratedDevicesCmd } from './generate-devices-cmd';
import { validatedSpec, type ValidatedSpec } from './validate-spec';

/** What was made of the inputs alone, without anything that a cache restored. */
export interface ComparedInputs {
  readonly report: ValidationReport;
  /** Warnings about the drivers, and one if they could not be compared. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Makes everything up to plan and manifest again, and compares it with what the earlier tasks have
 * left: anyone who can write to the cache could have put anything there. `devices.cmd` and the
 * contract are made of the contract of the checkout. The drivers are compared with their source and
 * checked again, signatures too. Plan and manifest are made of these and of the payload in the
 * checkout.
 *
 * @param manifest As stage-media has left it.
 * @throws InputError with everything that differs; RefusedInputsError if an input is refused.
 */
export async function compareWithInputs(
  buildDirectoryPath: string,
  manifest: Manifest,
  inputs: BuildInputs,
): Promise<ComparedInputs> {
  const directory = buildDirectory(buildDirectoryPath);
  const generated = await ofInputs(() => devicesCmdOf(inputs.windowsDeviceContract));
  const pack = await ofInputs(() =>
    compareDriverPack({
      ...inputs.drivers,
      spec: inputs.packagingSpec.spec,
      buildDirectory: buildDirectoryPath,
    }),
  );
  // This must come before any check reads drivers that may not be from their source.
  throwIfAny([
    ...pack.problems,
    ...(await altered(directory.devicesCmd, 'generate-devices-cmd', generated.devicesCmd)),
    ...(await altered(
      directory.windowsDeviceContract,
      'generate-devices-cmd',
      generated.recordedContract,
    )),
  ]);

  const validated = await ofInputs(() =>
    validatedSpec(inputs.packagingSpec, pack.drivers, generated.contract),
  );
  throwIfAny([
    ...(await altered(directory.packagingSpec, 'validate-spec', validated.recordedSpec)),
    ...(await altered(directory.validationReport, 'validate-spec', validated.reportText)),
  ]);
  throwIfAny(await stagedAnew(buildDirectoryPath, inputs, pack.drivers));
  compareManifest(manifest, generated, validated);

  return {
    report: validated.report,
    warnings: [...pack.warnings, ...validated.report.warnings],
  };
}

/** Stages again, and finds what stage-media left that it would not have made of these inputs. */
async function stagedAnew(
  buildDirectoryPath: string,
  { staging }: BuildInputs,
  drivers: HashedTree,
): Promise<readonly Problem[]> {
  const directory = buildDirectory(buildDirectoryPath);
  const { files, warnings } = await ofInputs(async () => {
    const staged = await stageDirectory({ ...staging, drivers }, directory);
    return { ...staged, files: await hashFiles(staged.files, staged.facts) };
  });
  const made = files.find(({ path }) => path === MANIFEST_NAME);
  const manifest = made ? await readSource(made) : '';
  const plan = formatMediaPlan(mediaPlan(files, warnings, staging, directory));
  return [
    ...(await altered(directory.stagedManifest, 'stage-media', manifest)),
    ...(await altered(directory.plan, 'stage-media', plan)),
  ];
}

/**
 * Checks that the manifest was made of these inputs, and not of others that took their place for a
 * while.
 */
function compareManifest(
  { files }: Manifest,
  { devicesCmd }: GeneratedDevicesCmd,
  { report }: ValidatedSpec,
): void {
  const checked = checkedContents(report.drivers);
  for (const file of files) checked.compare(file);
  const found = files.find(({ path }) => path === DEVICES_CMD);
  throwIfAny(
    alteredOutput(
      DEVICES_CMD,
      'generate-devices-cmd makes of its inputs',
      found,
      digestOfBytes(Buffer.from(devicesCmd)),
    ),
  );
}

/** On the media. */
const DEVICES_CMD = 'config/devices.cmd';

async function ofInputs<Result>(make: () => Promise<Result>): Promise<Result> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new RefusedInputsError(error.diagnostics, { cause: error });
  }
}

function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems);
}

async function altered(
  file: string,
  task: string,
  expected: string | Uint8Array,
): Promise<readonly Problem[]> {
  const found = await readStateFile(file, task);
  return alteredOutput(
    file,
    `${task} makes of its inputs`,
    digestOfBytes(found),
    digestOfBytes(Buffer.from(expected)),
  );
}
