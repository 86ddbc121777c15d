import { posix } from 'node:path';
import type { DriverLayout, SigningPolicy } from '@aero-guest-tools/media';

/** An Nx project that builds media. All paths of it are relative to the workspace root, with `/`. */
export interface MediaProject {
  /** The folder of the project: `.` is the workspace root. */
  readonly root: string;
  /** The folder with the files for the guest; without it, the shipped ones are taken. */
  readonly guestToolsDirectory?: string | undefined;
  /** The first is built where no configuration is named. */
  readonly media: readonly [MediaConfiguration, ...MediaConfiguration[]];
}

/** One kind of media, which is a configuration of the targets. */
export interface MediaConfiguration {
  readonly name: string;
  /** The name of a shipped packaging spec, or the path of a file. */
  readonly spec: string;
  /** The name of a shipped device contract, or the path of a file. */
  readonly windowsDeviceContract: string;
  /** That of the configuration, where neither option nor environment names one. */
  readonly signingPolicy: SigningPolicy;
  /** A path or a URL; with {@link sourceVariable}, only where the variable is not set. */
  readonly source?: string | undefined;
  readonly sourceVariable?: string | undefined;
  readonly sourceLayout?: DriverLayout | undefined;
  /** Lower-case hexadecimal. */
  readonly sha256?: string | undefined;
  readonly lock?: string | undefined;
  readonly certPath?: string | undefined;
  readonly volumeId?: string | undefined;
  /** Whether Windows Setup is given the storage and network drivers. */
  readonly setupDrivers?: boolean | undefined;
}

/** The name of a project that is told none. The name of a checkout's folder is not that of a project. */
export function defaultProjectName(root: string): string {
  return root === '.' ? 'guest-media' : posix.basename(root);
}

/** Where the tasks of a configuration leave what they make, relative to the workspace root. */
export function buildDirectoryPath(project: MediaProject, configuration: string): string {
  return project.root === '.' ? `dist/${configuration}` : `dist/${project.root}/${configuration}`;
}

/** What is defined at all, so that nothing undefined is written to JSON. */
export function defined<T extends object>(properties: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
