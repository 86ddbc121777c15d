export { completeSelection, type DriverSearch, type SearchResult } from './complete-selection';
export { driverPack } from './driver-pack';
export { driverPackManifest } from './driver-pack-manifest';
export { entriesAt, entriesBelow, firstFolder, foldersIn, sortedPaths } from './folders';
export { equalNames, foldCase } from './names';
export { isNotice, isVersionMarker } from './notices';
export type {
  DriverRequest,
  MissingDriver,
  SelectedCertificates,
  SelectedDriver,
  SelectedFile,
  Selection,
} from './selection';
