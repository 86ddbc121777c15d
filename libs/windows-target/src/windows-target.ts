import type { Architecture } from './architecture';

/** VER_NT_WORKSTATION and VER_NT_SERVER of OSVERSIONINFOEX. */
export const WORKSTATION = 1;
export const SERVER = 3;

/**
 * A version of Windows that media are made for. What reads INF files takes it for the version of
 * Windows that it asks for: the fields of OSVERSIONINFOEX are those of the newest build.
 */
export interface WindowsTarget {
  /** As upstream calls the folder of its drivers: `w7`, `2k22`. */
  readonly id: string;
  /** As messages name it: `Windows Server 2022`. */
  readonly name: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
  /** {@link WORKSTATION} or {@link SERVER}. */
  readonly productType: number;
  /** The VER_SUITE_xxx flags that hold of every installation of it. */
  readonly suiteMask: number;
  /** The newest build that this table knows. */
  readonly buildNumber: number;
  /** The builds that were released, in ascending order. Windows 10 and 11 have one a feature update. */
  readonly builds: readonly number[];
  /** Those that there are drivers for, in byte order. */
  readonly architectures: readonly Architecture[];
  /** What a spec that names no architecture asks for, in byte order. */
  readonly defaultArchitectures: readonly Architecture[];
  /** The item that `OSAttr` of a catalog has for it: `2:6.1`, of the platform 2, VER_PLATFORM_WIN32_NT. */
  readonly osAttribute: string;
  readonly scripts: GuestScriptFacts;
}

/** What scripts find in a guest: setup.cmd goes by this, and a test compares the two. */
export interface GuestScriptFacts {
  /**
   * The values below `HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion` that tell the version: Windows 10
   * and newer say 6.3 in `CurrentVersion`.
   */
  readonly versionValues: readonly string[];
  /** The first build with `pnputil /add-driver x.inf /install`; `pnputil -i -a x.inf` before, or without one. */
  readonly addDriverFromBuild: number | undefined;
}
