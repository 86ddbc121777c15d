// Each step is an entry point of its own, `@aero-guest-tools/media/steps/<task>`, so that a task
// loads only what it needs. Loading is a large part of the time of a small task.
export { signingNotes } from './signing/apply-signing-policy';
export { buildDirectory, type BuildDirectory } from './build-directory/build-directory';
export { driversAt } from './signing/drivers-at';
export type {
  CertificatesLocation,
  DriverLayout,
  DriversLocation,
} from './drivers/drivers-location';
export {
  createManifest,
  formatManifest,
  MANIFEST_NAME,
  parseManifest,
  type Manifest,
} from './manifest/manifest';
export { checkMediaPaths } from './checks/media-path';
export { packagerVersion } from './packager-version';
export { PROFILES, profileForWindows, profileNamed, type Profile } from './options/profile';
export { chosenRecordedText, parseRecordedText } from './options/recorded-text';
export { sameOnEachArchitecture } from './summary/same-on-each-architecture';
export type { Setting } from './options/setting';
export { hasSetupDrivers } from './staging/setup-drivers';
export {
  chosenSigningPolicy,
  DEFAULT_SIGNING_POLICY,
  parseSigningPolicy,
  SIGNING_POLICIES,
  SIGNING_POLICY_VARIABLE,
  type SigningPolicy,
} from './options/signing-policy';
export {
  chosenSourceDateEpoch,
  parseSourceDateEpoch,
  SOURCE_DATE_EPOCH_VARIABLE,
} from './options/source-date-epoch';
