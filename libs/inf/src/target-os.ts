/** A version of Windows, with the properties that `[Manufacturer]` can distinguish. */
export interface TargetOs {
  /** Its name in messages. */
  readonly name: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
  /** VER_NT_WORKSTATION is 1, a domain controller 2, VER_NT_SERVER 3. */
  readonly productType: number;
  /** The VER_SUITE_xxx flags that are set. */
  readonly suiteMask: number;
  readonly buildNumber: number;
}

/** Windows 7 with Service Pack 1, as a workstation for a single user (VER_SUITE_SINGLEUSERTS). */
export const WINDOWS_7: TargetOs = {
  name: 'Windows 7',
  majorVersion: 6,
  minorVersion: 1,
  productType: 1,
  suiteMask: 0x100,
  buildNumber: 7601,
};
