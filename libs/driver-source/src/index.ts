export { defaultStoreDirectory, type Machine } from './default-store-directory';
export type { DriverSource, SourceEntry } from './driver-source';
export {
  fetchFiles,
  fetchSource,
  type FetchedSource,
  type FetchOptions,
  type Location,
} from './fetch-source';
export { openFiles, openSource, type OpenOptions } from './open-source';
export {
  driversIdentityText,
  parseDriversIdentity,
  type DriversIdentity,
  type SourceIdentity,
  type SourceKind,
} from './source-identity';
