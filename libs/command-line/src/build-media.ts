import { join, resolve } from 'node:path';
import { writeFileAtomically, writeFilesTogether } from '@aero-guest-tools/atomic-output';
import { canonicalJson } from '@aero-guest-tools/canonical-json';
import { resolveSource, type SourceIdentity } from '@aero-guest-tools/driver-source';
import {
  buildDirectory,
  packagerVersion,
  type DriversLocation,
  type SigningPolicy,
} from '@aero-guest-tools/media';
import type { MediaChoice } from '@aero-guest-tools/media-description';
import { withOpenDrivers } from '@aero-guest-tools/media/steps/extract-drivers';
import { fetchDrivers } from '@aero-guest-tools/media/steps/fetch-virtio-win';
import { generateDevicesCmdFile } from '@aero-guest-tools/media/steps/generate-devices-cmd';
import type { PackagedMedia } from '@aero-guest-tools/media/packaged-media';
import { packageMedia } from '@aero-guest-tools/media/steps/package';
import { readPackagingSpec } from '@aero-guest-tools/media/packaging-spec-input';
import { recordMedia } from '@aero-guest-tools/media/steps/record-media';
import { validateSpec } from '@aero-guest-tools/media/steps/validate-spec';
import type { HashedTree } from '@aero-guest-tools/packaging-spec';
import { chooseDrivers, type DriverChoice } from '@aero-guest-tools/packaging-spec/choose-drivers';
import { chooseTarget, type TargetChoice } from '@aero-guest-tools/packaging-spec/choose-target';
import { driverTreeOfDirectory } from '@aero-guest-tools/packaging-spec/driver-tree';
import { hashedTree } from '@aero-guest-tools/packaging-spec/hashed-tree';
import { writeAccompanyingFiles, type AccompanyingFile } from './accompanying-files';
import { namedInSource } from './named-in-source';

/** Everything that media are made of. All paths to read or write are absolute. */
export interface BuildMediaOptions {
  readonly drivers: DriversToPackage;
  /** Which drivers of the spec; default: all. */
  readonly driverChoice?: DriverChoice;
  /** Which guests, overriding those of the spec. */
  readonly targetChoice?: TargetChoice;
  readonly guestToolsDirectory: string;
  readonly spec: string;
  readonly windowsDeviceContract: string;
  readonly outDirectory: string;
  /** As the manifest records them, relative to the workspace. */
  readonly packagingSpecPath: string;
  readonly windowsDeviceContractPath: string;
  readonly version: string;
  readonly buildId: string;
  readonly volumeId: string;
  readonly signingPolicy: SigningPolicy;
  readonly allowCatalogMismatch: boolean;
  /** Whether to give Windows Setup the storage and network drivers. */
  readonly setupDrivers: boolean;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
  /** The most threads that compress; does not affect the bytes. */
  readonly workers: number;
  /** Files to write beside the media; they appear together with them. */
  readonly accompanyingFiles?: readonly AccompanyingFile[];
}

/**
 * A directory in the packager's layout, which is read in place; or a source to take drivers from.
 */
export type DriversToPackage =
  | { readonly directory: string }
  | {
      readonly location: DriversLocation;
      readonly expectedSha256: string | undefined;
      /** Its recognised identity. */
      readonly known?: SourceIdentity | undefined;
    };

const files = buildDirectory('');

/**
 * The manifest's name for a spec of which only some drivers were chosen, since that is not a file
 * of the user's.
 */
const CHOSEN_SPEC = 'packaging-spec.json';

/** The names of the outputs. The last two are the manifest under its two names. */
export const OUTPUT_NAMES: readonly string[] = [files.iso, files.zip, ...files.manifests];

/**
 * Runs the tasks of a build in order, in a build directory that is removed afterwards. The outputs
 * get their names after the last task has verified them, all or none.
 *
 * @returns What was built; the outputs are named by their paths in the build directory.
 * @throws InputError with everything that is wrong with one of the inputs.
 */
