import { writeFilesTogether } from '@aero-guest-tools/atomic-output';
import { buildDirectory, packagerVersion, type SigningPolicy } from '@aero-guest-tools/media';
import { generateDevicesCmdFile } from '@aero-guest-tools/media/steps/generate-devices-cmd';
import { packageMedia, type PackagedMedia } from '@aero-guest-tools/media/steps/package';
import { recordMedia } from '@aero-guest-tools/media/steps/record-media';
import { validateSpec } from '@aero-guest-tools/media/steps/validate-spec';

/** Everything that media are made of. All paths that are read or written are absolute. */
export interface BuildMediaOptions {
  readonly driversDirectory: string;
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
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
  /** Up to how many threads compress; does not show in the bytes. */
  readonly workers: number;
}

const files = buildDirectory('');

/** The names of the outputs. The last two are the manifest under its two names. */
export const OUTPUT_NAMES: readonly string[] = [files.iso, files.zip, ...files.manifests];

/**
 * The tasks of a build one after the other, in a build directory that lasts as long as they do. The
 * outputs take their names when the last task has verified them, all or none.
 *
 * @returns What was built; the outputs are named by their paths in the build directory.
 * @throws InputError with everything that is wrong with one of the inputs.
 */
export function buildMedia(
  options: BuildMediaOptions,
  progress: (activity: string) => void,
): Promise<PackagedMedia> {
  return writeFilesTogether(options.outDirectory, OUTPUT_NAMES, async (directory) => {
    const directories = { workspaceRoot: directory, buildDirectory: directory };
    progress('checking the device contract');
    await generateDevicesCmdFile({ ...options, ...directories });
    progress('checking the drivers');
    await validateSpec({ ...options, ...directories });
    progress('writing the ISO and the zip');
    await recordMedia({ ...options, ...directories, packagerVersion: packagerVersion() });
    progress('verifying the ISO and the zip');
    return packageMedia(directory, { digestFiles: false });
  });
}
