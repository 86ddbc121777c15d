import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { InputError, formatList, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { validatedSpec } from '@aero-guest-tools/media/steps/validate-spec';
import {
  driverMediaPath,
  mediaPathOf,
  readableFileOf,
  readDeviceContract,
  setContents,
  type MediaFile,
} from '@aero-guest-tools/media/transforms';
import {
  driverTreeOf,
  hashedTree,
  type DriverReport,
  type DriverTree,
} from '@aero-guest-tools/packaging-spec';
import {
  deviceContractInput,
  packagingSpecInput,
  type ContractOptions,
  type SpecOptions,
} from './declarations';
import { fileTransform } from './file-transform';

export interface ValidateSpecOptions extends SpecOptions, ContractOptions {
  /** Receives the warnings. */
  readonly warn: (warning: Diagnostic) => void;
}

/** The directory of the media that holds the drivers. */
const DRIVERS = 'drivers';

/**
 * The task `validate-spec`: checks the files below `drivers/` against the spec once the last one
 * has arrived. Passes on those that go on the media, under their names there, and drops the others.
 * Files elsewhere pass unchanged.
 *
 * @returns A transform that fails with an InputError with everything that is wrong with the spec,
 *   the contract, or else the drivers.
 */
export function validateSpec(options: ValidateSpecOptions): Transform {
  return fileTransform(async function* (files) {
    const { windowsDeviceContract } = deviceContractInput(options);
    const contract = await readDeviceContract(windowsDeviceContract);
    const drivers: MediaFile[] = [];
    const others: string[] = [];
    for await (const file of files) {
      if (isDriverFile(file)) drivers.push(file);
      else {
        others.push(mediaPathOf(file));
        yield file;
      }
    }
    if (drivers.length === 0) throw withoutDrivers(others);

    const tree = hashedTree(driverTree(drivers));
    const { report } = await validatedSpec(packagingSpecInput(options), tree, contract);
    for (const warning of report.warnings) options.warn(warning);
    const packaged = new Map<string, { readonly driver: DriverReport; readonly path: string }>(
      report.drivers.flatMap((driver) =>
        driver.files
          .filter(({ decision }) => decision === 'include')
          .map(({ path }) => [`${driver.directory}/${path}`, { driver, path }] as const),
      ),
    );
    const checked = new Map(tree.files.map((file) => [file.path, file]));
    for (const file of drivers) {
      const path = pathInTree(file);
      const found = packaged.get(path);
      if (found === undefined) continue;
      const { open } = checked.get(path) ?? {};
      // Files that were read to be checked are kept in memory if there is room, and go on the media
      // from there.
      if (open !== undefined && tree.isKept(path)) setContents(file, open);
      file.path = join(file.base, driverMediaPath(found.driver, found.path));
      yield Object.assign(file, { driver: found.driver });
    }
  });
}

function isDriverFile(file: MediaFile): boolean {
  return mediaPathOf(file).startsWith(`${DRIVERS}/`);
}

function pathInTree(file: MediaFile): string {
  return mediaPathOf(file).slice(DRIVERS.length + 1);
}

function driverTree(drivers: readonly MediaFile[]): DriverTree {
  const files = drivers.map((file) => ({ ...readableFileOf(file), path: pathInTree(file) }));
  return driverTreeOf(DRIVERS, files);
}

function withoutDrivers(others: readonly string[]): InputError {
  return new InputError({
    id: 'gulp.no-drivers',
    message: 'there are no drivers in the stream',
    found: formatList(others),
    expected: 'paths such as drivers/x86/viostor/viostor.inf, relative to the base of each file',
    remedy: "give src() the base that holds drivers/: src('drivers/**', { base: '.', ... })",
  });
}
