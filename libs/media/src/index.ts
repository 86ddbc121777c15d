export { buildDirectory, type BuildDirectory } from './build-directory';
export { createManifest, formatManifest, parseManifest, type Manifest } from './manifest';
export { checkMediaPaths } from './media-path';
export { packagerVersion } from './packager-version';
export { DEFAULT_SIGNING_POLICY, parseSigningPolicy, type SigningPolicy } from './signing-policy';
export { parseSourceDateEpoch } from './source-date-epoch';
export * from './steps';
export { formatSummary } from './summary';
export { defaultStoreDirectory } from '@aero-guest-tools/virtio-win';
