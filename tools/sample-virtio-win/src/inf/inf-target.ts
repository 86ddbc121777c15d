/** What differs between the INFs of one driver. */
export interface InfTarget {
  /** `TargetOSVersion` decoration of the models section, such as `NTamd64.6.1`. */
  readonly decoration: string;
  /** Value of the `DriverVer` directive: `mm/dd/yyyy,w.x.y.z`. */
  readonly driverVer: string;
}
