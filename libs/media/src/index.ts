// The steps are entry points of their own, `@aero-guest-tools/media/steps/<task>`: a task then loads
// what it needs and nothing else, which is a good part of the time that a small task takes.
export { signingNotes } from './apply-signing-policy';
export { buildDirectory, type BuildDirectory } from './build-directory';
export { driversAt } from './drivers-at';
export type { CertificatesLocation, DriverLayout, DriversLocation } from './driver-layout';
export {
  createManifest,
  formatManifest,
  MANIFEST_NAME,
  parseManifest,
  type Manifest,
} from './manifest';
export { checkMediaPaths } from './media-path';
export { packagerVersion } from './packager-version';
export { PROFILES, profileForWindows, profileNamed, type Profile } from './profile';
export { chosenRecordedText } from './recorded-text';
export { sameOnEachArchitecture } from './same-on-each-architecture';
export type { Setting } from './setting';
export {
  chosenSigningPolicy,
  DEFAULT_SIGNING_POLICY,
  parseSigningPolicy,
  SIGNING_POLICIES,
  SIGNING_POLICY_VARIABLE,
  type SigningPolicy,
} from './signing-policy';
export {
  chosenSourceDateEpoch,
  parseSourceDateEpoch,
  SOURCE_DATE_EPOCH_VARIABLE,
} from './source-date-epoch';
export { formatSummary } from './summary';