export function buildMedia(
  options: BuildMediaOptions,
  progress: (activity: string) => void,
): Promise<PackagedMedia> {
  const { accompanyingFiles = [] } = options;
  const names = [...OUTPUT_NAMES, ...accompanyingFiles.map(({ name }) => name)];
  return writeFilesTogether(options.outDirectory, names, async (directory) => {
    const packaged = await buildIn(directory, options, progress);
    if (accompanyingFiles.length > 0) {
      progress('describing the media');
      const { describeBuild } = await import('@aero-guest-tools/media-description');
      const description = await describeBuild(directory, packaged, choiceOf(options, packaged));
      await writeAccompanyingFiles(directory, accompanyingFiles, description);
    }
    return packaged;
  });
}

/** The choices besides the spec that the options name; undefined if the spec applies unchanged. */
function choiceOf(
  { packagingSpecPath, driverChoice, targetChoice }: BuildMediaOptions,
  { manifest }: PackagedMedia,
): MediaChoice | undefined {
  if (manifest.provenance.packaging_spec_path !== CHOSEN_SPEC) return undefined;
  return {
    spec: packagingSpecPath,
    windows: targetChoice?.windows,
    architectures: targetChoice?.architectures,
    drivers: driverChoice?.drivers,
    strictOptional: driverChoice?.strictOptional ?? false,
  };
}

/** Runs the tasks of a build in order. */
async function buildIn(
  directory: string,
  options: BuildMediaOptions,
  progress: (activity: string) => void,
): Promise<PackagedMedia> {
  const { drivers, ...media } = options;
  const directories = { workspaceRoot: directory, buildDirectory: directory };
  const spec = await chosenSpec(options, directory);
  progress('checking the device contract');
  await generateDevicesCmdFile({ ...media, ...directories });
  if ('directory' in drivers) {
    const tree = hashedTree(await driverTreeOfDirectory(drivers.directory));
    return buildFrom(
      { ...media, ...spec, drivers: tree, driversDirectory: drivers.directory },
      directory,
      progress,
    );
  }
  progress('taking the drivers out of their source');
  const { location, expectedSha256, known } = drivers;
  await fetchDrivers({ ...location, expectedSha256, known, buildDirectory: directory });
  const place = { ...location, spec: spec.spec, buildDirectory: directory };
  return withOpenDrivers(place, async ({ drivers: tree, selection }) => {
    try {
      return await buildFrom({ ...media, ...spec, drivers: tree }, directory, progress);
    } catch (error) {
      const { label } = resolveSource(location.source, location.baseDirectory);
      throw namedInSource(error, {
        selection,
        label,
        directory: resolve(buildDirectory(directory).driverPack),
      });
    }
  });
}

/** Runs the tasks from `validate-spec` on. */
async function buildFrom(
  media: Omit<BuildMediaOptions, 'drivers'> & {
    readonly drivers: HashedTree;
    readonly driversDirectory?: string;
  },
  directory: string,
  progress: (activity: string) => void,
): Promise<PackagedMedia> {
  const directories = { workspaceRoot: directory, buildDirectory: directory };
  progress('checking the drivers');
  await validateSpec({ ...media, ...directories, recordedNext: true });
  progress('writing the ISO and the zip');
  await recordMedia({
    ...media,
    ...directories,
    packagerVersion: packagerVersion(),
    progress,
  });
  progress('verifying the ISO and the zip');
  return packageMedia(directory, { inPlace: true });
}

/** The spec that applies, and its name in the manifest. */
async function chosenSpec(
  { spec, packagingSpecPath, driverChoice, targetChoice }: BuildMediaOptions,
  directory: string,
): Promise<Pick<BuildMediaOptions, 'spec' | 'packagingSpecPath'>> {
  if (driverChoice === undefined && targetChoice === undefined) return { spec, packagingSpecPath };
  const { json, target } = await readPackagingSpec(spec);
  const ofDrivers = driverChoice === undefined ? json : chooseDrivers(json, driverChoice);
  const chosen = chooseTarget(ofDrivers, target, targetChoice ?? {});
  if (chosen === json) return { spec, packagingSpecPath };
  const file = join(directory, 'chosen', CHOSEN_SPEC);
  await writeFileAtomically(file, canonicalJson(chosen));
  return { spec: file, packagingSpecPath: CHOSEN_SPEC };
}
