export { selectPackages, type PackageRequests, type SelectedPackages } from './select-packages';
