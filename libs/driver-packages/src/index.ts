export type { DriverFolders, DriverTree } from './driver-folders';
export { recogniseLayout } from './recognise-layout';
export { selectPackages, type PackageRequests, type SelectedPackages } from './select-packages';
