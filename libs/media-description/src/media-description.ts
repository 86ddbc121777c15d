// A separate entry point, `@aero-guest-tools/media-description/media-description`: code that is
// given a description need not load the code that reads media.
import { windowsOf, worstVerdict, type Verdict } from '@aero-guest-tools/catalog/verdict';
import { driverMediaDirectory } from '@aero-guest-tools/driver-layout/driver-media-path';
import type { Diagnostic, Problem } from '@aero-guest-tools/diagnostics';
import {
  hasSetupDrivers,
  sameOnEachArchitecture,
  signingNotes,
  type Manifest,
} from '@aero-guest-tools/media';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { DEFAULT_GUEST_TARGET, type Architecture } from '@aero-guest-tools/windows-target';
import type { DriverPackManifest, DriversSource } from './driver-pack-manifest';

/**
 * Everything known about driver media: the manifest, and the results of checking the drivers.
 * Everything that describes media is made from this value, so no two descriptions differ. Plain
 * data, independent of the machine and the time.
 */
export interface MediaDescription {
  readonly manifest: Manifest;
  /**
   * The files that hold the media: ISO, zip and manifest of a build; one file for existing media;
   * none for a directory.
   */
  readonly outputs: readonly MediaOutput[];
  /** Volume id of the ISO; undefined if there is none. */
  readonly volumeId?: string | undefined;
  /** Whether storage and network drivers are also where Windows Setup looks for them. */
  readonly setupDrivers: boolean;
  /**
   * What the drivers were taken from; undefined if they were read from a directory that the user
   * named.
   */
  readonly source?: DriversSource | undefined;
  /** In byte order of name and architecture. */
  readonly drivers: readonly DescribedDriver[];
  /** The licences that came with the drivers, in byte order of the path. */
  readonly licences: readonly Licence[];
  /**
   * Problems and warnings: errors first, and each once if it is the same on each architecture.
   * Media that a build has just made have no errors.
   */
  readonly diagnostics: readonly Diagnostic[];
  /** What to know before the drivers are installed. */
  readonly notes: readonly Problem[];
  /** The choices besides the spec, if a build has just used them; media do not record them. */
  readonly choice?: MediaChoice | undefined;
}

/** Choices from a packaging spec, or in its place, named like the options of a build. */
export interface MediaChoice {
  /** Relative to the workspace, components joined by `/`. */
  readonly spec: string;
  readonly windows?: string | undefined;
  readonly architectures?: readonly string[] | undefined;
  readonly drivers?: readonly string[] | undefined;
  readonly strictOptional: boolean;
}

/** A file that holds the media. */
export interface MediaOutput {
  /** Its base name. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A driver on one architecture. */
export interface DescribedDriver extends DriverReport {
  /** Its folder in the source: `NetKVM/w7/amd64`. */
  readonly takenFrom?: string | undefined;
  /** On the media: `drivers/amd64/netkvm`. */
  readonly mediaDirectory: string;
  /** Its files on the media, as the manifest lists them. */
  readonly packagedFiles: Manifest['files'];
}

/** A licence or notice on the media. */
export interface Licence {
  /** On the media, components joined by `/`. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** The values that a description combines. */
export interface DescribedParts extends Pick<
  MediaDescription,
  'manifest' | 'outputs' | 'volumeId' | 'licences' | 'diagnostics' | 'choice'
> {
  readonly drivers: readonly DriverReport[];
  readonly driverPack: DriverPackManifest | undefined;
}

/** Combines the facts about media from several sources. */
export function mediaDescription(parts: DescribedParts): MediaDescription {
  const { manifest, outputs, volumeId, driverPack, drivers, licences, diagnostics, choice } = parts;
  const key = (driver: { readonly name: string; readonly architecture: string }): string =>
    `${driver.name.toLowerCase()}/${driver.architecture}`;
  const takenFrom = new Map(driverPack?.drivers.map((driver) => [key(driver), driver.takenFrom]));
  return {
    manifest,
    outputs,
    volumeId,
    setupDrivers: hasSetupDrivers(manifest.files),
    source: driverPack?.source,
    drivers: drivers
      .map((driver) => {
        const mediaDirectory = driverMediaDirectory(driver);
        return {
          ...driver,
          takenFrom: takenFrom.get(key(driver)),
          mediaDirectory,
          packagedFiles: manifest.files.filter(({ path }) => path.startsWith(`${mediaDirectory}/`)),
        };
      })
      .toSorted((a, b) => Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b)))),
    licences,
    diagnostics: sameOnEachArchitecture(diagnostics).toSorted(
      (a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'),
    ),
    notes: signingNotes(drivers, manifest.signing_policy),
    ...(choice === undefined ? {} : { choice }),
  };
}

/** The guests that media are for, by their display names. */
export interface DescribedTarget {
  /** `Windows 11`. */
  readonly windows: string;
  readonly architectures: readonly Architecture[];
}

/** The guests that media are for; a manifest names none for the original guests. */
export function targetOf({ target }: Manifest): DescribedTarget {
  const { windows, architectures } = DEFAULT_GUEST_TARGET;
  return target === undefined
    ? { windows: windows.name, architectures }
    : { windows: target.name, architectures: target.architectures };
}

/**
 * The combined verdict of the Windows of the media on all drivers: the worst of the verdicts;
 * undefined if no signatures were checked.
 */
export function verdictOnAll(drivers: readonly DriverReport[]): Verdict | undefined {
  const verdicts = drivers.flatMap(({ signing }) => signing?.verdict ?? []);
  const [first] = verdicts;
  return first && worstVerdict(windowsOf(first), verdicts);
}
