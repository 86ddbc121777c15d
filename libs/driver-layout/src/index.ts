export { ARCHITECTURE_FOLDERS } from './architecture-folders';
export {
  DRIVERS_PREFIX,
  driverMediaDirectory,
  driverMediaPath,
  parseDriverMediaPath,
} from './driver-media-path';
export type { DriverRequest, DriverSearch, MissingDriver, SelectedDriver } from './driver-search';
export type { Entry } from './entry';
export { entriesAt, entriesBelow, firstFolder, foldersIn, sortedPaths } from './folders';
export { driverDirectoryNames, driverOfPackage } from './driver-name';
export { equalNames, foldCase } from './names';
export { isNotice, isVersionMarker } from './notices';
export type { DriverFolders, PackagesTree } from './packages/driver-folders';
export { recogniseLayout } from './packages/recognise-layout';
export { recogniseSource, type RecognisedSource } from './recognise-source';
export { joinPath, sourceFolders, type SourceFolders } from './source-folders';
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
