import type { Architecture } from '@aero-guest-tools/windows-target';

/** A driver in a tree, under the name that the media use for it. */
export interface DriverFolders {
  readonly name: string;
  /** Its path in the tree, for messages: the folder that was recognised as the driver's. */
  readonly place: string;
  /** The folder of its files, for each architecture that it exists for. */
  readonly folders: Readonly<Partial<Record<Architecture, string>>>;
}

/** The drivers of a tree, and the folders that hold other files. */
export interface PackagesTree {
  /** `ci-packages`: `<driverRel>/<architecture>/**`; `packager`: `<architecture>/<driver>/**`. */
  readonly layout: 'ci-packages' | 'packager';
  /** Folder of the source that the layout begins at; '' is its root. */
  readonly root: string;
  /** Folder of the source that holds `certs/`, and the notices. */
  readonly base: string;
  readonly drivers: readonly DriverFolders[];
}
