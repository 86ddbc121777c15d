export { chooseFiles } from './choose-files';
export { completeSelection, type SearchResult } from './complete-selection';
export { driverPackFiles } from './driver-pack';
export { driverPackManifest } from './driver-pack-manifest';
export { selectDrivers } from './select-drivers';
export { selectPackages, type PackageRequests, type SelectedPackages } from './select-packages';
export type { SelectedCertificates, SelectedFile, Selection } from './selection';
