// The building blocks of the steps, for pipelines of vinyl files in one process. A separate entry
// point, `@aero-guest-tools/media/transforms`, so that tasks that do not need it do not load it.
export { isStagedCertificate } from '../certificates/certificate-file';
export { driverMediaPath } from '@aero-guest-tools/driver-layout/driver-media-path';
export { generatedFiles } from '../staging/generated-files';
export { selectPayload } from '../staging/guest-tools-directory';
export { MANIFEST_NAME, parseManifest, type ManifestFacts } from '../manifest/manifest';
export { manifestFacts } from '../manifest/read-manifest-facts';
export {
  asMediaFile,
  isMediaFile,
  mediaFileFromMemory,
  mediaFileOf,
  mediaPathOf,
  readableFileOf,
  setContents,
  type MediaFile,
  type OpenContents,
} from '../files/media-file';
export type { HashedSource, MediaSource } from '../files/media-source';
export { hashFiles } from '../staging/hash-files';
export { stageFiles, type StagingOptions } from '../staging/stage-files';
export { publishManifest } from '../verification/publish-manifest';
export { readDeviceContract, type DeviceContractInput } from '../options/device-contract-input';
export { readPackagingSpec, type PackagingSpecInput } from '../options/packaging-spec-input';
export { streamChunks } from '../files/stream-chunks';
export { verifiedOrWithdrawn } from '../verification/verified-or-withdrawn';
export { withdrawManifest } from '../verification/withdraw-manifest';
export { isoImage } from './iso-image';
export { writeOutput } from './write-output';
export { zipArchive } from './zip-archive';
