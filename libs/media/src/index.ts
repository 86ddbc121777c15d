// The steps are entry points of their own, `@aero-guest-tools/media/steps/<task>`: a task then loads
// what it needs and nothing else, which is a good part of the time that a small task takes.
export { buildDirectory, type BuildDirectory } from './build-directory';
export type { CertificatesLocation, DriverLayout, DriversLocation } from './driver-layout';
export { createManifest, formatManifest, parseManifest, type Manifest } from './manifest';
export { checkMediaPaths } from './media-path';
export { packagerVersion } from './packager-version';
export { DEFAULT_SIGNING_POLICY, parseSigningPolicy, type SigningPolicy } from './signing-policy';
export { parseSourceDateEpoch } from './source-date-epoch';
export { formatSummary } from './summary';
