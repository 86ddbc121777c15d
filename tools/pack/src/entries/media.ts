// What `@aero-guest-tools/media` exports: the engine.
export * from '@aero-guest-tools/media';
export {
  shippedDocument,
  shippedFiles,
  shippedNames,
  type ShippedDocument,
  type ShippedFiles,
  type ShippedKind,
} from '@aero-guest-tools/media/shipped-files';
export type { PackagedMedia } from '@aero-guest-tools/media/packaged-media';
export { packageMedia } from '@aero-guest-tools/media/steps/package';
export { verifyMedia } from '@aero-guest-tools/media/steps/verify-media';
export {
  buildMedia,
  OUTPUT_NAMES,
  type BuildMediaOptions,
  type DriversToPackage,
} from '@aero-guest-tools/command-line/build-media';
export {
  formatDiagnostic,
  InputError,
  type Diagnostic,
  type Problem,
} from '@aero-guest-tools/diagnostics';
