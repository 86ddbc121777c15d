import type { Architecture } from './architecture';

/** VER_NT_WORKSTATION and VER_NT_SERVER of OSVERSIONINFOEX. */
export const WORKSTATION = 1;
export const SERVER = 3;

/**
 * A version of Windows that media are made for. It also serves as the version that INF files are
 * read for: the OSVERSIONINFOEX fields are those of the newest build.
 */
export interface WindowsTarget {
  /** The upstream name of its drivers' folder: `w7`, `2k22`. */
  readonly id: string;
  /** Its name in messages: `Windows Server 2022`. */
  readonly name: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
  /** {@link WORKSTATION} or {@link SERVER}. */
  readonly productType: number;
  /** The VER_SUITE_xxx flags that are set on every installation of it. */
  readonly suiteMask: number;
  /** The newest build in this table. */
  readonly buildNumber: number;
  /**
   * The released builds, in ascending order. Windows 10 and 11 have one for each feature update.
   */
  readonly builds: readonly number[];
  /** The architectures that there are drivers for, in byte order. */
  readonly architectures: readonly Architecture[];
  /** The architectures of a spec that names none, in byte order. */
  readonly defaultArchitectures: readonly Architecture[];
  /**
   * The item for it in `OSAttr` of a catalog: `2:6.1`, of the platform 2, VER_PLATFORM_WIN32_NT.
   */
  readonly osAttribute: string;
  readonly scripts: GuestScriptFacts;
}

/** Facts that scripts find in a guest. setup.cmd relies on them, and a test compares the two. */
export interface GuestScriptFacts {
  /**
   * The values below `HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion` that state the version: in
   * Windows 10 and newer, `CurrentVersion` is 6.3.
   */
  readonly versionValues: readonly string[];
  /**
   * The first build with `pnputil /add-driver x.inf /install`; earlier ones, or all if undefined,
   * have `pnputil -i -a x.inf`.
   */
  readonly addDriverFromBuild: number | undefined;
}
