export {
  classifyFile,
  isPrivateKeyFile,
  NOTHING_ALLOWED,
  type FileAllowance,
  type FileDecision,
} from './driver-filter';
export type { DevicesCmdReference, DriverSpec, PackagingSpec } from './packaging-spec';
export { parsePackagingSpec } from './parse-packaging-spec';
export type { Pattern } from './pattern';
export {
  checkDrivers,
  checkDriverTree,
  reviewDriverTree,
  type CheckDriversOptions,
  type DriverExpectations,
  type DriverReview,
} from './check-drivers';
export type { PackagedInf } from './driver-package';
export { reportCatalog } from './report-catalog';
export { reviewDriver, type ReviewedDriver } from './review-driver';
export {
  driverTreeOf,
  driverTreeOfDirectory,
  readDriverFile,
  type DriverTree,
} from './driver-tree';
export { hashedTree, subtree, type HashedTree } from './hashed-tree';
export type { DevicesCmdVariables } from './devices-cmd-variables';
export type {
  BootDiskReport,
  CatalogReport,
  DeviceReport,
  DriverReport,
  FileReport,
  InfReport,
  SigningReport,
  ValidationReport,
} from './validation-report';
