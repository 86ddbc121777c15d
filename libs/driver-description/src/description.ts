import type { CatalogReport } from '@aero-guest-tools/packaging-spec';
import type { Verdict } from '@aero-guest-tools/catalog';
import type { Problem } from '@aero-guest-tools/diagnostics';
import type { SourceIdentity } from '@aero-guest-tools/driver-source';
import type { FileEntry } from '@aero-guest-tools/file-tree';
import type { Inf } from '@aero-guest-tools/inf';
import type { Manifest } from '@aero-guest-tools/media';
import type { ImageRelease } from '@aero-guest-tools/virtio-win';
import type { Architecture } from '@aero-guest-tools/windows-target';

/** The description of something that holds drivers, or of a manifest. */
export interface Description {
  /**
   * `virtio-win`: an image of that project, or its tree; `media`: the output of a build;
   * `manifest`: the manifest of media; `packages`: the output of CI, or the layout of the packager;
   * `drivers`: other folders with INF files; `nothing`: a file or a tree without a driver.
   */
  readonly kind: 'virtio-win' | 'media' | 'manifest' | 'packages' | 'drivers' | 'nothing';
  /** As the user named it. */
  readonly label: string;
  /** Only for an image or archive that was read whole. */
  readonly identity: SourceIdentity | undefined;
  /** Of an image. */
  readonly volumeId: string | undefined;
  /**
   * The ids of the versions of Windows whose drivers are known, if a lock lists them; undefined if
   * all are known.
   */
  readonly listedFor?: readonly string[] | undefined;
  /** The release of a virtio-win image, if it is known. */
  readonly release: ImageRelease | undefined;
  /** Of media. */
  readonly manifest: Manifest | undefined;
  /** By name, Windows and architecture. */
  readonly drivers: readonly DescribedDriver[];
  /** Folders of drivers for ARM64, which are not described. */
  readonly otherFolders: readonly string[];
  /** Everything that belongs to no driver, in byte order of the path. */
  readonly files: readonly DescribedFile[];
  /** Contradictions to the manifest of media. */
  readonly problems: readonly Problem[];
}

/** A driver for one Windows on one architecture. */
export interface DescribedDriver {
  readonly name: string;
  readonly architecture: Architecture;
  /**
   * The upstream name of the folder: `w7`, `2k12R2`. Undefined if the layout names none, which
   * means Windows 7.
   */
  readonly windows: string | undefined;
  /** Path in the described source, components joined by `/`. */
  readonly directory: string;
  /** From DriverVer of the INF file, as written. */
  readonly version: string | undefined;
  readonly date: string | undefined;
  readonly provider: string | undefined;
  /** Hardware and compatible IDs that it binds on that Windows, each once, in the order of the INF files. */
  readonly hardwareIds: readonly string[];
  readonly services: readonly DescribedService[];
  readonly catalogs: readonly CatalogReport[];
  /** The verdict of its Windows; undefined for one older than Windows 7. */
  readonly verdict: Verdict | undefined;
  /**
   * The problems that a build for that Windows would report, apart from those of its spec; none for
   * a Windows older than Windows 7. File paths are those of the description.
   */
  readonly problems: readonly Problem[];
  /** Paths are relative to the directory; in byte order. */
  readonly files: readonly DescribedFile[];
  /** Its parsed INF files, by path; empty if there is only a manifest. */
  readonly infs: ReadonlyMap<string, Inf>;
}

/** A service of a driver. */
export interface DescribedService {
  readonly name: string;
  /**
   * `boot`, `system`, `automatic`, `on demand`, `disabled`; undefined if the INF file does not say,
   * or is missing.
   */
  readonly start: string | undefined;
}

/** A file. Its SHA-256 is undefined if the contents were not requested. */
export type DescribedFile = FileEntry;

/** How much to read. */
export interface DescribeOptions {
  /**
   * What is read and hashed: `everything`; `drivers`, all of their files; or `checked`, only what
   * the checks of the drivers need. For the other files only the sizes are known.
   */
  readonly reads: 'everything' | 'drivers' | 'checked';
  /** The ids of the versions of Windows whose drivers are described; default: all. */
  readonly windows?: readonly string[] | undefined;
  readonly progress: (activity: string) => void;
}

const START_TEXTS: Readonly<Record<string, string>> = {
  boot: 'started at boot',
  system: 'started with the system',
  automatic: 'started automatically',
  'on demand': 'started on demand',
  disabled: 'disabled',
};

/** When a service starts, for people: `started at boot`. */
export function startText(start: string): string {
  return START_TEXTS[start] ?? `start type ${start}`;
}
