import type { Architecture } from '@aero-guest-tools/windows-target';

/** A driver that a tree holds, under the name that the media know it by. */
export interface DriverFolders {
  readonly name: string;
  /** Where it is in the tree, for messages: the folder that was recognised as the driver's. */
  readonly place: string;
  /** The folder of its files for each architecture that it is there for. */
  readonly folders: Readonly<Partial<Record<Architecture, string>>>;
}

/** The drivers of a tree, and where else to look in it. */
export interface PackagesTree {
  /** `ci-packages`: `<driverRel>/<architecture>/**`; `packager`: `<architecture>/<driver>/**`. */
  readonly layout: 'ci-packages' | 'packager';
  /** Folder of the source that the layout begins at; '' is its root. */
  readonly root: string;
  /** Folder of the source that holds `certs/`, and the notices. */
  readonly base: string;
  readonly drivers: readonly DriverFolders[];
}
