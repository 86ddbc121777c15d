export { defaultStoreDirectory, type Machine } from './default-store-directory';
export type { DriverSource, SourceEntry, SourceProblem } from './driver-source';
export {
  fetchFiles,
  fetchSource,
  type FetchedSource,
  type FetchOptions,
  type Location,
} from './fetch-source';
export { keptContents, type KeptContents } from './kept-contents';
export type { CheckLockOptions } from './check-lock';
export type { MadeLock } from './lock-image';
export type { ChooseFiles, ChosenFiles } from './locked-contents';
export { openInPlace, type SourceInPlace } from './open-in-place';
export { openFiles, openSource, type OpenOptions } from './open-source';
export {
  driversIdentityText,
  expectedHash,
  parseDriversIdentity,
  type DriversIdentity,
  type SourceIdentity,
  type SourceKind,
} from './source-identity';
export { requirePublicSource, type PublicPlace } from './public-source';
export type { RemoteAccess } from './remote-access';
export { resolveSource, type SourceLocation } from './source-location';
export {
  lockedListSha256,
  publicUrl,
  readSourceLock,
  sourceLockText,
  type SourceLock,
} from './source-lock';
export {
  listStore,
  pruneStore,
  type PruneOptions,
  type StoreEntry,
  type StoreEntryKind,
} from './store-entries';
export { isStored } from './source-store';
