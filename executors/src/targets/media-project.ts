import { posix } from 'node:path';
import type { DriverLayout, SigningPolicy } from '@aero-guest-tools/media';

/** An Nx project that builds media. All its paths are relative to the workspace root, with `/`. */
export interface MediaProject {
  /** The folder of the project: `.` is the workspace root. */
  readonly root: string;
  /** The folder with the files for the guest. Default: the shipped ones. */
  readonly guestToolsDirectory?: string | undefined;
  /** The first is built if no configuration is named. */
  readonly media: readonly [MediaConfiguration, ...MediaConfiguration[]];
}

/** One kind of media, which is a configuration of the targets. */
export interface MediaConfiguration {
  readonly name: string;
  /** The name of a shipped packaging spec, or the path of a file. */
  readonly spec: string;
  /** The name of a shipped device contract, or the path of a file. */
  readonly windowsDeviceContract: string;
  /** The policy of the configuration, if neither option nor environment names one. */
  readonly signingPolicy: SigningPolicy;
  /** A path or a URL; with {@link sourceVariable}, it is used only if the variable is not set. */
  readonly source?: string | undefined;
  readonly sourceVariable?: string | undefined;
  readonly sourceLayout?: DriverLayout | undefined;
  /** Lower-case hexadecimal. */
  readonly sha256?: string | undefined;
  readonly lock?: string | undefined;
  readonly certPath?: string | undefined;
  readonly volumeId?: string | undefined;
  /** Whether to give Windows Setup the storage and network drivers. */
  readonly setupDrivers?: boolean | undefined;
}

/**
 * The name of a project without a configured name. The folder of a checkout does not determine the
 * name of its project.
 */
export function defaultProjectName(root: string): string {
  return root === '.' ? 'guest-media' : posix.basename(root);
}

/** Where the tasks of a configuration write their outputs, relative to the workspace root. */
export function buildDirectoryPath(project: MediaProject, configuration: string): string {
  return project.root === '.' ? `dist/${configuration}` : `dist/${project.root}/${configuration}`;
}

/** The defined properties, so that nothing undefined is written to JSON. */
export function defined<T extends object>(properties: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
