export { ARCHITECTURE_FOLDERS } from './folder-names/architecture-folders';
export {
  DRIVERS_PREFIX,
  driverMediaDirectory,
  driverMediaPath,
  parseDriverMediaPath,
} from './driver-media-path';
export type {
  DriverRequest,
  DriverSearch,
  MissingDriver,
  SelectedDriver,
} from './search/driver-search';
export type { Entry } from './entries/entry';
export { entriesAt, entriesBelow, firstFolder, foldersIn, sortedPaths } from './entries/folders';
export { driverDirectoryNames, driverOfPackage } from './folder-names/driver-name';
export { equalNames, foldCase } from './entries/names';
export { isNotice, isVersionMarker } from './notices';
export type { DriverFolders, PackagesTree } from './packages/driver-folders';
export { recogniseLayout } from './packages/recognise-layout';
export { recogniseSource, type RecognisedSource } from './recognise-source';
export {
  joinPath,
  parentFolder,
  sourceFolders,
  type SourceFolders,
} from './entries/source-folders';
export { driverNames, isInf } from './virtio-win/driver-names';
export { hasUpstreamLayout } from './virtio-win/has-upstream-layout';
export { searchDriver, wrappingFolder, type FoundDriver } from './virtio-win/search-driver';
export { UPSTREAM_DRIVERS, upstreamFolder } from './virtio-win/upstream-layout';
export {
  windowsOfFolder,
  windowsOrder,
  type FolderWindows,
  type WindowsFolder,
} from './virtio-win/windows-folders';
