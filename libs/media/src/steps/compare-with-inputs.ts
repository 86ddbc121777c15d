import { withTemporaryDirectory } from '@aero-guest-tools/atomic-output';
import { InputError, type Diagnostic, type Problem } from '@aero-guest-tools/diagnostics';
import { compareBytes } from '@aero-guest-tools/file-tree';
import type { ValidationReport } from '@aero-guest-tools/packaging-spec';
import { alteredOutput, digestOfBytes } from '../altered-output';
import type { BuildDirectory } from '../build-directory';
import { RefusedInputsError, type BuildInputs } from '../build-inputs';
import { formatManifest, type Manifest } from '../manifest';
import { readStateFile } from '../state-file';
import { compareDriverPack } from './compare-driver-pack';
import { devicesCmdOf } from './generate-devices-cmd';
import { stagedMedia } from './stage-media';
import { validatedSpec } from './validate-spec';

/** What the media have to be, made of the inputs and of nothing that a cache has brought back. */
export interface ExpectedMedia {
  readonly report: ValidationReport;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Makes again what the tasks before have left and compares it, except for ISO and zip: whoever can write to
 * the cache could have put anything there. `devices.cmd` and the contract are made of the contract of the
 * checkout, the drivers are compared with their source and checked again, signatures too, and the manifest
 * is made of these and of the payload of the checkout.
 *
 * It takes about as long as the tasks themselves, of which only compressing and recording are slow.
 *
 * @param manifest As stage-media has left it.
 * @throws InputError with everything that is something else; RefusedInputsError if an input is refused.
 */
export async function compareWithInputs(
  directory: BuildDirectory,
  manifest: Manifest,
  inputs: BuildInputs,
): Promise<ExpectedMedia> {
  const { buildDirectory } = inputs.media;
  const generated = await ofInputs(() => devicesCmdOf(inputs.windowsDeviceContract));
  const pack = await ofInputs(() =>
    compareDriverPack({ ...inputs.drivers, spec: inputs.packagingSpec.spec, buildDirectory }),
  );
  // Before anything is read of the drivers that is not of their source.
  throwIfAny([
    ...pack.problems,
    ...(await altered(directory.devicesCmd, 'generate-devices-cmd', generated.devicesCmd)),
    ...(await altered(
      directory.windowsDeviceContract,
      'generate-devices-cmd',
      generated.recordedContract,
    )),
  ]);

  const driversDirectory = directory.drivers;
  const validated = await ofInputs(() =>
    validatedSpec({ ...inputs.packagingSpec, driversDirectory }, generated.contract),
  );
  throwIfAny([
    ...(await altered(directory.packagingSpec, 'validate-spec', validated.recordedSpec)),
    ...(await altered(directory.validationReport, 'validate-spec', validated.reportText)),
  ]);

  const staged = await withTemporaryDirectory(directory.stagedCertificates, (temporary) =>
    ofInputs(() => stagedMedia(inputs.media, { ...directory, stagedCertificates: temporary })),
  );
  throwIfAny([
    ...differentFacts(directory.stagedManifest, manifest, staged.manifest),
    ...differentFiles(directory.stagedManifest, manifest, staged.manifest),
  ]);
  const expected = Buffer.from(formatManifest(staged.manifest)).toString();
  throwIfAny(await altered(directory.stagedManifest, 'stage-media', expected));
  return {
    report: validated.report,
    warnings: [...pack.warnings, ...validated.report.warnings, ...staged.plan.warnings],
  };
}

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

async function altered(file: string, task: string, expected: string): Promise<readonly Problem[]> {
  const found = await readStateFile(file, task);
  return alteredOutput(
    file,
    `${task} makes of its inputs`,
    digestOfBytes(found),
    digestOfBytes(Buffer.from(expected)),
  );
}

/** The properties of a manifest that are not what they should be. */
function differentFacts(file: string, found: Manifest, expected: Manifest): readonly Problem[] {
  const values = (manifest: Manifest, name: string): string =>
    JSON.stringify(Object.entries(manifest).find(([key]) => key === name)?.[1]) ?? 'nothing';
  return [...new Set([...Object.keys(found), ...Object.keys(expected)])]
    .filter((name) => name !== 'files' && values(found, name) !== values(expected, name))
    .map((name) => ({
      file,
      pointer: `/${name}`,
      message: 'this is not what stage-media makes of its inputs',
      found: values(found, name).slice(0, SHOWN),
      expected: values(expected, name).slice(0, SHOWN),
    }));
}

/** How much of a value is shown, in UTF-16 units. */
const SHOWN = 200;

/** The files that a manifest lists otherwise than it should, which says more than that it is another. */
function differentFiles(file: string, found: Manifest, expected: Manifest): readonly Problem[] {
  const listed = new Map(found.files.map((item) => [item.path, item]));
  const made = new Map(expected.files.map((item) => [item.path, item]));
  return [...new Set([...listed.keys(), ...made.keys()])]
    .toSorted(compareBytes)
    .flatMap((path) =>
      alteredOutput(
        file,
        `stage-media makes of its inputs: ${path}`,
        listed.get(path),
        made.get(path),
      ),
    );
}
