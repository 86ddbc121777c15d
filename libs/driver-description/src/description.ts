import type { CatalogReport } from '@aero-guest-tools/packaging-spec';
import type { Verdict } from '@aero-guest-tools/catalog';
import type { Problem } from '@aero-guest-tools/diagnostics';
import type { SourceIdentity } from '@aero-guest-tools/driver-source';
import type { FileEntry } from '@aero-guest-tools/file-tree';
import type { Inf } from '@aero-guest-tools/inf';
import type { Manifest } from '@aero-guest-tools/media';
import type { ImageRelease } from '@aero-guest-tools/virtio-win';
import type { Architecture } from '@aero-guest-tools/windows-target';

/** What somebody has in front of them that holds drivers, or that says what media hold. */
export interface Description {
  /**
   * `virtio-win`: an image of that project, or the tree of one; `media`: what a build has made; `manifest`: what a
   * build says of its media; `packages`: what CI builds, or the layout of the packager; `drivers`: other folders
   * with INF files; `nothing`: a file or a tree without a driver.
   */
  readonly kind: 'virtio-win' | 'media' | 'manifest' | 'packages' | 'drivers' | 'nothing';
  /** As the user named it. */
  readonly label: string;
  /** Of an image or archive that was read whole, and of nothing else. */
  readonly identity: SourceIdentity | undefined;
  /** Of an image. */
  readonly volumeId: string | undefined;
  /** The ids of the versions of Windows whose drivers are known, where a lock lists them; undefined where all are. */
  readonly listedFor?: readonly string[] | undefined;
  /** Of an image of virtio-win of which that is known. */
  readonly release: ImageRelease | undefined;
  /** Of media. */
  readonly manifest: Manifest | undefined;
  /** By name, Windows and architecture. */
  readonly drivers: readonly DescribedDriver[];
  /** Folders of drivers for ARM64, which are not described. */
  readonly otherFolders: readonly string[];
  /** Everything that belongs to no driver, in byte order of the path. */
  readonly files: readonly DescribedFile[];
  /** What contradicts the manifest of media. */
  readonly problems: readonly Problem[];
}

/** A driver for one Windows on one architecture. */
export interface DescribedDriver {
  readonly name: string;
  readonly architecture: Architecture;
  /** As upstream calls the folder: `w7`, `2k12R2`. Undefined where the layout says nothing of it, which is Windows 7. */
  readonly windows: string | undefined;
  /** In what was described, components joined by `/`. */
  readonly directory: string;
  /** As DriverVer of the INF file writes them. */
  readonly version: string | undefined;
  readonly date: string | undefined;
  readonly provider: string | undefined;
  /** Hardware and compatible IDs that it binds on that Windows, each once, in the order of the INF files. */
  readonly hardwareIds: readonly string[];
  readonly services: readonly DescribedService[];
  readonly catalogs: readonly CatalogReport[];
  /** Of the Windows that it is for; undefined for one that is older than Windows 7. */
  readonly verdict: Verdict | undefined;
  /**
   * What a build for that Windows would say to it, apart from the spec that it is given; nothing for a Windows that is
   * older than Windows 7. Files are those of the description.
   */
  readonly problems: readonly Problem[];
  /** Paths are relative to the directory; in byte order. */
  readonly files: readonly DescribedFile[];
  /** What can be read of its INF files, by their paths; empty where only a manifest is there. */
  readonly infs: ReadonlyMap<string, Inf>;
}

/** A service of a driver. */
export interface DescribedService {
  readonly name: string;
  /** `boot`, `system`, `automatic`, `on demand`, `disabled`; undefined where the INF does not say, or is not there. */
  readonly start: string | undefined;
}

/** A file. Its SHA-256 is undefined where the contents were not asked for. */
export type DescribedFile = FileEntry;

/** How much of a thing is looked at. */
export interface DescribeOptions {
  /**
   * What is read and hashed: `everything`; `drivers`, whole; or `checked`, as little as the checks of the drivers need.
   * Of the other files only the sizes are known then.
   */
  readonly reads: 'everything' | 'drivers' | 'checked';
  /** The ids of the versions of Windows whose drivers are described; all of them if left out. */
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
