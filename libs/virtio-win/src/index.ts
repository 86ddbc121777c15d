export { defaultStoreDirectory, type Machine } from './default-store-directory';
export { driverPack } from './driver-pack';
export { driverPackManifest } from './driver-pack-manifest';
export type { DriverSource, SourceEntry } from './driver-source';
export { fetchVirtioWin, type FetchedImage, type FetchOptions } from './fetch-virtio-win';
export { openVirtioWin, type OpenOptions } from './open-virtio-win';
export { parsePinnedImage, pinnedImageText, type PinnedImage } from './pinned-image';
export { selectDrivers } from './select-drivers';
export type {
  DriverRequest,
  MissingDriver,
  SelectedDriver,
  SelectedFile,
  Selection,
} from './selection';
export type { Architecture } from './upstream-layout';
